/** The outside world: `createCrawler(options).look(request)` is all the audit needs; everything else here serves it. */
export { createCrawler, type CrawlerOptions, ROBOT } from './crawler.ts';
export { AT_FULL_SPEED, type Pace, POLITE } from './pace.ts';
export { type Bounds, BOUNDS } from './bounds.ts';
export type { OwnSource } from './target.ts';
