// One contender in a process of its own: neither its memory nor what the compiler learnt is another's.
import { existsSync, readFileSync } from 'node:fs';
import { inspect } from 'node:util';
import { readCopy } from '../../../../adapters/wechat-account/read-page.ts';
import { makeDue } from './copies.ts';
import { openAuditor, type Auditor } from './ours.ts';
import { DIFFERENT, isWrong } from './pages.mjs';

export const TOOLS = ['fetch', 'fetch-304', 'cheerio', 'crawlee', 'full', 'unchanged', 'hash', 'wechat'] as const;
export type Tool = (typeof TOOLS)[number];

export interface Order {
  readonly tool: Tool;
  readonly origin: string;
  readonly databaseUrl: string;
  readonly pages: number;
  readonly warmUp: number;
  readonly concurrency: number;
}
export interface Figures {
  readonly pagesPerSecond: number;
  /** Of this process alone: what stays comparable on a machine that others use, too. */
  readonly cpuMs: number;
  readonly rssMb: number;
  readonly maxBlockMs: number;
}
export type Task = (n: number) => Promise<void>;

const doAll = async (task: Task, from: number, to: number, concurrency: number): Promise<void> => {
  let next = from;
  const work = async (): Promise<void> => {
    for (let n = next++; n < to; n = next++) await task(n);
  };
  await Promise.all(Array.from({ length: concurrency }, work));
};

const cpuNow = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

const OWN_THREAD = `/proc/self/task/${process.pid}/schedstat`;
/** CPU milliseconds of this thread alone, as Linux counts them; of all our threads, where nobody counts it. */
const loopCpuNow = existsSync(OWN_THREAD)
  ? (): number => Number(readFileSync(OWN_THREAD, 'latin1').split(' ')[0]) / 1e6
  : cpuNow;

/**
 * The longest time that nothing else could run. By the clock or by the loop's own CPU, whichever is less: time that the
 * machine gave to others, or that another thread of ours packed a snapshot in, is not time that the loop was held up.
 */
const watchLoop = () => {
  let longest = 0;
  let [last, lastCpu] = [performance.now(), loopCpuNow()];
  let isWatching = true;
  const tick = (): void => {
    const [now, cpu] = [performance.now(), loopCpuNow()];
    longest = Math.max(longest, Math.min(now - last, cpu - lastCpu));
    [last, lastCpu] = [now, cpu];
    if (isWatching) setImmediate(tick);
  };
  tick();
  return () => {
    isWatching = false;
    return longest;
  };
};

const timed = async (pages: number, work: () => Promise<void>): Promise<Figures> => {
  const [cpu, since] = [cpuNow(), performance.now()];
  await work();
  const pagesPerSecond = pages / ((performance.now() - since) / 1000);
  return {
    pagesPerSecond,
    cpuMs: (cpuNow() - cpu) / pages,
    rssMb: process.resourceUsage().maxRSS / 1024,
    maxBlockMs: 0,
  };
};

/** Looks at 3 MB pages, one after the other, while a watcher would like to run; the first of them cold. */
const runWeChat = async ({ audit, copies, check }: Auditor, { pages }: Order): Promise<Figures> => {
  const ids = await copies(0, pages);
  const stop = watchLoop();
  const figures = await timed(pages, async () => {
    for (const id of ids) await audit(id);
  });
  const maxBlockMs = stop();
  await check(ids, { 'same by words': pages });
  return { ...figures, maxBlockMs };
};

const wrongIn = ({ pages, warmUp }: Order): number =>
  Array.from({ length: pages }, (_, n) => (n + warmUp) % DIFFERENT).filter(isWrong).length;

const runOurs = async (auditor: Auditor, order: Order): Promise<Figures> => {
  const { tool, pages, warmUp, concurrency } = order;
  const ids = await auditor.copies(0, warmUp + pages);
  const task: Task = (n) => auditor.audit(ids[n] ?? '');
  const counted = ids.slice(warmUp);
  const wrong = wrongIn(order);
  const judged = (way: string) => ({ [`same by ${way}`]: pages - wrong, [`differs by ${way}`]: wrong });
  if (tool !== 'full') {
    await doAll(task, 0, ids.length, concurrency);
    await makeDue(auditor.db);
  }
  await doAll(task, 0, warmUp, concurrency);
  const figures = await timed(pages, () => doAll(task, warmUp, ids.length, concurrency));
  await auditor.check(counted, judged(tool === 'full' ? 'words' : tool === 'hash' ? 'bytes' : 'not-modified'));
  return figures;
};

/** Loaded only where they run: their memory is theirs. */
const runOthers = async ({ tool, origin, pages, warmUp, concurrency }: Order): Promise<Figures> => {
  const { OTHERS } = await import('./others.ts');
  const task = OTHERS[tool]?.(origin);
  if (task === undefined) throw new Error(`${tool} is none of the others`);
  await doAll(task, 0, warmUp, concurrency);
  return timed(pages, () => doAll(task, warmUp, warmUp + pages, concurrency));
};

const runCrawlee = async ({ origin, pages, concurrency }: Order): Promise<Figures> => {
  const { crawl } = await import('./crawlee.ts');
  return timed(pages, () => crawl(origin, pages, concurrency));
};

const runAuditor = async (order: Order): Promise<Figures> => {
  const isWeChat = order.tool === 'wechat';
  const auditor = openAuditor(order.origin, order.databaseUrl, isWeChat ? readCopy : undefined);
  const figures = await (isWeChat ? runWeChat(auditor, order) : runOurs(auditor, order));
  await auditor.close();
  return figures;
};

const OURS: readonly Tool[] = ['full', 'unchanged', 'hash', 'wechat'];
const obey = (order: Order): Promise<Figures> => {
  if (order.tool === 'crawlee') return runCrawlee(order);
  return OURS.includes(order.tool) ? runAuditor(order) : runOthers(order);
};

process.once('message', (order: Order) => {
  obey(order).then(
    (figures) => process.send?.({ figures }, () => process.exit(0)),
    (error: unknown) => process.send?.({ error: inspect(error) }, () => process.exit(1)),
  );
});
