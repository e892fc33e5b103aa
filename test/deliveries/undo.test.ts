import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deliveries } from '../../db/schema/index.ts';
import { planDeliveries } from '../../src/deliveries/plan.ts';
import { undoDeliveries } from '../../src/deliveries/undo.ts';
import { outcome } from '../support/drafts.ts';
import { openToyWorld, operator, townOperator, type ToyWorld } from '../support/toy-world.ts';

let toy: ToyWorld;
beforeAll(async () => {
  toy = await openToyWorld();
});
afterAll(() => toy.close());

/** As the last approval at the console plans it: the account waits a minute. */
const approveWithWindow = async (itemId: string, revision: number): Promise<void> => {
  const undo = { channelIds: ['wechat'], ms: 60_000 };
  await toy.world.ctx.db.transaction(async (tx) => {
    await tx.delete(deliveries).where(eq(deliveries.itemId, revision === 1 ? itemId : crypto.randomUUID()));
    await planDeliveries(tx, { itemId, revision, channelIds: ['portal', 'wechat'], undo, actor: 'test' });
  });
};

describe('the undo window', () => {
  it('keeps back only the channel that cannot change its copy, and lets it go when it ends', async () => {
    const { world, wechat } = toy;
    const itemId = await world.approve({});
    await approveWithWindow(itemId, 1);
    await world.run(itemId, 'portal');
    await world.run(itemId, 'wechat');
    expect((await world.delivery(itemId, 'portal')).status).toBe('live');
    expect(wechat.livePosts(itemId)).toEqual([]);
    await world.advance(59_000);
    await world.run(itemId, 'wechat');
    expect(wechat.livePosts(itemId)).toEqual([]);
    expect((await world.settle(itemId, 'wechat')).status).toBe('live');
  });

  it('undone, nothing is sent there, ever; what went out meanwhile stays', async () => {
    const { world, portal, wechat } = toy;
    const itemId = await world.approve({});
    await approveWithWindow(itemId, 1);
    await world.run(itemId, 'portal');
    expect(await undoDeliveries(world.ctx, { itemId }, operator)).toEqual(['wechat']);
    await world.advance(3_600_000);
    await world.run(itemId, 'wechat');
    expect(wechat.posts.size).toBe(1);
    expect(wechat.livePosts(itemId)).toEqual([]);
    expect(portal.livePosts(itemId)).toHaveLength(1);
    expect((await world.delivery(itemId, 'wechat')).status).toBe('withdrawn');
  });

  it('undone for a correction, the copy that is out stays as it is', async () => {
    const { world, wechat } = toy;
    const itemId = await world.approve({});
    await world.settle(itemId, 'wechat');
    await world.approve({ title: '更正' }, { itemId, publishAt: new Date(world.now().getTime() + 60_000) });
    expect(await undoDeliveries(world.ctx, { itemId, channelIds: ['wechat'] }, operator)).toEqual(['wechat']);
    await world.advance(3_600_000);
    expect(await world.settle(itemId, 'wechat')).toMatchObject({ status: 'live', actualRevision: 1 });
    expect(wechat.livePosts(itemId).map(({ marker }) => marker)).toEqual([`${itemId}@1`]);
  });

  it('is over once it has begun or passed: a clear 409; and is no other unit’s', async () => {
    const { world } = toy;
    const itemId = await world.approve({});
    expect(await outcome(undoDeliveries(world.ctx, { itemId }, operator))).toBe('not-now');
    await world.settle(itemId, 'wechat');
    expect(await outcome(undoDeliveries(world.ctx, { itemId }, operator))).toBe('not-now');
    expect(await outcome(undoDeliveries(world.ctx, { itemId }, townOperator))).toBe('other-unit');
    expect(await outcome(undoDeliveries(world.ctx, { itemId: 'x' }, operator))).toBe('not-found');
  });

  it('races with the run that begins as it ends: either all of it happens, or none', async () => {
    const { world, wechat } = toy;
    for (let n = 0; n < 10; n += 1) {
      const itemId = await world.approve({});
      await approveWithWindow(itemId, 1);
      await world.advance(60_000 - (n % 2));
      const [undone] = await Promise.all([
        outcome(undoDeliveries(world.ctx, { itemId, channelIds: ['wechat'] }, operator)),
        world.run(itemId, 'wechat'),
      ]);
      const row = await world.settle(itemId, 'wechat');
      expect(row.status).toBe(undone === 'done' ? 'withdrawn' : 'live');
      expect(wechat.livePosts(itemId)).toHaveLength(undone === 'done' ? 0 : 1);
    }
  });
});
