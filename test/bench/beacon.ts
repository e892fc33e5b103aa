import { fork } from 'node:child_process';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { sql } from 'drizzle-orm';
import { Hono } from 'hono';
import { startLoop } from '../../jobs/loop.ts';
import { createBuffer } from '../../src/reach/buffer.ts';
import { writeArrivals } from '../../src/reach/write.ts';
import { createApp } from '../../src/web/app.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { openBareWorker, openEdgeWorker } from '../support/edge-worker.ts';
import { fakeContext } from '../support/fakes.ts';
import { portalChannel, storeSite } from '../support/reach-site.ts';
import { seedBasics } from '../support/seed.ts';
import { silent } from '../support/world.ts';
import { option, round, type BenchOptions } from './support/bench.ts';
import { openCluster } from './support/county.ts';

const AGENT = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/130.0.0.0 Safari/537.36';

interface Load {
  readonly hits: number;
  readonly concurrency: number;
}

/** Another process opens the page so often; all must be answered 200. Answers hits per second. */
const read = async (url: string, { hits, concurrency }: Load): Promise<number> => {
  const readers = fork(new URL('./support/hits.mjs', import.meta.url).pathname, [], { execArgv: [] });
  readers.send({ url, hits, concurrency, agent: AGENT });
  const [{ seconds, statuses }] = (await once(readers, 'message')) as [
    { seconds: number; statuses: Record<string, number> },
  ];
  if (statuses['200'] !== hits) throw new Error(`not all answered: ${JSON.stringify(statuses)}`);
  return hits / seconds;
};

const serving = async <T>(
  fetch: (request: Request, env?: object) => Response | Promise<Response>,
  run: (origin: string) => Promise<T>,
): Promise<T> => {
  const server = serve({ fetch, hostname: '127.0.0.1', port: 0 });
  await once(server, 'listening');
  try {
    return await run(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    server.close();
  }
};

const kept = async ({ db }: TestDatabase): Promise<number> => {
  const [row] = await db.execute<{ n: number }>(sql`select count(*)::int as n from reach_hits`);
  return row?.n ?? 0;
};

const cpuMs = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
};

/** The page counter in Node: hits per second, CPU per hit, and the share of it that writing takes. */
const onNode = async (database: TestDatabase, itemId: string, load: Load) => {
  const ctx = fakeContext(database, { channels: [portalChannel()], proxies: ['127.0.0.0/8'] });
  const write = { seconds: 0 };
  const writer = writeArrivals(database.db);
  const hits = createBuffer({
    max: load.hits * 2,
    write: async (arrivals, uncounted) => {
      const since = performance.now();
      try {
        return await writer(arrivals, uncounted);
      } finally {
        write.seconds += (performance.now() - since) / 1_000;
      }
    },
  });
  const app = createApp(ctx, { origin: () => 'http://127.0.0.1', mounts: [], hits });
  const flushing = startLoop(silent, 'hits', 1_000, async () => {
    await hits.flush();
    return 0;
  });
  const before = await kept(database);
  const result = await serving(
    (request, env) => app.fetch(request, env),
    async (origin) => {
      const url = `${origin}/reach/portal.gif?page=1&item=${itemId}&from=`;
      await read(url, { ...load, hits: Math.ceil(load.hits / 10) });
      const cpu = cpuMs();
      const perSecond = await read(url, load);
      return { perSecond, cpuUs: ((cpuMs() - cpu) * 1_000) / load.hits };
    },
  );
  await flushing.stop();
  await hits.flush();
  const sent = load.hits + Math.ceil(load.hits / 10);
  return {
    ...result,
    writeSeconds: write.seconds,
    lost: sent - ((await kept(database)) - before),
    state: hits.state(),
  };
};

const bareApp = (): Hono => {
  const app = new Hono();
  app.get('/bare.gif', (c) => c.body('GIF89a', 200, { 'content-type': 'image/gif', 'cache-control': 'no-store' }));
  return app;
};

const onNodeBare = (load: Load) =>
  serving(bareApp().fetch, async (origin) => {
    await read(`${origin}/bare.gif`, { ...load, hits: Math.ceil(load.hits / 10) });
    const cpu = cpuMs();
    const perSecond = await read(`${origin}/bare.gif`, load);
    return { perSecond, cpuUs: ((cpuMs() - cpu) * 1_000) / load.hits };
  });

const onWorkerd = async (database: TestDatabase, itemId: string, load: Load) => {
  const bare = await openBareWorker();
  await read(`${bare.url}/bare.gif`, { ...load, hits: 200 });
  const floor = await read(`${bare.url}/bare.gif`, load);
  await bare.close();
  const worker = await openEdgeWorker(database.url, {
    FEED_CHANNELS: '',
    REACH_CHANNELS: 'portal',
    SITE_ADDRESSES: '',
  });
  const before = await kept(database);
  const url = `${worker.url}/reach/portal.gif?page=1&item=${itemId}&from=`;
  await read(url, { ...load, hits: 200 });
  const perSecond = await read(url, load);
  const until = performance.now() + 60_000;
  const sent = load.hits + 200;
  while ((await kept(database)) - before < sent && performance.now() < until)
    await new Promise((resolve) => setTimeout(resolve, 500));
  const state = (await (await worker.fetch('/reach/status')).json()) as { lost: number };
  const lost = sent - ((await kept(database)) - before);
  await worker.close();
  return { perSecond, floor, lost, told: state.lost };
};

/** Hits per second of the page counter beside a bare Hono route, in Node and in workerd; every hit must be in the database. */
export const run = async ({ say, args }: BenchOptions) => {
  const load = { hits: option(args, 'hits', 20_000), concurrency: option(args, 'concurrency', 32) };
  const cluster = await openCluster();
  const database = await createTestDatabase(cluster.url, { durable: true });
  await seedBasics(database.db, [portalChannel()]);
  const { itemIds } = await storeSite(database.db, 10);
  const [itemId = ''] = itemIds;
  const bare = await onNodeBare(load);
  const node = await onNode(database, itemId, load);
  say(`Node: ${round(node.perSecond, 0)} hits/s beside ${round(bare.perSecond, 0)} bare, ${node.lost} lost`);
  const edge = await onWorkerd(database, itemId, { ...load, hits: Math.min(load.hits, 15_000) });
  say(`workerd: ${round(edge.perSecond, 0)} hits/s beside ${round(edge.floor, 0)} bare, ${edge.lost} lost`);
  await database.close();
  await cluster.close();
  return {
    nodeRatio: round(node.perSecond / bare.perSecond),
    nodeCpuRatio: round(bare.cpuUs / node.cpuUs),
    nodeHitsPerSecond: round(node.perSecond, 0),
    bareHitsPerSecond: round(bare.perSecond, 0),
    nodeCpuUs: round(node.cpuUs, 1),
    bareCpuUs: round(bare.cpuUs, 1),
    databaseShare: round(node.writeSeconds / (load.hits / node.perSecond)),
    nodeLost: node.lost,
    workerdRatio: round(edge.perSecond / edge.floor),
    workerdHitsPerSecond: round(edge.perSecond, 0),
    workerdBarePerSecond: round(edge.floor, 0),
    workerdLost: edge.lost,
  };
};
