import { fork } from 'node:child_process';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { sql } from 'drizzle-orm';
import { Hono } from 'hono';
import { createKey } from '../../src/accounts/keys.ts';
import { SCOPES } from '../../src/core/scopes.ts';
import { createApp } from '../../src/web/app.ts';
import { buildRequest } from '../support/factories.ts';
import { option, percentile, round, type BenchOptions } from './support/bench.ts';
import { openBenchCounty, openCluster, type BenchCounty } from './support/county.ts';

interface Load {
  readonly seconds: number;
  readonly waits: readonly number[];
  readonly statuses: Readonly<Record<string, number>>;
}

const body = `<p>${'现将有关事项通知如下，请认真贯彻执行。'.repeat(60)}</p>`;
const bodiesOf = (many: number): string[] => Array.from({ length: many }, () => JSON.stringify(buildRequest({ body })));

/** Serves an app, lets another process call it, and answers what the caller saw. */
const measure = async (
  app: { fetch(request: Request): Response | Promise<Response> },
  path: string,
  load: { bodies: string[]; concurrency: number; authorization: string | null },
): Promise<Load> => {
  const server = serve({ fetch: (request: Request) => app.fetch(request), hostname: '127.0.0.1', port: 0 });
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const caller = fork(new URL('./support/load.mjs', import.meta.url).pathname, [], { execArgv: [] });
  caller.send({ url: `http://127.0.0.1:${port}${path}`, ...load });
  const [answer] = (await once(caller, 'message')) as [Load];
  server.close();
  return answer;
};

/** The least an intake must do: parse JSON, one insert. */
const bareApp = async ({ database: { db } }: BenchCounty): Promise<Hono> => {
  await db.execute(sql`create table bare (id text primary key, body jsonb)`);
  const app = new Hono();
  app.post('/items', async (c) => {
    const item = await c.req.json<{ externalId: string }>();
    await db.execute(sql`insert into bare values (${item.externalId}, ${JSON.stringify(item)}::jsonb)`);
    return c.json({ id: item.externalId }, 202);
  });
  return app;
};

/** Accepted items per second over HTTP, authenticated, cleaned, judged and stored, beside a bare route with one insert. */
export const run = async ({ say, args }: BenchOptions) => {
  const items = option(args, 'items', 1_000);
  const concurrency = option(args, 'concurrency', 16);
  const cluster = await openCluster();
  const county = await openBenchCounty(cluster.url);
  const { secret } = await createKey(county.ctx, { name: 'bench', scopes: SCOPES, actor: 'bench' });
  const app = createApp(county.ctx, { origin: () => 'http://127.0.0.1', mounts: [] });
  const bare = await bareApp(county);
  const load = (many: number) => ({ bodies: bodiesOf(many), concurrency, authorization: `Bearer ${secret}` });
  // Once each to warm up.
  await measure(app, '/api/items', load(200));
  await measure(bare, '/items', load(200));
  const floor = await measure(bare, '/items', load(items));
  const ours = await measure(app, '/api/items', load(items));
  if (ours.statuses['202'] !== items) throw new Error(`not all accepted: ${JSON.stringify(ours.statuses)}`);
  await county.close();
  await cluster.close();
  const perSecond = items / ours.seconds;
  const floorPerSecond = items / floor.seconds;
  say(`${round(perSecond, 0)} items/s beside ${round(floorPerSecond, 0)} of the bare route`);
  return {
    ratio: round(perSecond / floorPerSecond),
    itemsPerSecond: round(perSecond, 0),
    floorPerSecond: round(floorPerSecond, 0),
    p50Ms: round(percentile(ours.waits, 0.5), 1),
    p99Ms: round(percentile(ours.waits, 0.99), 1),
    floorP99Ms: round(percentile(floor.waits, 0.99), 1),
  };
};
