import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { Redis } from 'ioredis';
import { inject, it, type ExpectStatic } from 'vitest';
import { shiftClock, type TestDatabase } from '../support/database.ts';
import { buildContent } from '../support/factories.ts';
import { heard, killed, spawnWorker } from '../support/faults/processes.ts';
import { openScene } from '../support/faults/scene.ts';

const DAY = 24 * 3_600_000;
const MINUTE = 60_000;
const ITEMS = 6;
/** Databases of their own within Redis: one test flushes its. */
const REDIS_DATABASES = { clock: 12, flush: 14 };

const redisUrl = inject('redisUrl');
const backendsOf = (database: number): { readonly name: string; readonly redis: string | null }[] => [
  { name: 'PostgreSQL', redis: null },
  ...(redisUrl ? [{ name: 'Redis', redis: `${redisUrl.replace(/\/\d*$/, '')}/${database}` }] : []),
];
type Scene = Awaited<ReturnType<typeof openScene>>;

const approveAll = (world: Scene['world']): Promise<string[]> =>
  Promise.all(Array.from({ length: ITEMS }, (_, n) => world.approve(buildContent({ title: `停水通知＃${n}＃` }))));

/** Time passes for the database and the platform until every item is live; then each must have been published once. */
const expectAllLiveOnce = async (expect: ExpectStatic, scene: Scene, itemIds: readonly string[]): Promise<void> => {
  const { database, sandbox, world, published, effect } = scene;
  const states = () => Promise.all(itemIds.map(async (id) => (await world.delivery(id)).status));
  let ahead = 0;
  // The workers sweep each half minute of real time, whatever the database's clock says.
  for (let round = 0; round < 60 && (await states()).some((status) => status !== 'live'); round += 1) {
    await sandbox.tick();
    await sleep(3_000);
    await shiftClock(database.db, (ahead += 20 * MINUTE));
  }
  expect(await states()).toEqual(itemIds.map(() => 'live'));
  expect(published()).toBe(ITEMS);
  expect(effect('freepublish/submit')).toBe(ITEMS);
};

const CLOCKS = backendsOf(REDIS_DATABASES.clock).flatMap((backend) =>
  [DAY, -DAY].map((off) => ({ ...backend, off, clock: off > 0 ? 'a day fast' : 'a day slow' })),
);

it.concurrent.for(CLOCKS)(
  'one worker $clock, the other killed at work, queues on $name: all items live, none twice',
  async ({ redis, off }, { expect, onTestFinished }) => {
    const scene = await openScene();
    const queue = { redisUrl: redis, prefix: `clock-${randomUUID()}` };
    const task = { databaseUrl: scene.database.url, channel: scene.channel, queue };
    const right = spawnWorker(task);
    const wrong = spawnWorker(task, off);
    onTestFinished(() => Promise.all([right, wrong].map(killed)).then(() => undefined));
    await Promise.all([heard(right), heard(wrong)]);
    const itemIds = await approveAll(scene.world);
    // Both are at work; what the one had in hand when it died, the one with the wrong clock must take over.
    await expect.poll(() => scene.sandbox.effects().length, { interval: 5 }).toBeGreaterThan(3);
    await killed(right);
    await expectAllLiveOnce(expect, scene, itemIds);
    await killed(wrong);
    await scene.close();
  },
);

const flush = async (database: TestDatabase, redis: string | null): Promise<void> => {
  if (redis !== null) {
    const client = new Redis(redis);
    await client.flushdb();
    client.disconnect();
    return;
  }
  const tables = await database.db.execute<{ name: string }>(sql`select tablename as name from pg_tables
    where schemaname = 'bullmq' and tablename not like '%migration%'`);
  const names = tables.map(({ name }) => sql`bullmq.${sql.identifier(name)}`);
  if (names.length > 0) await database.db.execute(sql`truncate ${sql.join(names, sql`, `)}`);
};

it.for(backendsOf(REDIS_DATABASES.flush))(
  'the queues flushed while work waits in them, on $name: all items live, none twice',
  async ({ redis }, { expect, onTestFinished }) => {
    const scene = await openScene();
    const queue = { redisUrl: redis, prefix: `flush-${randomUUID()}` };
    const task = { databaseUrl: scene.database.url, channel: scene.channel, queue };
    const itemIds = await approveAll(scene.world);
    const worker = spawnWorker(task);
    onTestFinished(() => killed(worker));
    await heard(worker);
    await expect.poll(() => scene.sandbox.effects().length, { interval: 5 }).toBeGreaterThan(0);
    await flush(scene.database, redis);
    await sleep(500);
    await flush(scene.database, redis);
    await expectAllLiveOnce(expect, scene, itemIds);
    await killed(worker);
    await scene.close();
  },
);
