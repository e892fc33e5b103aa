import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { receipts } from '../../db/schema/index.ts';
import { resolveAsGone, resolveAsLive } from '../../src/deliveries/resolve-seen.ts';
import { outcome } from '../support/drafts.ts';
import { failAt, openToyWorld, operator, townOperator, type ToyWorld } from '../support/toy-world.ts';

let toy: ToyWorld;
beforeAll(async () => {
  toy = await openToyWorld();
});
afterAll(() => toy.close());

const URL_SEEN = 'https://mp.example.cn/s/abc';
const wechatOf = (itemId: string) => ({ itemId, channelId: 'wechat' });

/** A delivery that waits for a person: its platform was away for days. */
const parkPublication = async (): Promise<string> => {
  const { world, wechat } = toy;
  const itemId = await world.approve({});
  failAt(wechat, 'submit', 'unavailable');
  expect((await world.settle(itemId, 'wechat')).status).toBe('parked');
  wechat.failures.clear();
  return itemId;
};
const parkWithdrawal = async (): Promise<string> => {
  const { world, wechat } = toy;
  const itemId = await world.approve({});
  await world.settle(itemId, 'wechat');
  failAt(wechat, 'delete', 'unavailable');
  await world.withdraw(itemId);
  expect((await world.settle(itemId, 'wechat')).status).toBe('parked');
  wechat.failures.clear();
  return itemId;
};

describe('it is out, at this address', () => {
  it('adopts the copy with a receipt, and sends nothing again', async () => {
    const { world, wechat } = toy;
    const itemId = await parkPublication();
    const effects = wechat.effects.length;
    await resolveAsLive(world.ctx, { ...wechatOf(itemId), url: URL_SEEN, remoteId: '2247483647' }, operator);
    const row = await world.delivery(itemId, 'wechat');
    expect(row).toMatchObject({ status: 'live', actual: 'live', actualRevision: 1, url: URL_SEEN, action: null });
    const proof = await world.ctx.db.select().from(receipts).where(eq(receipts.deliveryId, row.id));
    expect(proof).toMatchObject([{ url: URL_SEEN, remoteId: '2247483647', goneAt: null }]);
    expect(proof[0]?.renditionHash).toMatch(/^[0-9a-f]{64}$/);
    await world.run(itemId, 'wechat');
    expect(wechat.effects).toHaveLength(effects);
  });

  it('of what was withdrawn meanwhile is taken back', async () => {
    const { world } = toy;
    const itemId = await parkPublication();
    const { id } = await world.delivery(itemId, 'wechat');
    await resolveAsLive(world.ctx, { ...wechatOf(itemId), url: URL_SEEN }, operator);
    await world.withdraw(itemId);
    expect((await world.settle(itemId, 'wechat')).status).toBe('withdrawn');
    const [proof] = await world.ctx.db.select().from(receipts).where(eq(receipts.deliveryId, id));
    expect(proof?.goneAt).not.toBeNull();
  });

  it('after a withdrawal nobody heard back from means: try again', async () => {
    const { world, wechat } = toy;
    const itemId = await parkWithdrawal();
    await resolveAsLive(world.ctx, { ...wechatOf(itemId), url: URL_SEEN }, operator);
    expect((await world.settle(itemId, 'wechat')).status).toBe('withdrawn');
    expect(wechat.livePosts(itemId)).toEqual([]);
  });

  it.each(['', 'javascript:alert(1)', 'ftp://x/y', 'mp.example.cn/s/abc'])('is not said by %j', async (url) => {
    expect(await outcome(resolveAsLive(toy.world.ctx, { ...wechatOf('x'), url }, operator))).toBe('invalid');
  });
});

it('asked of what does not exist, both say so', async () => {
  const { ctx } = toy.world;
  for (const itemId of ['x', crypto.randomUUID()]) {
    expect(await outcome(resolveAsLive(ctx, { ...wechatOf(itemId), url: URL_SEEN }, operator))).toBe('not-found');
    expect(await outcome(resolveAsGone(ctx, { itemId, channelId: '\0' }, operator))).toBe('not-found');
  }
});

describe('no reader sees a copy', () => {
  it('after a withdrawal ends it, without another call', async () => {
    const { world, wechat } = toy;
    const itemId = await parkWithdrawal();
    const effects = wechat.effects.length;
    await resolveAsGone(world.ctx, wechatOf(itemId), operator);
    expect(await world.delivery(itemId, 'wechat')).toMatchObject({ status: 'withdrawn', actual: 'absent', url: null });
    expect(wechat.effects).toHaveLength(effects);
  });

  it('after a publication publishes anew, once', async () => {
    const { world, wechat } = toy;
    const itemId = await parkPublication();
    await resolveAsGone(world.ctx, wechatOf(itemId), operator);
    expect((await world.settle(itemId, 'wechat')).status).toBe('live');
    expect(wechat.livePosts(itemId)).toHaveLength(1);
  });

  it('is asked only where a person is waited for, once, and of the own unit', async () => {
    const { world } = toy;
    const itemId = await parkPublication();
    expect(await outcome(resolveAsGone(world.ctx, wechatOf(itemId), townOperator))).toBe('other-unit');
    const both = await Promise.all([
      outcome(resolveAsGone(world.ctx, wechatOf(itemId), operator)),
      outcome(resolveAsLive(world.ctx, { ...wechatOf(itemId), url: URL_SEEN }, operator)),
    ]);
    expect(both.sort()).toEqual(['done', 'not-now']);
    expect(await outcome(resolveAsGone(world.ctx, { itemId, channelId: 'portal' }, operator))).toBe('not-now');
  });
});
