import { randomUUID } from 'node:crypto';
import * as fc from 'fast-check';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { items } from '../../db/schema/index.ts';
import { REFERRERS } from '../../src/core/reach.ts';
import { keepHits } from '../../src/reach/hits.ts';
import { rollUpChanged } from '../../src/reach/rollup.ts';
import { tidyReach } from '../../src/reach/tidy.ts';
import { openVisitors } from '../../src/reach/visitors.ts';
import { createTestDatabase, setClock, type TestDatabase } from '../support/database.ts';
import { seedBasics } from '../support/seed.ts';
import { countAll, type Known, type Totals } from './oracle.ts';

const ITEMS = [
  { id: '11111111-1111-4111-8111-111111111111', unitId: 'xzfb', columnId: 'tzgg' },
  { id: '22222222-2222-4222-8222-222222222222', unitId: 'xmzj', columnId: 'tzgg' },
  { id: '33333333-3333-4333-8333-333333333333', unitId: 'xmzj', columnId: 'zcwj' },
];
const PAGES: readonly Pick<Known, 'itemId' | 'columnId' | 'unitId' | 'unit' | 'column'>[] = [
  ...ITEMS.map(({ id, unitId, columnId }) => ({ itemId: id, unit: unitId, column: columnId })),
  { columnId: 'tzgg', unit: null, column: 'tzgg' },
  { unitId: 'xmzj', unit: 'xmzj', column: null },
  { unit: null, column: null },
];

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  await seedBasics(database.db);
  const row = { type: 'notice' as const, title: '公告', revision: 1, publishedAt: new Date('2026-01-01T00:00:00Z') };
  await database.db.insert(items).values(ITEMS.map((item) => ({ ...row, ...item, externalId: item.id })));
});
afterAll(() => database.close());

const rollups = async (channelId: string): Promise<Totals> => {
  const rows = await database.db.execute<{ key: string; value: number }>(sql`
    select concat_ws(' ', scope, scope_id, metric, period, start) as key, value from reach_rollups
    where channel_id = ${channelId}`);
  return new Map(rows.map(({ key, value }) => [key, value]));
};
const rollAll = async (): Promise<void> => {
  while ((await rollUpChanged(database.db)) > 0);
};
const sorted = (totals: Totals): [string, number][] => [...totals].toSorted(([a], [b]) => (a < b ? -1 : 1));

/** Midnight in Shanghai between the last day of a year and the first of the next. */
const NEW_YEAR = Date.parse('2026-12-31T16:00:00Z');
const hit: fc.Arbitrary<Known> = fc
  .record({
    minutes: fc.integer({ min: -100, max: 100 }),
    key: fc.bigInt({ min: -40n, max: 40n }),
    visitor: fc.constantFrom(1n, 2n, -3n, null),
    page: fc.constantFrom(...PAGES),
    referrer: fc.constantFrom(...REFERRERS),
    isBot: fc.boolean(),
  })
  .map(({ minutes, page, ...rest }) => ({
    channelId: '',
    source: 'access-log',
    kind: 'view',
    at: new Date(NEW_YEAR + minutes * 60_000),
    ...page,
    ...rest,
  }));
/** Some hits, and where among them the late ones end. */
const traffic = fc.tuple(fc.uniqueArray(hit, { selector: ({ key }) => key, minLength: 1, maxLength: 60 }), fc.nat(60));

describe('rollups', () => {
  it('are what a plain count says, however often and in whatever order the hits come, over midnight and the year’s end', async () => {
    await fc.assert(
      fc.asyncProperty(traffic, async ([hits, cut]) => {
        const channelId = `c-${randomUUID()}`;
        const all = hits.map((each) => ({ ...each, channelId }));
        await keepHits(database.db, all.slice(cut));
        await rollAll();
        // The earlier ones come late, and what came comes again.
        await keepHits(database.db, all);
        await keepHits(database.db, all.slice(0, cut).toReversed());
        await rollAll();
        expect(sorted(await rollups(channelId))).toEqual(sorted(countAll(all)));
      }),
      { numRuns: 15 },
    );
  });

  it('a hit that comes late and was the first of its visit takes the visit’s origin back', async () => {
    const of = (key: bigint, minute: number, referrer: Known['referrer']): Known => ({
      channelId: 'origin',
      source: 'beacon',
      kind: 'view',
      key,
      at: new Date(Date.parse('2026-05-03T02:00:00Z') + minute * 60_000),
      visitor: 7n,
      referrer,
      isBot: false,
      unit: null,
      column: null,
    });
    const hits = [of(1n, 5, 'direct'), of(2n, 0, 'search')];
    for (const each of hits) {
      await keepHits(database.db, [each]);
      await rollAll();
    }
    expect(sorted(await rollups('origin'))).toEqual(sorted(countAll(hits)));
  });

  it('a pause of exactly thirty minutes goes on with the visit, and one longer begins another', async () => {
    const channelId = 'pause';
    const at = (minutes: number, key: bigint, ms = 0): Known => ({
      channelId,
      source: 'beacon',
      kind: 'view',
      key,
      at: new Date(Date.parse('2026-05-01T02:00:00Z') + minutes * 60_000 + ms),
      visitor: 7n,
      referrer: 'direct',
      isBot: false,
      unit: null,
      column: null,
    });
    // A part of a second is none: a server's log knows no such part.
    await keepHits(database.db, [at(0, 1n), at(30, 2n, 999), at(60, 3n, 1_000)]);
    await rollAll();
    const totals = await rollups(channelId);
    expect(totals.get('channel pause visits day 2026-05-01')).toBe(2);
    expect(totals.get('channel pause views month 2026-05-01')).toBe(3);
    expect(totals.get('channel pause visitors all 1970-01-01')).toBe(1);
  });

  it('what names an item, column or unit that we do not have is not counted, and said', async () => {
    const base = {
      channelId: 'odd',
      source: 'beacon',
      kind: 'view',
      visitor: 1n,
      referrer: 'direct',
      isBot: false,
    } as const;
    const at = new Date('2026-05-02T02:00:00Z');
    const kept = await keepHits(database.db, [
      { ...base, at, key: 1n, itemId: randomUUID() },
      { ...base, at, key: 2n, columnId: 'nowhere' },
      { ...base, at, key: 3n, unitId: 'nobody' },
      { ...base, at, key: 4n },
    ]);
    expect(kept).toEqual({ added: 1, again: 0, strange: 3, late: 0 });
  });
});

describe('a day that is over', () => {
  it('loses its key, then its hits; its sums stay, and what comes after is said to be late', async () => {
    const { db } = database;
    const day = '2026-06-01';
    await setClock(db, new Date('2026-06-01T04:00:00Z'));
    const visitorOf = await openVisitors(db, 'beacon', day);
    const who = { address: '203.0.113.7', agent: 'Mozilla/5.0' };
    const seen = visitorOf(who);
    expect(seen).not.toBeNull();
    expect((await openVisitors(db, 'beacon', day))(who)).toBe(seen);
    expect((await openVisitors(db, 'beacon', '2026-06-02'))(who)).not.toBe(seen);
    const hit = { channelId: 'old', source: 'beacon', kind: 'view', referrer: 'direct', isBot: false } as const;
    const at = new Date('2026-06-01T04:00:00Z');
    await keepHits(db, [{ ...hit, at, key: 1n, visitor: seen }]);
    await rollAll();
    await setClock(db, new Date('2026-06-01T17:30:00Z'));
    await tidyReach(db);
    expect((await openVisitors(db, 'beacon', day))(who)).toBeNull();
    const left = () => db.execute(sql`select 1 from reach_hits where channel_id = 'old'`);
    expect(await left()).toHaveLength(1);
    await setClock(db, new Date('2026-06-20T04:00:00Z'));
    await tidyReach(db);
    expect(await left()).toHaveLength(0);
    expect(await keepHits(db, [{ ...hit, at, key: 1n, visitor: null }])).toEqual({
      added: 0,
      again: 0,
      strange: 0,
      late: 1,
    });
    await rollAll();
    expect((await rollups('old')).get('channel old views all 1970-01-01')).toBe(1);
    await setClock(db, null);
  });

  it('keeps nothing from which an address could be told', async () => {
    const rows = await database.db.execute<{ row: string }>(sql`select t::text as row from reach_hits t
      union all select t::text from reach_days t union all select t::text from reach_rollups t`);
    expect(rows.length).toBeGreaterThan(10);
    expect(rows.filter(({ row }) => row.includes('203.0.113.7'))).toEqual([]);
  });
});
