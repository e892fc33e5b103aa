import { load } from 'cheerio';
import { Agent, request } from 'undici';
import { DIFFERENT, paragraphsOf, titleOf } from './pages.mjs';
import type { Task, Tool } from './contender.ts';

const agent = new Agent({ connections: 128, pipelining: 1 });

/** Nothing but the bytes: what no audit can be faster than. */
const fetchOnly =
  (origin: string): Task =>
  async (n) => {
    const { body } = await request(`${origin}/p/${n}`, { dispatcher: agent });
    await body.arrayBuffer();
  };

const fetchUnchanged =
  (origin: string): Task =>
  async (n) => {
    const { statusCode, body } = await request(`${origin}/p/${n}`, {
      dispatcher: agent,
      headers: { 'if-none-match': `"${n}"` },
    });
    await body.dump();
    if (statusCode !== 304) throw new Error(`page ${n}: ${statusCode}`);
  };

export const carries = (text: string, n: number): boolean => {
  const page = text.normalize('NFKC').replace(/\s+/g, '');
  return paragraphsOf(n % DIFFERENT).every((line) => page.includes(line.normalize('NFKC').replace(/\s+/g, '')));
};

/** The loop everybody writes: fetch, `cheerio.load`, select, look for each paragraph. */
const cheerioLoop =
  (origin: string): Task =>
  async (n) => {
    const { body } = await request(`${origin}/p/${n}`, { dispatcher: agent });
    const $ = load(await body.text());
    if ($('title').text() !== titleOf(n % DIFFERENT)) throw new Error(`page ${n}: another title`);
    carries($('#zoom').text(), n);
  };

export const OTHERS: Readonly<Partial<Record<Tool, (origin: string) => Task>>> = {
  fetch: fetchOnly,
  'fetch-304': fetchUnchanged,
  cheerio: cheerioLoop,
};
