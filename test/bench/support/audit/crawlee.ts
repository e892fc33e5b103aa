import { CheerioCrawler, Configuration, log } from '@crawlee/cheerio';
import { carries } from './others.ts';
import { DIFFERENT, titleOf } from './pages.mjs';

/** Crawlee's own crawler doing the same, its storage in memory and its sessions off. */
export const crawl = async (origin: string, pages: number, concurrency: number): Promise<void> => {
  log.setLevel(log.LEVELS.OFF);
  let done = 0;
  const spider = new CheerioCrawler(
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
  await spider.run(Array.from({ length: pages }, (_, n) => `${origin}/p/${n}`));
  if (done !== pages) throw new Error(`crawlee read ${done} of ${pages} pages`);
};
