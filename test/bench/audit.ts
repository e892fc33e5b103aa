import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createTestDatabase } from '../support/database.ts';
import { forgetLooks, storeCopies } from './support/audit/copies.ts';
import type { Figures, Order, Tool } from './support/audit/contender.ts';
import { option, round, type BenchOptions } from './support/bench.ts';
import { openCluster } from './support/county.ts';
import { forkProgram } from './support/fork-program.ts';

const SUPPORT = new URL('./support/audit/', import.meta.url);
/** As many requests under way as a crawler of one's own server would have; Crawlee's own default scale is lower. */
const CONCURRENCY = 32;
const CRAWLEE_CONCURRENCY = 16;
/** So many copies stand before those that count, so that what is measured is compiled. */
const WARM_UP = 300;

const startSite = async (): Promise<{ origin: string; stop: () => void }> => {
  const site = fork(new URL('site-server.mjs', SUPPORT).pathname, [], { execArgv: [] });
  const [{ url }] = (await once(site, 'message')) as [{ url: string }];
  return { origin: url, stop: () => site.disconnect() };
};

const contend = async (order: Order): Promise<Figures> => {
  const child = forkProgram(new URL('contender.ts', SUPPORT));
  const answered = once(child, 'message') as Promise<[{ figures: Figures } | { error: string }]>;
  const ended = once(child, 'exit').then(([code]) => [{ error: `ended with ${String(code)}` }] as const);
  child.send(order);
  const [answer] = await Promise.race([answered, ended]);
  if ('error' in answer) throw new Error(`${order.tool}: ${answer.error}`);
  return answer.figures;
};

type Contend = (tool: Tool, pages: number) => Promise<Figures>;

const best = (a: Figures | undefined, b: Figures): Figures => ({
  pagesPerSecond: Math.max(a?.pagesPerSecond ?? 0, b.pagesPerSecond),
  cpuMs: Math.min(a?.cpuMs ?? Number.POSITIVE_INFINITY, b.cpuMs),
  rssMb: Math.max(a?.rssMb ?? 0, b.rssMb),
  maxBlockMs: Math.max(a?.maxBlockMs ?? 0, b.maxBlockMs),
});

/** All in turn, and that again: the best of each, because the machine is the same and its mood is not. */
const runRounds = async (rounds: number, pages: number, contend: Contend, say: BenchOptions['say']) => {
  const plan: readonly (readonly [Tool, number])[] = [
    ['fetch', pages],
    ['full', pages],
    ['cheerio', Math.ceil(pages / 2)],
    ['fetch-304', pages * 2],
    ['unchanged', pages * 2],
    ['hash', pages],
    ['crawlee', Math.ceil(pages / 2)],
    ['wechat', 20],
  ];
  const all = new Map<Tool, Figures>();
  for (let n = 0; n < rounds; n += 1) {
    for (const [tool, many] of plan) {
      const figures = await contend(tool, many);
      all.set(tool, best(all.get(tool), figures));
      say(
        `${tool}: ${round(figures.pagesPerSecond, 0)} pages/s, ${round(figures.cpuMs, 3)} ms CPU, ${round(figures.rssMb, 0)} MB`,
      );
    }
  }
  return (tool: Tool): Figures => {
    const figures = all.get(tool);
    if (figures === undefined) throw new Error(`${tool} was not measured`);
    return figures;
  };
};

const runSizes = async (sizes: readonly number[], contend: Contend, say: BenchOptions['say']) => {
  const byPages: Record<string, { msPerPage: number; cpuMs: number; rssMb: number }> = {};
  for (const size of sizes) {
    const { pagesPerSecond, cpuMs, rssMb } = await contend('full', size);
    byPages[String(size)] = {
      msPerPage: round(1000 / pagesPerSecond, 3),
      cpuMs: round(cpuMs, 3),
      rssMb: round(rssMb, 0),
    };
    say(`${size} pages: ${round(1000 / pagesPerSecond, 3)} ms each, ${round(cpuMs, 3)} ms CPU, ${round(rssMb, 0)} MB`);
  }
  return byPages;
};

/** Where the copies of a tool stand on the site; the others ask for the same pages. */
const PATHS: Readonly<Partial<Record<Tool, string>>> = { full: '/p/', unchanged: '/p/', hash: '/h/', wechat: '/w/' };

const LARGEST = 50_000;

/**
 * Full audits (fetch, decode, read, compare, record, each as a worker does it) of generated pages, beside fetching alone,
 * the cheerio loop everybody writes, and Crawlee; pages that the server or their bytes say are unchanged; the event loop
 * under 3 MB pages.
 */
export const run = async ({ say, args }: BenchOptions) => {
  const pages = option(args, 'pages', 5_000);
  const rounds = option(args, 'rounds', 2);
  const concurrency = option(args, 'concurrency', CONCURRENCY);
  const sizes = args.includes('--quick') ? [1_000, 10_000] : [1_000, 10_000, LARGEST];
  const cluster = await openCluster();
  const database = await createTestDatabase(cluster.url, { durable: true });
  const { origin, stop } = await startSite();
  await storeCopies(database.db, origin, Math.max(pages * 2, ...sizes) + WARM_UP);
  const contendHere: Contend = async (tool, many) => {
    const path = PATHS[tool];
    if (path !== undefined) await forgetLooks(database.db, origin, path);
    return contend({
      tool,
      origin,
      databaseUrl: database.url,
      pages: many,
      warmUp: WARM_UP,
      concurrency: tool === 'crawlee' ? CRAWLEE_CONCURRENCY : concurrency,
    });
  };
  const of = await runRounds(rounds, pages, contendHere, say);
  const byPages = await runSizes(sizes, contendHere, say);
  stop();
  await database.close();
  await cluster.close();
  const speed = (tool: Tool): number => of(tool).pagesPerSecond;
  return {
    pagesPerSecond: round(speed('full'), 0),
    ratioFetchOnly: round(speed('full') / speed('fetch')),
    ratioCheerio: round(speed('full') / speed('cheerio')),
    ratioCrawlee: round(speed('full') / speed('crawlee')),
    ratio304: round(speed('unchanged') / speed('fetch-304')),
    ratioHash: round(speed('hash') / speed('fetch')),
    rssMb: round(Math.max(of('full').rssMb, of('unchanged').rssMb, of('hash').rssMb), 0),
    maxBlockMs: round(of('wechat').maxBlockMs, 1),
    fetchOnlyPerSecond: round(speed('fetch'), 0),
    cheerioPerSecond: round(speed('cheerio'), 0),
    crawleePerSecond: round(speed('crawlee'), 0),
    unchangedPerSecond: round(speed('unchanged'), 0),
    hashPerSecond: round(speed('hash'), 0),
    cpuMs: {
      full: round(of('full').cpuMs, 3),
      fetchOnly: round(of('fetch').cpuMs, 3),
      cheerio: round(of('cheerio').cpuMs, 3),
      crawlee: round(of('crawlee').cpuMs, 3),
      unchanged: round(of('unchanged').cpuMs, 3),
      fetchOnly304: round(of('fetch-304').cpuMs, 3),
      hash: round(of('hash').cpuMs, 3),
    },
    byPages,
  };
};
