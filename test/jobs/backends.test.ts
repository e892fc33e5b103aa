import { randomUUID } from 'node:crypto';
import { eq, sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import type { Adapter } from '../../adapters/contract.ts';
import { deliveries, outbox } from '../../db/schema/index.ts';
import { relayOutbox } from '../../jobs/relay-outbox.ts';
import { startJobs, type Jobs } from '../../jobs/run.ts';
import { sweep } from '../../jobs/sweep.ts';
import { createTestDatabase, setClock, type TestDatabase } from '../support/database.ts';
import { createToyAdapter, createToyPlatform } from '../support/toy-channel.ts';
import { channelOf, createWorld, type World } from '../support/world.ts';

const redisUrl = inject('redisUrl');
const backends = [{ name: 'postgres', redis: null }, ...(redisUrl ? [{ name: 'redis', redis: redisUrl }] : [])];

describe.each(backends)('jobs on $name', ({ name, redis }) => {
  const platform = createToyPlatform();
  const prefix = `test-${randomUUID()}`;
  let database: TestDatabase;
  let world: World;
  let jobs: Jobs | null = null;

  const start = async (): Promise<void> => {
    jobs = await startJobs(world.ctx, { databaseUrl: database.url, redisUrl: redis, prefix, fetch: world.fetch });
  };
  const stop = async (): Promise<void> => {
    await jobs?.stop();
    jobs = null;
  };
  const statusOf = async (itemId: string): Promise<string> => (await world.delivery(itemId)).status;

  beforeAll(async () => {
    database = await createTestDatabase();
    world = await createWorld({ database, channels: [channelOf('toy', createToyAdapter(platform))] });
    await setClock(database.db, null);
  });
  afterEach(stop);
  afterAll(() => database.close());

  it('carries an approval through outbox, queue and worker to a live copy', async () => {
    await start();
    expect(jobs?.backend).toBe(name);
    const ids = await Promise.all(Array.from({ length: 20 }, () => world.approve({})));
    for (const id of ids) await expect.poll(() => statusOf(id)).toBe('live');
    expect(platform.effects.filter(({ effect }) => effect === 'submit')).toHaveLength(20);
    expect(await world.ctx.db.$count(outbox, eq(outbox.job, 'converge'))).toBe(0);
  });

  it('keeps what was approved while no worker ran', async () => {
    const id = await world.approve({});
    await start();
    await expect.poll(() => statusOf(id)).toBe('live');
  });

  it('goes on from the database when the queue was flushed', async () => {
    const id = await world.approve({});
    const lost = { add: () => Promise.resolve(), close: () => Promise.resolve() };
    expect(await relayOutbox(world.ctx, new Map([['toy', lost]]))).toBe(1);
    await start();
    expect(await statusOf(id)).toBe('planned');
    await world.ctx.db
      .update(deliveries)
      .set({ nextTryAt: sql`clock() - interval '31 seconds'` })
      .where(eq(deliveries.itemId, id));
    await sweep(world.ctx);
    await expect.poll(() => statusOf(id)).toBe('live');
  });

  it('replays a wake whose relay died before it could delete it, to no effect', async () => {
    const id = await world.approve({});
    const dying = { add: () => Promise.reject(new Error('killed')), close: () => Promise.resolve() };
    await expect(relayOutbox(world.ctx, new Map([['toy', dying]]))).rejects.toThrow('killed');
    expect(await world.ctx.db.$count(outbox, eq(outbox.job, 'converge'))).toBe(1);
    // As half a minute later: until then the dead one might be about to delete it.
    await world.ctx.db.update(outbox).set({ takenUntil: sql`clock()` });
    await start();
    await expect.poll(() => statusOf(id)).toBe('live');
    expect(platform.livePosts(id)).toHaveLength(1);
  });
});

describe('a service that stops', () => {
  it('wakes again what a job brought and it did not begin', async () => {
    const database = await createTestDatabase();
    const platform = createToyPlatform();
    const adapter = createToyAdapter(platform);
    let begun = 0;
    let open: () => void = () => undefined;
    const opened = new Promise<void>((resolve) => (open = resolve));
    const waiting: Adapter = {
      ...adapter,
      publish: async (rendition, io) => {
        begun += 1;
        await opened;
        return adapter.publish(rendition, io);
      },
    };
    const world = await createWorld({ database, channels: [channelOf('toy', waiting)] });
    await setClock(database.db, null);
    for (let item = 0; item < 80; item += 1) await world.approve({});
    const jobs = await startJobs(world.ctx, { databaseUrl: database.url, redisUrl: null, fetch: world.fetch });
    await expect.poll(() => begun).toBe(64);
    const stopped = jobs.stop();
    // The relay ends its round first; only then do the workers begin no more.
    await expect.poll(() => world.ctx.db.$count(outbox, eq(outbox.job, 'converge'))).toBe(0);
    setTimeout(open, 500);
    await stopped;
    expect(platform.effects.filter(({ effect }) => effect === 'submit')).toHaveLength(64);
    expect(await world.ctx.db.$count(outbox, eq(outbox.job, 'converge'))).toBe(16);
    await database.close();
  });
});

describe('sweep', () => {
  let database: TestDatabase;
  let world: World;
  beforeAll(async () => {
    database = await createTestDatabase();
    world = await createWorld({ database, channels: [channelOf('toy', createToyAdapter(createToyPlatform()))] });
  });
  afterAll(() => database.close());

  it('wakes what should have moved, once, and leaves alone what waits rightly', async () => {
    const overdue = await world.approve({});
    const scheduled = await world.approve({}, { publishAt: new Date(world.now().getTime() + 3_600_000) });
    await world.ctx.db.delete(outbox);
    expect(await sweep(world.ctx)).toBe(0);
    await world.advance(31_000);
    expect(await sweep(world.ctx)).toBe(1);
    expect(await sweep(world.ctx)).toBe(0);
    const [woken] = await world.ctx.db.select().from(outbox);
    expect(woken?.deliveryId).toBe((await world.delivery(overdue)).id);
    await world.settle(overdue);
    expect((await world.delivery(scheduled)).status).toBe('planned');
  });

  it('wakes what waits in a slow queue ever less often, and soon again what a dead worker left', async () => {
    const id = await world.approve({});
    const queue = { add: () => Promise.resolve(), close: () => Promise.resolve() };
    const relay = () => relayOutbox(world.ctx, new Map([['toy', queue]]));
    await relay();
    const sweptAt: number[] = [];
    for (let second = 10; second <= 1_200; second += 10) {
      await world.advance(10_000);
      if ((await sweep(world.ctx)) > 0) sweptAt.push(second);
      await relay();
    }
    expect(sweptAt).toEqual([30, 60, 120, 240, 480, 780, 1_080]);
    await world.ctx.db
      .update(deliveries)
      .set({ status: 'running', claimedUntil: sql`clock() + interval '60 seconds'` })
      .where(eq(deliveries.itemId, id));
    await world.advance(59_000);
    expect(await sweep(world.ctx)).toBe(0);
    await world.advance(1_000);
    expect(await sweep(world.ctx)).toBe(1);
    await relay();
    await world.advance(31_000);
    expect(await sweep(world.ctx)).toBe(1);
  });
});
