import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deliveries, items } from '../../db/schema/index.ts';
import { addDays, daysOf } from '../../src/core/days.ts';
import type { Metric } from '../../src/core/reach.ts';
import { keepHits, noteUncounted, type NewHit } from '../../src/reach/hits.ts';
import { readMostRead, readNeverFound } from '../../src/reach/rank.ts';
import { readItemReach } from '../../src/reach/read-item.ts';
import { readReach, type Figure } from '../../src/reach/read.ts';
import { rollUpChanged } from '../../src/reach/rollup.ts';
import { keepSamples } from '../../src/reach/samples.ts';
import { createTestDatabase, setClock, type TestDatabase } from '../support/database.ts';
import { fakeChannel } from '../support/fakes.ts';
import { seedBasics } from '../support/seed.ts';

const A = '11111111-1111-4111-8111-111111111111';
const B = '22222222-2222-4222-8222-222222222222';
const C = '33333333-3333-4333-8333-333333333333';

let database: TestDatabase;
const rollAll = async (): Promise<void> => {
  while ((await rollUpChanged(database.db)) > 0);
};
let key = 0n;
const view = (day: string, itemId: string, visitor: bigint): NewHit => ({
  channelId: 'portal',
  source: 'beacon',
  kind: 'view',
  key: (key += 1n),
  at: new Date(`${day}T10:00:00+08:00`),
  itemId,
  visitor,
  referrer: 'search',
  isBot: false,
});
const tell = (day: string, itemId: string | null, metric: Metric, value: number) =>
  keepSamples(database.db, { channelId: 'wechat', source: 'datacube', told: [{ day, itemId, metric, value }] });

beforeAll(async () => {
  database = await createTestDatabase();
  const { db } = database;
  await seedBasics(
    db,
    ['portal', 'wechat', 'esanming'].map((id) => fakeChannel({ id })),
  );
  const row = { type: 'notice' as const, title: '公告', revision: 1, columnId: 'tzgg' };
  await db.insert(items).values([
    { ...row, id: A, externalId: 'a', unitId: 'xzfb', publishedAt: new Date('2026-03-01T00:00:00Z') },
    { ...row, id: B, externalId: 'b', unitId: 'xmzj', publishedAt: new Date('2026-03-30T00:00:00Z') },
    { ...row, id: C, externalId: 'c', unitId: 'xmzj', publishedAt: new Date('2026-04-02T00:00:00Z') },
  ]);
  const live = { channelId: 'portal', desired: 'live' as const, desiredRevision: 1, actual: 'live' as const };
  await db.insert(deliveries).values([A, B, C].map((itemId) => ({ ...live, itemId })));
  await keepHits(db, [
    view('2026-03-30', A, 1n),
    view('2026-03-31', A, 1n),
    view('2026-04-01', A, 1n),
    view('2026-04-01', B, 1n),
    view('2026-04-03', A, 2n),
  ]);
  await noteUncounted(db, [{ channelId: 'portal', source: 'beacon', day: '2026-04-01', counts: { lost: 3 } }]);
  await rollAll();
});
afterAll(() => database.close());

const find = (figures: readonly Figure[], scopeId: string, metric: Metric): Figure => {
  const found = figures.filter((figure) => figure.scopeId === scopeId && figure.metric === metric);
  expect(found).toHaveLength(1);
  return found[0] as Figure;
};

describe('readReach', () => {
  it('counts a window that is no whole month day by day, and shows missing days as missing', async () => {
    const { figures, silent } = await readReach(database.db, {
      by: 'unit',
      from: '2026-03-31',
      to: '2026-04-04',
      period: 'day',
    });
    const figure = find(figures, 'xzfb', 'views');
    expect(figure.points.map(({ value }) => value)).toEqual([1, 1, null, 1, null]);
    expect(figure).toMatchObject({ value: 3, source: 'beacon', window: { from: '2026-03-31', to: '2026-04-04' } });
    expect(figure.completeness).toMatchObject({ days: 5, told: 3, missing: 2, delayed: 0, lost: 3 });
    expect(figure.definition).toContain('PV');
    // On a day that was told of, what nobody opened was opened zero times.
    expect(find(figures, 'xmzj', 'views').points.map(({ value }) => value)).toEqual([0, 1, null, 0, null]);
    expect(silent.toSorted()).toEqual(['esanming', 'wechat']);
  });

  it('keeps views, visits and visitors apart: a visit belongs to all that it came by', async () => {
    const { figures } = await readReach(database.db, {
      by: 'channel',
      from: '2026-04-01',
      to: '2026-04-01',
      period: 'day',
    });
    const values = (['views', 'visits', 'visitors', 'visits-from-search', 'visits-from-direct'] as const).map(
      (metric) => find(figures, 'portal', metric).value,
    );
    expect(values).toEqual([2, 1, 1, 1, 0]);
    const { figures: units } = await readReach(database.db, {
      by: 'unit',
      from: '2026-04-01',
      to: '2026-04-01',
      period: 'day',
    });
    expect([find(units, 'xzfb', 'visits').value, find(units, 'xmzj', 'visits').value]).toEqual([1, 1]);
  });

  it.each(['day', 'month', 'year'] as const)(
    'comes to the same sum in %ss, whatever part of them the window takes',
    async (period) => {
      const sums = await Promise.all(
        daysOf('2026-03-28', '2026-04-03').map(async (from) => {
          const { figures } = await readReach(database.db, {
            by: 'column',
            ids: ['tzgg'],
            from,
            to: '2026-12-31',
            period,
          });
          return find(figures, 'tzgg', 'views').value;
        }),
      );
      expect(sums).toEqual([5, 5, 5, 4, 3, 1, 1]);
    },
  );

  it('of a window that nobody told of there is no number', async () => {
    const { figures, silent } = await readReach(database.db, {
      by: 'column',
      from: '2025-01-01',
      to: '2025-12-31',
      period: 'month',
    });
    expect(figures).toEqual([]);
    expect(silent).toContain('portal');
  });
});

describe('what a platform tells', () => {
  it('counts from its newest telling, and says that it was revised and when', async () => {
    const { db } = database;
    await setClock(db, new Date('2026-04-02T01:00:00Z'));
    expect(await tell('2026-04-01', A, 'readers', 10)).toEqual({ added: 1, revised: 0 });
    await tell('2026-04-01', B, 'readers', 5);
    await tell('2026-04-01', null, 'followers', 1_000);
    await rollAll();
    await setClock(db, new Date('2026-04-04T01:00:00Z'));
    expect(await tell('2026-04-01', A, 'readers', 10)).toEqual({ added: 0, revised: 0 });
    expect(await tell('2026-04-01', A, 'readers', 12)).toEqual({ added: 0, revised: 1 });
    await tell('2026-04-03', null, 'followers', 1_007);
    await rollAll();
    await setClock(db, null);
    const query = { by: 'channel', ids: ['wechat'], from: '2026-04-01', to: '2026-04-30', period: 'month' } as const;
    const { figures } = await readReach(db, query);
    expect(find(figures, 'wechat', 'readers')).toMatchObject({
      value: 17,
      completeness: { told: 2, missing: 28, revisedAt: '2026-04-04T01:00:00.000Z' },
    });
    // A stock is what it was last, not a sum; what was not told is no zero.
    expect(find(figures, 'wechat', 'followers').value).toBe(1_007);
    expect(find(figures, 'wechat', 'likes').value).toBeNull();
  });

  it('the channel’s own number goes before the sum of its articles, also when it comes later', async () => {
    await tell('2026-04-01', null, 'readers', 15);
    await rollAll();
    const { figures } = await readReach(database.db, {
      by: 'channel',
      ids: ['wechat'],
      from: '2026-04-01',
      to: '2026-04-01',
      period: 'day',
    });
    expect(find(figures, 'wechat', 'readers').value).toBe(15);
    const { figures: units } = await readReach(database.db, {
      by: 'unit',
      from: '2026-04-01',
      to: '2026-04-01',
      period: 'day',
      channelIds: ['wechat'],
    });
    expect(find(units, 'xzfb', 'readers').value).toBe(12);
    expect(find(units, 'xmzj', 'shares').value).toBeNull();
  });
});

describe('one item', () => {
  it('misses nothing before it was published', async () => {
    const { figures } = await readItemReach(database.db, B, { to: '2026-04-03' });
    const figure = figures.find(({ metric, source }) => metric === 'views' && source === 'beacon');
    expect(figure).toMatchObject({ value: 1, window: { from: '2026-03-30', to: '2026-04-03' } });
    expect(figure?.points.map(({ value }) => value)).toEqual([0, 0, 1, null, 0]);
    expect(
      figures.filter(({ channelId }) => channelId === 'wechat').map(({ metric, value }) => [metric, value]),
    ).toContainEqual(['readers', 5]);
  });

  it('404 for one that does not exist', async () => {
    await expect(readItemReach(database.db, 'x', { to: '2026-04-03' })).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('readMostRead and readNeverFound', () => {
  it('lists items by what they brought in a calendar period', async () => {
    const { rows, window } = await readMostRead(database.db, {
      channelId: 'portal',
      source: 'beacon',
      metric: 'views',
      period: 'month',
      day: '2026-04-17',
      limit: 10,
    });
    expect(rows.map(({ itemId, value }) => [itemId, value])).toEqual([
      [A, 2],
      [B, 1],
    ]);
    expect(window).toEqual({ from: '2026-04-01', to: '2026-04-30' });
  });

  it('lists what nobody opened, page by page; where nothing was told it claims nothing', async () => {
    const query = { channelId: 'portal', source: 'beacon', from: '2026-03-01', to: '2026-12-31', limit: 1 } as const;
    const { rows, next, completeness } = await readNeverFound(database.db, query);
    expect([rows.map(({ itemId }) => itemId), next]).toEqual([[C], null]);
    expect(completeness).toMatchObject({ days: 34, told: 4 });
    expect((await readNeverFound(database.db, { ...query, source: 'access-log' })).rows).toEqual([]);
    expect((await readNeverFound(database.db, { ...query, after: C })).rows).toEqual([]);
    expect(addDays('2026-03-01', 33)).toBe('2026-04-03');
  });
});
