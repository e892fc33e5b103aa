import { fork } from 'node:child_process';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/postgres-js';
import { Hono } from 'hono';
import postgres from 'postgres';
import { prepared } from '../../db/prepared.ts';
import * as schema from '../../db/schema/index.ts';
import { createContext } from '../../src/context.ts';
import type { Role } from '../../src/core/roles.ts';
import { findThings } from '../support/console-pages.ts';
import { createTestDatabase } from '../support/database.ts';
import { fakeChannel } from '../support/fakes.ts';
import { fillCounty } from '../support/large-county.ts';
import { seedBasics } from '../support/seed.ts';
import { staffOf } from '../support/staff.ts';
import { silent } from '../support/world.ts';
import { option, percentile, round, type BenchOptions } from './support/bench.ts';
import { openCluster } from './support/county.ts';

const ORIGIN = 'http://127.0.0.1';
const CHANNELS = ['portal', 'wechat', 'esanming'].map((id) => fakeChannel({ id, name: id }));

interface Load {
  readonly waits: readonly number[];
  readonly statuses: Readonly<Record<string, number>>;
}
interface Shots {
  readonly connections: number;
  readonly seconds: number;
}
type Fetch = (request: Request, env?: object) => Response | Promise<Response>;

/** Serves, lets autocannon in another process ask one address, and answers the milliseconds of each answer. */
const measure = async (fetch: Fetch, path: string, cookie: string, shots: Shots): Promise<readonly number[]> => {
  const server = serve({ fetch, hostname: '127.0.0.1', port: 0 });
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const caller = fork(new URL('./support/cannon.mjs', import.meta.url).pathname, [], { execArgv: [] });
  caller.send({ url: `http://127.0.0.1:${port}${path}`, cookie, ...shots });
  const [{ waits, statuses }] = (await once(caller, 'message')) as [Load];
  server.close();
  if (Object.keys(statuses).join() !== '200') throw new Error(`${path}: ${JSON.stringify(statuses)}`);
  return waits;
};

/** The county of the large tests with the console before it, and how many statements were asked of it. */
const openOffice = async (clusterUrl: string) => {
  const database = await createTestDatabase(clusterUrl, { durable: true });
  await seedBasics(database.db, CHANNELS);
  await fillCounty(database);
  const client = postgres(database.url, { max: 16, onnotice: () => undefined });
  const asked = { statements: 0 };
  const logger = { logQuery: () => void (asked.statements += 1) };
  const db = drizzle(prepared(client), { schema, casing: 'snake_case', logger });
  const connection = { db, close: () => client.end({ timeout: 5 }) };
  const context = { databaseUrl: database.url, connection, channels: CHANNELS, approvalStages: ['签发'], log: silent };
  const ctx = createContext({ ...context, origin: ORIGIN });
  const staff = staffOf(ctx);
  const things = await findThings(database.db);
  const close = async (): Promise<void> => {
    await connection.close();
    await database.close();
  };
  return { staff, things, asked, db: database.db, close };
};

const pagesOf = ({ item, finding, draft, reviewing }: Awaited<ReturnType<typeof findThings>>) =>
  [
    ['desk', 'office', '/console/desk'],
    ['items', 'editor', '/console/items'],
    ['items, search of a rare word', 'editor', '/console/items?text=龙湖水库'],
    ['items, search of a common word', 'editor', '/console/items?text=停水'],
    ['items, search of nothing', 'editor', '/console/items?text=不存在的'],
    ['items of a unit and a status', 'editor', '/console/items?unit=xmzj&status=retrying'],
    ['item', 'reviewer', `/console/items/${item}`],
    ['proof', 'clerk', `/console/items/${item}/proof`],
    ['draft', 'editor', `/console/drafts/${draft}`],
    ['reviews', 'reviewer', '/console/reviews'],
    ['review', 'reviewer', `/console/reviews/${reviewing}`],
    ['deliveries', 'reviewer', '/console/deliveries'],
    ['findings', 'clerk', '/console/findings'],
    ['finding', 'clerk', `/console/findings/${finding}`],
    ['channels', 'admin', '/console/channels'],
    ['queues', 'admin', '/console/system/queues'],
    ['log', 'log-auditor', '/console/system/log'],
  ] as const satisfies readonly (readonly [name: string, role: Role, path: string])[];

/** `--page WORD`: only pages whose name holds it. */
const word = (args: readonly string[]): string =>
  args.includes('--page') ? (args[args.indexOf('--page') + 1] ?? '') : '';

/** Pages of staff at 100,000 items: the wait that 95 of 100 visits stay below, as a ratio to a bare page of the same bytes. */
export const run = async ({ say, args }: BenchOptions) => {
  const shots = { connections: option(args, 'connections', 4), seconds: option(args, 'seconds', 5) };
  const cluster = await openCluster();
  say('filling 100,000 items');
  const office = await openOffice(cluster.url);
  const cookies = new Map<Role, string>();
  const { app } = office.staff;
  const cookieOf = async (role: Role): Promise<string> => {
    if (cookies.has(role)) return cookies.get(role) ?? '';
    await office.staff.user(`the-${role}`, [role]);
    const browser = office.staff.open();
    await browser.signIn(`the-${role}`);
    cookies.set(role, browser.cookies());
    return browser.cookies();
  };
  const wanted = pagesOf(office.things).filter(([page]) => page.includes(word(args)));
  const figures: Record<string, object> = {};
  for (const [page, role, path] of wanted) {
    const cookie = await cookieOf(role);
    const visit = () =>
      app.fetch(new Request(ORIGIN + encodeURI(path), { headers: { cookie } }), {
        incoming: { socket: { remoteAddress: '127.0.0.1' } },
      });
    await (await visit()).text();
    office.asked.statements = 0;
    const html = await (await visit()).text();
    const { statements } = office.asked;
    const bare = new Hono().get('/', (c) => c.html(html));
    await measure(app.fetch, encodeURI(path), cookie, { ...shots, seconds: 1 });
    const floor = percentile(await measure(bare.fetch, '/', cookie, shots), 0.95);
    const waits = await measure(app.fetch, encodeURI(path), cookie, shots);
    const p95 = percentile(waits, 0.95);
    figures[page] = {
      ratio: round(p95 / floor, 1),
      p95Ms: round(p95, 1),
      floorP95Ms: round(floor, 2),
      p50Ms: round(percentile(waits, 0.5), 1),
      statements,
    };
    say(`${page}: ${round(p95 / floor, 1)} × a bare page, ${statements} statements`);
  }
  const [{ items } = { items: 0 }] = await office.db.execute<{ items: number }>(
    sql`select count(*)::int as items from items`,
  );
  await office.close();
  await cluster.close();
  say(`at ${items} items, ${shots.connections} connections`);
  return figures;
};
