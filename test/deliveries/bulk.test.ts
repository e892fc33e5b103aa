import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { items } from '../../db/schema/index.ts';
import { retryChannel, retryMany, withdrawMany } from '../../src/deliveries/bulk.ts';
import { outcome } from '../support/drafts.ts';
import { failAt, openToyWorld, operator, townOperator, type ToyWorld } from '../support/toy-world.ts';

let toy: ToyWorld;
beforeAll(async () => {
  toy = await openToyWorld();
});
afterAll(() => toy.close());

const withdrawal = { kind: 'withdrawn', reason: '内容有误' } as const;

/** An item refused on the account for this cause, and live on the portal. */
const failedItem = async (unit = 'xzfb'): Promise<string> => {
  const { world, wechat } = toy;
  const itemId = await world.approve({ unit });
  failAt(wechat, 'submit', 'refused');
  await world.settle(itemId, 'wechat');
  await world.settle(itemId, 'portal');
  wechat.failures.clear();
  return itemId;
};

describe('many at once', () => {
  it('withdraws each by itself: what cannot be is told, and holds up no other', async () => {
    const { world } = toy;
    const [one, two] = [await world.approve({}), await world.approve({ unit: 'xmzj' })];
    const asked = { itemIds: [one, 'nothing', two, one], withdrawal };
    const results = await withdrawMany(world.ctx, asked, townOperator);
    expect(results.map(({ itemId, refused }) => [itemId, refused?.code ?? null])).toEqual([
      [one, 'other-unit'],
      ['nothing', 'not-found'],
      [two, null],
    ]);
    expect((await world.delivery(two, 'portal')).desired).toBe('withdrawn');
    expect((await world.delivery(one, 'portal')).desired).toBe('live');
  });

  it('withdraws nothing without a reason, or beyond what a person can have looked at', async () => {
    const { ctx } = toy.world;
    const itemIds = [await toy.world.approve({})];
    const silent = { kind: 'withdrawn', reason: ' ' } as const;
    expect(await outcome(withdrawMany(ctx, { itemIds, withdrawal: silent }, operator))).toBe('invalid');
    const many = Array.from({ length: 501 }, (_, n) => `item-${n}`);
    expect(await outcome(withdrawMany(ctx, { itemIds: many, withdrawal }, operator))).toBe('invalid');
    expect((await toy.world.delivery(itemIds[0] ?? '', 'portal')).desired).toBe('live');
  });

  it('retries each by itself', async () => {
    const [failed, fine] = [await failedItem(), await toy.world.approve({})];
    const results = await retryMany(toy.world.ctx, { itemIds: [failed, fine] }, operator);
    expect(results.map(({ refused }) => refused?.code ?? null)).toEqual([null, 'not-now']);
    expect((await toy.world.settle(failed, 'wechat')).status).toBe('live');
  });
});

describe('what failed on one channel', () => {
  it('is tried again there and nowhere else, of the own units only, and of one cause where asked', async () => {
    const { world } = toy;
    const [office, civil] = [await failedItem(), await failedItem('xmzj')];
    const [unit] = await world.ctx.db.select({ unit: items.unitId }).from(items).where(eq(items.id, civil));
    expect(unit?.unit).toBe('xmzj');
    const live = await world.delivery(office, 'portal');
    const retry = (who = operator, fault?: 'unavailable') =>
      retryChannel(world.ctx, { channelId: 'wechat', fault }, who);
    expect(await retry(operator, 'unavailable')).toEqual({ retried: 0, more: false });
    expect(await retry(townOperator)).toEqual({ retried: 1, more: false });
    expect((await world.delivery(office, 'wechat')).status).toBe('refused');
    expect(await retry()).toEqual({ retried: 1, more: false });
    expect(await world.delivery(office, 'portal')).toEqual(live);
    for (const itemId of [office, civil]) expect((await world.settle(itemId, 'wechat')).status).toBe('live');
  });
});
