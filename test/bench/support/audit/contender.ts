// One contender in a process of its own: neither its memory nor what the compiler learnt is another's.
import { cheerioLoop, fetchOnly, fetchUnchanged, runCrawlee } from './others.ts';
import { compareLook, fullAudit, hashAudit, openCrawler, type Task, unchangedAudit } from './ours.ts';
import { openRecords } from './records.ts';

export const TOOLS = ['fetch', 'fetch-304', 'cheerio', 'crawlee', 'full', 'unchanged', 'hash', 'wechat'] as const;
export type Tool = (typeof TOOLS)[number];

export interface Order {
  readonly tool: Tool;
  readonly origin: string;
  readonly databaseUrl: string;
  readonly pages: number;
  readonly concurrency: number;
}
export interface Figures {
  readonly pagesPerSecond: number;
  /** Of this process alone: what stays comparable on a machine that others use, too. */
  readonly cpuMs: number;
  readonly rssMb: number;
  readonly maxBlockMs: number;
}

const WARM_UP = 300;

const doAll = async (task: Task, pages: number, concurrency: number): Promise<void> => {
  let next = 0;
  const work = async (): Promise<void> => {
    for (let n = next++; n < pages; n = next++) await task(n);
  };
  await Promise.all(Array.from({ length: concurrency }, work));
};

/** The longest time that nothing else could run. */
const watchLoop = () => {
  let longest = 0;
  let last = performance.now();
  let isWatching = true;
  const tick = (): void => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
    if (isWatching) setImmediate(tick);
  };
  tick();
  return () => {
    isWatching = false;
    return longest;
  };
};

const timed = async (pages: number, work: () => Promise<void>): Promise<Figures> => {
  const cpu = process.cpuUsage();
  const since = performance.now();
  await work();
  const pagesPerSecond = pages / ((performance.now() - since) / 1000);
  const { user, system } = process.cpuUsage(cpu);
  const cpuMs = (user + system) / 1000 / pages;
  return { pagesPerSecond, cpuMs, rssMb: process.resourceUsage().maxRSS / 1024, maxBlockMs: 0 };
};

/** Looks at 3 MB pages, one after the other, while a watcher would like to run. */
const runWeChat = async ({ origin, pages }: Order): Promise<Figures> => {
  const crawler = openCrawler(origin);
  const one = async (): Promise<void> => {
    const look = await crawler.look({ url: `${origin}/wechat` });
    if (look.kind !== 'page') throw new Error(look.kind);
    await compareLook(look, 1);
  };
  for (let n = 0; n < 3; n += 1) await one();
  const stop = watchLoop();
  const figures = await timed(pages, async () => {
    for (let n = 0; n < pages; n += 1) await one();
  });
  await crawler.close();
  return { ...figures, maxBlockMs: stop() };
};

const runOurs = async ({ tool, origin, databaseUrl, pages, concurrency }: Order): Promise<Figures> => {
  const crawler = openCrawler(origin);
  const records = await openRecords(databaseUrl);
  const task =
    tool === 'full'
      ? fullAudit(crawler, records, origin)
      : tool === 'unchanged'
        ? unchangedAudit(crawler, records, origin)
        : hashAudit(crawler, records, origin, await records.hashes());
  await doAll(task, Math.min(pages, WARM_UP), concurrency);
  const figures = await timed(pages, async () => {
    await doAll(task, pages, concurrency);
    await records.settle();
  });
  const recorded = await records.close();
  if (recorded < pages) throw new Error(`${recorded} of ${pages} looks were recorded`);
  await crawler.close();
  return figures;
};

const runOthers = async ({ tool, origin, pages, concurrency }: Order): Promise<Figures> => {
  const task =
    tool === 'fetch' ? fetchOnly(origin) : tool === 'fetch-304' ? fetchUnchanged(origin) : cheerioLoop(origin);
  await doAll(task, WARM_UP, concurrency);
  return timed(pages, () => doAll(task, pages, concurrency));
};

const obey = async (order: Order): Promise<Figures> => {
  if (order.tool === 'wechat') return runWeChat(order);
  if (order.tool === 'crawlee')
    return timed(order.pages, () => runCrawlee(order.origin, order.pages, order.concurrency));
  return ['full', 'unchanged', 'hash'].includes(order.tool) ? runOurs(order) : runOthers(order);
};

process.once('message', (order: Order) => {
  obey(order).then(
    (figures) => process.send?.({ figures }, () => process.exit(0)),
    (error: unknown) => process.send?.({ error: String(error) }, () => process.exit(1)),
  );
});
