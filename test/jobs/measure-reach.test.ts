import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { wechatAccount } from '../../adapters/wechat-account/index.ts';
import { createWechatSandbox } from '../../adapters/wechat-account/sandbox.ts';
import { quotas, receipts } from '../../db/schema/index.ts';
import { measureReach } from '../../jobs/measure-reach.ts';
import type { Metric } from '../../src/core/reach.ts';
import { readReach, type Figure } from '../../src/reach/read.ts';
import { rollAll } from '../support/reach-site.ts';
import { CHANNEL, openStage, type Stage } from '../support/stage.ts';

let stage: Stage;
let itemId: string;
let publishId: number;
const set = (path: string, body: object): Promise<Response> =>
  Promise.resolve(
    stage.sandbox.fetch(
      new Request(`http://platform.test/base${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
    ),
  );
const readers = (day: string, read: number, share: number) =>
  set('/__readers', [
    { publishId, day, read, share },
    { publishId: 0, day, read: read + 5, share },
  ]);

/** Moves the clock to a time of a day in Shanghai, asks, and rolls up. */
const askAt = async (day: string, time: string): Promise<number> => {
  const { world } = stage;
  await world.advance(Date.parse(`${day}T${time}:00+08:00`) - world.now().getTime());
  const asked = await measureReach(world.ctx, { fetch: world.fetch });
  await rollAll(world.ctx.db);
  return asked;
};
const figure = async (by: 'item' | 'channel', metric: Metric): Promise<Figure | undefined> => {
  const ids = [by === 'item' ? itemId : CHANNEL];
  const query = { by, ids, from: '2026-11-23', to: '2026-11-26', period: 'day' } as const;
  const { figures } = await readReach(stage.world.ctx.db, query);
  return figures.find((each) => each.metric === metric && each.source === 'datacube');
};
const points = async (by: 'item' | 'channel', metric: Metric) =>
  (await figure(by, metric))?.points.map(({ value }) => value);

beforeAll(async () => {
  stage = await openStage({ adapter: wechatAccount, createSandbox: createWechatSandbox });
  itemId = await stage.world.approve({});
  await stage.world.settle(itemId);
  const [receipt] = await stage.world.ctx.db.select().from(receipts);
  publishId = Number(receipt?.statsRef);
});
afterAll(() => stage.close());

describe.sequential('what WeChat tells, day by day', () => {
  it('is not asked for before 08:00 of the next day', async () => {
    expect(publishId).toBeGreaterThan(0);
    await readers('2026-11-23', 10, 2);
    await askAt('2026-11-24', '07:30');
    expect(await figure('channel', 'readers')).toBeUndefined();
    await askAt('2026-11-24', '08:10');
    expect(await points('item', 'readers')).toEqual([10, null, null, null]);
    expect(await points('channel', 'readers')).toEqual([15, null, null, null]);
    expect(await points('channel', 'new-followers')).toEqual([3, null, null, null]);
    expect(await points('item', 'readers-total')).toEqual([10, null, null, null]);
    // Asked and told: not asked for again on the same day.
    expect(await askAt('2026-11-24', '12:00')).toBeLessThan(31);
    const calls = await stage.world.ctx.db.select().from(quotas).where(eq(quotas.call, 'datacube/getarticleread'));
    expect(calls[0]?.used).toBeLessThan(200);
  });

  it('a late day is missing until it comes; another that changed is told anew, and says so', async () => {
    await readers('2026-11-24', 7, 1);
    await readers('2026-11-23', 12, 2);
    await set('/__switches', { statsDelayed: ['2026-11-24'] });
    await askAt('2026-11-25', '08:10');
    expect(await points('item', 'readers')).toEqual([12, null, null, null]);
    expect(await figure('item', 'readers')).toMatchObject({
      value: 12,
      completeness: { told: 1, delayed: 1, missing: 2, revisedAt: '2026-11-25T00:10:00.000Z' },
    });
    await set('/__switches', { statsDelayed: [] });
    await askAt('2026-11-25', '09:20');
    expect(await points('item', 'readers')).toEqual([12, 7, null, null]);
    expect(await points('item', 'readers-total')).toEqual([12, 19, null, null]);
    expect((await figure('channel', 'readers'))?.completeness).toMatchObject({ told: 2, delayed: 0, missing: 2 });
  });

  it('a day of which nothing is told stays missing, and is no zero', async () => {
    await set('/__switches', { statsMissing: ['2026-11-25'] });
    await readers('2026-11-26', 4, 0);
    await askAt('2026-11-26', '08:10');
    await askAt('2026-11-27', '08:10');
    expect(await points('item', 'readers')).toEqual([12, 7, null, 4]);
    expect(await points('channel', 'readers')).toEqual([17, 12, null, 9]);
    // The last day told counts, also over a gap.
    expect((await figure('channel', 'followers'))?.value).toBe(1_000 + 2 * 391);
    expect((await figure('channel', 'readers'))?.value).toBe(38);
    expect((await figure('channel', 'readers'))?.completeness).toMatchObject({ told: 3, missing: 1 });
  });

  it('a day that comes after all fills its gap', async () => {
    await readers('2026-11-25', 1, 0);
    await set('/__switches', { statsMissing: [] });
    await askAt('2026-11-28', '08:10');
    expect(await points('item', 'readers')).toEqual([12, 7, 1, 4]);
    expect((await figure('item', 'readers-total'))?.value).toBe(24);
  });
});
