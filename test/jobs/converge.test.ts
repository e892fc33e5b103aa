import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { events, receipts, steps } from '../../db/schema/index.ts';
import { ChannelError } from '../../src/core/faults.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { createKiller, KILL_MODES, type KillMode } from '../support/killer.ts';
import { createToyAdapter, createToyPlatform } from '../support/toy-channel.ts';
import { channelOf, createWorld, type World } from '../support/world.ts';

const platform = createToyPlatform();
const updatable = createToyPlatform();
let database: TestDatabase;
let world: World;

beforeAll(async () => {
  database = await createTestDatabase();
  const channels = [
    channelOf('toy', createToyAdapter(platform)),
    channelOf('updatable', createToyAdapter(updatable, { canUpdate: true })),
  ];
  world = await createWorld({ database, channels });
});
afterAll(() => database.close());

const effectsOf = (itemId: string, of = platform): string[] =>
  of.effects
    .filter(({ key }) => key.startsWith(itemId))
    .map(({ effect, key }) => `${effect} ${key.slice(itemId.length + 1)}`);

describe('converge', () => {
  it('publishes what approval wants, with receipt and event in the same record', async () => {
    const id = await world.approve({});
    const row = await world.settle(id);
    expect(row).toMatchObject({
      status: 'live',
      actual: 'live',
      actualRevision: 1,
      nextTryAt: null,
      claimedUntil: null,
    });
    expect(effectsOf(id)).toEqual(['draft 1', 'submit 1']);
    expect(await world.ctx.db.select().from(receipts).where(eq(receipts.deliveryId, row.id))).toMatchObject([
      { revision: 1, url: row.url, goneAt: null },
    ]);
    const kinds = await world.ctx.db.select({ kind: events.kind }).from(events).where(eq(events.deliveryId, row.id));
    expect(kinds.map(({ kind }) => kind)).toEqual(['delivery-planned', 'delivery-published']);
  });

  it('does nothing when it is woken again', async () => {
    const id = await world.approve({});
    await world.settle(id);
    await world.run(id);
    await world.run(id);
    expect(effectsOf(id)).toEqual(['draft 1', 'submit 1']);
  });

  it('takes the old copy away before the new one where the channel cannot update', async () => {
    const id = await world.approve({});
    await world.settle(id);
    await world.approve({ title: '更正' }, { itemId: id });
    const row = await world.settle(id);
    expect(row).toMatchObject({ status: 'live', actualRevision: 2 });
    expect(effectsOf(id)).toEqual(['draft 1', 'submit 1', 'delete 1', 'draft 2', 'submit 2']);
  });

  it('updates in place where the channel can', async () => {
    const id = await world.approve({});
    await world.settle(id, 'updatable');
    await world.approve({ title: '更正' }, { itemId: id });
    const row = await world.settle(id, 'updatable');
    expect(row).toMatchObject({ status: 'live', actualRevision: 2 });
    expect(effectsOf(id, updatable)).toEqual(['draft 1', 'submit 1', 'update 2']);
  });

  it('withdraws what is live, and nothing goes out of what was withdrawn before', async () => {
    const live = await world.approve({});
    await world.settle(live);
    await world.withdraw(live);
    expect(await world.settle(live)).toMatchObject({ status: 'withdrawn', actual: 'absent', url: null });
    const early = await world.approve({});
    await world.withdraw(early);
    expect(await world.settle(early)).toMatchObject({ status: 'withdrawn' });
    expect(effectsOf(early)).toEqual([]);
  });

  it('publishes at its time and not before', async () => {
    const id = await world.approve({}, { publishAt: new Date(world.now().getTime() + 3_600_000) });
    await world.run(id);
    expect(effectsOf(id)).toEqual([]);
    await world.advance(3_600_001);
    await world.run(id);
    expect(await world.delivery(id)).toMatchObject({ status: 'live' });
  });

  it('lets only one of many simultaneous runs act', async () => {
    const id = await world.approve({});
    await world.advance(1_000);
    await Promise.all(Array.from({ length: 12 }, () => world.run(id)));
    expect(await world.settle(id)).toMatchObject({ status: 'live' });
    expect(effectsOf(id)).toEqual(['draft 1', 'submit 1']);
  });
});

const killDuring = async (itemId: string, at: number, mode: KillMode): Promise<void> => {
  const healthy = createToyAdapter(platform);
  const killer = createKiller(healthy, { at, mode });
  world.use('toy', killer.adapter);
  await world.advance(1_000);
  await Promise.race([world.run(itemId), killer.struck]);
  world.use('toy', healthy);
};

describe('converge, interrupted', () => {
  const points = [1, 2, 3, 4].flatMap((at) => KILL_MODES.map((mode) => ({ at, mode })));

  it.each(points)('publishes exactly once when effect $at ends badly ($mode)', async ({ at, mode }) => {
    const id = await world.approve({});
    await killDuring(id, at, mode);
    expect(await world.settle(id)).toMatchObject({ status: 'live' });
    expect(effectsOf(id)).toEqual(['draft 1', 'submit 1']);
    expect(platform.livePosts(id)).toHaveLength(1);
  });

  it.each(points)('ends withdrawn when the withdrawal meets effect $at ending badly ($mode)', async ({ at, mode }) => {
    const id = await world.approve({});
    await killDuring(id, at, mode);
    await world.withdraw(id);
    expect(await world.settle(id)).toMatchObject({ status: 'withdrawn', actual: 'absent' });
    expect(platform.livePosts(id)).toEqual([]);
  });

  it.each(points)(
    'ends with the newest revision only when a correction meets effect $at ($mode)',
    async ({ at, mode }) => {
      const id = await world.approve({});
      await killDuring(id, at, mode);
      await world.approve({ title: '更正' }, { itemId: id });
      expect(await world.settle(id)).toMatchObject({ status: 'live', actualRevision: 2 });
      expect(platform.livePosts(id).map(({ marker }) => marker)).toEqual([`${id}@2`]);
    },
  );

  it('never lets a run that lost its claim write anything', async () => {
    const id = await world.approve({});
    const before = await world.delivery(id);
    let thaw: () => void = () => undefined;
    const frozen = new Promise<void>((resolve) => {
      thaw = resolve;
    });
    const healthy = createToyAdapter(platform);
    const slow = {
      ...healthy,
      publish: async (...args: Parameters<typeof healthy.publish>) => {
        await frozen;
        return healthy.publish(...args);
      },
    };
    world.use('toy', slow);
    await world.advance(1_000);
    const old = world.run(id);
    await expect.poll(async () => (await world.delivery(id)).token).toBe(before.token + 1);
    world.use('toy', healthy);
    await world.settle(id);
    thaw();
    await old;
    expect(effectsOf(id)).toEqual(['draft 1', 'submit 1']);
    expect(await world.delivery(id)).toMatchObject({ status: 'live', token: before.token + 2 });
  });
});

describe('faults', () => {
  const failOnce = (operation: string, error: ChannelError): void => {
    platform.failures.set(operation, () => {
      platform.failures.delete(operation);
      return error;
    });
  };

  it('stops at a refusal and says why', async () => {
    const id = await world.approve({});
    failOnce('draft', new ChannelError('refused', '标题含有违禁词'));
    expect(await world.settle(id)).toMatchObject({ status: 'refused', fault: 'refused', faultText: '标题含有违禁词' });
  });

  it('goes on after a refusal when a person retries, without repeating finished steps', async () => {
    const id = await world.approve({});
    failOnce('submit', new ChannelError('refused', '账号未认证'));
    await world.settle(id);
    await world.retry(id);
    expect(await world.settle(id)).toMatchObject({ status: 'live' });
    expect(effectsOf(id)).toEqual(['draft 1', 'submit 1']);
  });

  it('backs off while a platform is down, and forgets the intent of a call that surely had no effect', async () => {
    const id = await world.approve({});
    failOnce('submit', new ChannelError('unavailable', '平台维护'));
    await world.advance(1_000);
    await world.run(id);
    const row = await world.delivery(id);
    expect(row).toMatchObject({ status: 'retrying', attempts: 1, fault: 'unavailable' });
    const names = await world.ctx.db.select({ name: steps.name }).from(steps).where(eq(steps.deliveryId, row.id));
    expect(names).toEqual([{ name: 'draft' }]);
    expect(await world.settle(id)).toMatchObject({ status: 'live', attempts: 0 });
  });

  it('rests the whole channel when the platform signed us out', async () => {
    const id = await world.approve({});
    failOnce('draft', new ChannelError('signed-out', '密钥失效'));
    await world.advance(1_000);
    await world.run(id);
    const other = await world.approve({});
    await world.run(other);
    expect(effectsOf(other)).toEqual([]);
    await world.advance(11 * 60_000);
    await world.run(other);
    expect(await world.delivery(other)).toMatchObject({ status: 'live' });
    expect(await world.settle(id)).toMatchObject({ status: 'live' });
  });

  it('waits for a person when the outcome stays unknown', async () => {
    const id = await world.approve({});
    platform.failures.set('draft', () => new ChannelError('outcome-unknown', '没有答复'));
    const row = await world.settle(id);
    platform.failures.delete('draft');
    expect(row).toMatchObject({ status: 'parked', fault: 'outcome-unknown' });
    await world.retry(id, ['toy']);
    expect(await world.settle(id)).toMatchObject({ status: 'live' });
  });

  it('treats a bug in an adapter as an unknown outcome, never as a refusal', async () => {
    const id = await world.approve({});
    platform.failures.set('submit', () => new TypeError('undefined is not a function'));
    await world.advance(1_000);
    await world.run(id);
    platform.failures.delete('submit');
    expect(await world.delivery(id)).toMatchObject({ status: 'retrying', fault: 'outcome-unknown' });
    expect(await world.settle(id)).toMatchObject({ status: 'live' });
  });
});
