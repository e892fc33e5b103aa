import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { events, outbox } from '../../db/schema/index.ts';
import { sweep } from '../../jobs/sweep.ts';
import { holdChannel, resumeChannel } from '../../src/deliveries/hold.ts';
import { listChannels } from '../../src/items/reference.ts';
import { outcome } from '../support/drafts.ts';
import { openToyWorld, operator, townOperator, type ToyWorld } from '../support/toy-world.ts';

let toy: ToyWorld;
beforeAll(async () => {
  toy = await openToyWorld();
});
afterAll(() => toy.close());

const hold = (channelId: string) => holdChannel(toy.world.ctx, { channelId, reason: '平台维护' }, operator);

describe('a channel that a person holds', () => {
  it('begins nothing, is not swept, delays no other, and goes on at once when resumed', async () => {
    const { world, portal, wechat } = toy;
    const itemId = await world.approve({});
    await hold('wechat');
    await world.run(itemId, 'wechat');
    await world.run(itemId, 'portal');
    expect(wechat.effects).toEqual([]);
    expect(portal.livePosts(itemId)).toHaveLength(1);
    expect((await world.delivery(itemId, 'wechat')).status).toBe('planned');
    await world.ctx.db.delete(outbox);
    await world.advance(3_600_000);
    expect(await sweep(world.ctx)).toBe(0);

    await resumeChannel(world.ctx, 'wechat', operator);
    const { id } = await world.delivery(itemId, 'wechat');
    expect(await world.ctx.db.$count(outbox, eq(outbox.deliveryId, id))).toBe(1);
    expect((await world.settle(itemId, 'wechat')).status).toBe('live');
    expect(wechat.livePosts(itemId)).toHaveLength(1);
  });

  it('shows who holds it, since when and why; holding twice keeps the first, and each change has its event', async () => {
    const { ctx } = toy.world;
    await hold('portal');
    await holdChannel(ctx, { channelId: 'portal', reason: '另一个理由' }, operator);
    const [card] = await listChannels(ctx);
    expect(card?.held).toEqual({ by: '政府办', because: '平台维护', at: toy.world.now().toISOString() });
    await resumeChannel(ctx, 'portal', operator);
    expect((await listChannels(ctx))[0]?.held).toBeNull();
    const ofPortal = sql`${events.data} ->> 'channelId' = 'portal' and ${events.kind} like 'channel-%'`;
    const told = await ctx.db.select().from(events).where(ofPortal).orderBy(events.id);
    expect(told.map(({ kind, actor }) => [kind, actor])).toEqual([
      ['channel-held', '政府办'],
      ['channel-resumed', '政府办'],
    ]);
  });

  it('is held and resumed only with a reason, by who may act for all units, and where it exists', async () => {
    const { ctx } = toy.world;
    const hold = (channelId: string, reason: string, who = operator) =>
      outcome(holdChannel(ctx, { channelId, reason }, who));
    expect(await hold('portal', ' ')).toBe('invalid');
    expect(await hold('nowhere', '维护')).toBe('not-found');
    expect(await hold('portal', '维护', townOperator)).toBe('other-unit');
    expect(await outcome(resumeChannel(ctx, 'portal', operator))).toBe('not-now');
    expect(await outcome(resumeChannel(ctx, 'portal', { ...operator, permissions: [] }))).toBe('no-permission');
  });
});
