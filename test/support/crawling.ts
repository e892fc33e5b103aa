import { AT_FULL_SPEED, createCrawler, type CrawlerOptions } from '../../src/audits/crawl/index.ts';
import type { Crawler, Look } from '../../src/audits/look.ts';

/** A crawler that waits for nobody, closed at the end of its block. Resolves no name unless told how. */
export const crawlerFor = (options: Partial<CrawlerOptions> = {}): Crawler & AsyncDisposable => {
  const crawler = createCrawler({
    contact: 'https://yigao.example/bot',
    pace: AT_FULL_SPEED,
    resolve: () => Promise.resolve(['127.0.0.1', '::1']),
    ...options,
  });
  return { ...crawler, [Symbol.asyncDispose]: crawler.close };
};

/** Own sources at full speed whose robots.txt is not asked. */
export const ownSources = (...origins: readonly string[]) =>
  origins.map((origin) => ({ origin, pace: AT_FULL_SPEED, ignoresRobots: 'the test’s own server' }));

/** What a look came to, in one word. */
export const outcomeOf = (look: Look): string => (look.kind === 'unknown' ? look.cause : look.kind);
