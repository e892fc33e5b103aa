import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { items } from '../../db/schema/index.ts';
import { rescheduleDeliveries } from '../../src/deliveries/reschedule.ts';
import { outcome } from '../support/drafts.ts';
import { openToyWorld, operator, type ToyWorld } from '../support/toy-world.ts';

const HOUR = 3_600_000;

let toy: ToyWorld;
beforeAll(async () => {
  toy = await openToyWorld();
});
afterAll(() => toy.close());

const inHours = (hours: number): Date => new Date(toy.world.now().getTime() + hours * HOUR);
const scheduled = (hours: number): Promise<string> => {
  const publishAt = inHours(hours);
  return toy.world.approve({ publishAt: publishAt.toISOString() }, { publishAt });
};
const reschedule = (itemId: string, at: Date, channelIds?: string[]) =>
  rescheduleDeliveries(toy.world.ctx, { itemId, at: at.toISOString(), channelIds }, operator);

describe('another time', () => {
  it('is kept by every channel, and 发布时间 follows while nothing is out', async () => {
    const { world, portal } = toy;
    const itemId = await scheduled(2);
    const at = inHours(5);
    expect((await reschedule(itemId, at)).sort()).toEqual(['portal', 'wechat']);
    await world.advance(3 * HOUR);
    await world.run(itemId, 'portal');
    expect(portal.livePosts(itemId)).toEqual([]);
    const [item] = await world.ctx.db.select().from(items).where(eq(items.id, itemId));
    expect(item?.publishedAt).toEqual(at);
    expect((await world.settle(itemId, 'portal')).liveSince?.getTime()).toBeGreaterThanOrEqual(at.getTime());
  });

  it('may differ per channel; 发布时间 is that of the first', async () => {
    const itemId = await scheduled(2);
    await reschedule(itemId, inHours(9), ['wechat']);
    const [item] = await toy.world.ctx.db.select().from(items).where(eq(items.id, itemId));
    expect(item?.publishedAt).toEqual(inHours(2));
  });

  it('is refused when it has passed, comes before what was approved, or cannot be read', async () => {
    const itemId = await scheduled(2);
    expect(await outcome(reschedule(itemId, inHours(-1)))).toBe('invalid');
    expect(await outcome(reschedule(itemId, inHours(1)))).toBe('invalid');
    const at = '明天';
    expect(await outcome(rescheduleDeliveries(toy.world.ctx, { itemId, at }, operator))).toBe('invalid');
  });

  it('is refused once the publication has begun', async () => {
    const itemId = await toy.world.approve({});
    await toy.world.settle(itemId, 'portal');
    await toy.world.settle(itemId, 'wechat');
    expect(await outcome(reschedule(itemId, inHours(1)))).toBe('not-now');
  });
});
