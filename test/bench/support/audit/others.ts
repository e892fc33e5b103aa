import { CheerioCrawler, Configuration, log } from '@crawlee/cheerio';
import { load } from 'cheerio';
import { Agent, request } from 'undici';
import { DIFFERENT, paragraphsOf, titleOf } from './pages.mjs';
import type { Task } from './ours.ts';

const agent = new Agent({ connections: 128, pipelining: 1 });

/** Nothing but the bytes: what no audit can be faster than. */
export const fetchOnly =
  (origin: string): Task =>
  async (n) => {
    const { body } = await request(`${origin}/p/${n}`, { dispatcher: agent });
    await body.arrayBuffer();
  };

export const fetchUnchanged =
  (origin: string): Task =>
  async (n) => {
    const { statusCode, body } = await request(`${origin}/p/${n}`, {
      dispatcher: agent,
      headers: { 'if-none-match': `"${n}"` },
    });
    await body.dump();
    if (statusCode !== 304) throw new Error(`page ${n}: ${statusCode}`);
  };

const carries = (text: string, n: number): boolean => {
  const page = text.normalize('NFKC').replace(/\s+/g, '');
  return paragraphsOf(n % DIFFERENT).every((line) => page.includes(line.normalize('NFKC').replace(/\s+/g, '')));
};

/** The loop everybody writes: fetch, `cheerio.load`, select, look for each paragraph. */
export const cheerioLoop =
  (origin: string): Task =>
  async (n) => {
    const { body } = await request(`${origin}/p/${n}`, { dispatcher: agent });
    const $ = load(await body.text());
    if ($('title').text() !== titleOf(n % DIFFERENT)) throw new Error(`page ${n}: another title`);
    carries($('#zoom').text(), n);
  };

/** Crawlee's own crawler doing the same, its storage in memory and its sessions off. */
export const runCrawlee = async (origin: string, pages: number, concurrency: number): Promise<void> => {
  log.setLevel(log.LEVELS.OFF);
  let done = 0;
  const crawler = new CheerioCrawler(
    {
      useSessionPool: false,
      minConcurrency: concurrency,
      maxConcurrency: concurrency,
      maxRequestRetries: 0,
      requestHandler: ({ $, request: { url } }) => {
        const n = Number(url.slice(url.lastIndexOf('/') + 1));
        if ($('title').text() !== titleOf(n % DIFFERENT)) throw new Error(`page ${n}: another title`);
        carries($('#zoom').text(), n);
        done += 1;
      },
    },
    new Configuration({ persistStorage: false, availableMemoryRatio: 0.5 }),
  );
  await crawler.run(Array.from({ length: pages }, (_, n) => `${origin}/p/${n}`));
  if (done !== pages) throw new Error(`crawlee read ${done} of ${pages} pages`);
};
