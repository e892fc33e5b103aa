import { sql } from 'drizzle-orm';
import type { Database } from '../../db/client.ts';
import type { Actor } from '../../src/accounts/actor.ts';
import { readOverview, type OverviewQuery } from '../../src/reach/overview.ts';
import { readMostRead, readNeverFound } from '../../src/reach/rank.ts';
import { readReachOfItem } from '../../src/reach/of-item.ts';
import { buildReport } from '../../src/reports/read.ts';
import { createTestDatabase } from '../support/database.ts';
import { fakeAdapter, fakeChannel, fakeContext } from '../support/fakes.ts';
import { fillCounty } from '../support/large-county.ts';
import { seedBasics } from '../support/seed.ts';
import { option, percentile, round, type BenchOptions } from './support/bench.ts';
import { openCluster } from './support/county.ts';

const CHANNELS = [
  fakeChannel({ adapter: fakeAdapter({ kind: 'portal-column' }) }),
  fakeChannel({ id: 'wechat', name: '明溪在线', adapter: fakeAdapter({ kind: 'wechat-account' }) }),
  fakeChannel({ id: 'esanming', name: 'e三明' }),
];
const YEAR = { from: '2026-01-01', to: '2026-12-31' };
const OFFICE: Actor = { name: 'office', permissions: ['reach-read', 'item-read', 'report-export'], unitIds: [] };
const METRICS = ['views', 'visits', 'visitors'];

/** A year in which each item was read in half of its months, and every unit, column and channel on every day. */
const fillYear = async (db: Database): Promise<number> => {
  await db.execute(sql`delete from reach_rollups`);
  await db.execute(sql`insert into reach_rollups (scope, scope_id, channel_id, source, metric, period, start, value)
    select 'item', items.id, 'portal', 'beacon', metric, 'month', make_date(2026, m, 1), (seq % 1000) + m
    from items, generate_series(1, 12) m, unnest(${sql.raw(`array['${METRICS.join("','")}']`)}) metric
    where (items.seq + m) % 2 = 0`);
  for (const period of ['year', 'all'])
    await db.execute(sql`insert into reach_rollups (scope, scope_id, channel_id, source, metric, period, start, value)
      select scope, scope_id, channel_id, source, metric, ${period}, ${period === 'year' ? '2026-01-01' : '1970-01-01'}::date,
        sum(value) from reach_rollups where scope = 'item' and period = 'month' group by 1, 2, 3, 4, 5`);
  await db.execute(sql`insert into reach_rollups (scope, scope_id, channel_id, source, metric, period, start, value)
    select scope, id, 'portal', 'beacon', metric, period, start, 7
    from (select 'unit' as scope, id from units union all select 'column', id from columns
        union all select 'channel', 'portal') places,
      unnest(${sql.raw(`array['${METRICS.join("','")}']`)}) metric,
      (select 'day' as period, date '2026-01-01' + d as start from generate_series(0, 364) d
        union all select 'month', make_date(2026, m, 1) from generate_series(1, 12) m) periods`);
  // As the database does by itself within minutes.
  await db.execute(sql`vacuum analyze reach_rollups`);
  await db.execute(sql`vacuum analyze items`);
  const [row] = await db.execute<{ many: number }>(sql`select count(*)::int as many from reach_rollups`);
  return row?.many ?? 0;
};

/**
 * What the office asks of a year of 100,000 items, each beside the least such an answer takes: one statement that reads
 * the year of one item by its key.
 */
export const run = async ({ say, args }: BenchOptions) => {
  const times = option(args, 'times', 30);
  const cluster = await openCluster();
  const database = await createTestDatabase(cluster.url, { durable: true });
  const { db } = database;
  const ctx = { ...fakeContext(database, { channels: CHANNELS }), clock: () => new Date('2027-01-10T02:00:00Z') };
  await seedBasics(db, CHANNELS);
  say('filling 100,000 items and a year of reach');
  await fillCounty(database);
  const rollups = await fillYear(db);
  const [item] = await db.execute<{ id: string }>(sql`select id from items order by seq desc limit 1`);
  const itemId = item?.id ?? '';
  const floor = () =>
    db.execute(sql`select start, value from reach_rollups where scope = 'item' and scope_id = ${itemId}
      and channel_id = 'portal' and source = 'beacon' and metric = 'views' and period = 'month'`);
  const overview = (by: OverviewQuery['by']) => () => readOverview(ctx, { by, ...YEAR, with: 'year' }, OFFICE);
  const beacon = { channelId: 'portal', source: 'beacon' } as const;
  const reads: readonly (readonly [name: string, read: () => Promise<unknown>])[] = [
    ['channels', overview('channel')],
    ['units', overview('unit')],
    ['columns', overview('column')],
    ['oneItem', () => readReachOfItem(ctx, itemId, OFFICE)],
    ['mostRead', () => readMostRead(db, { ...beacon, metric: 'views', period: 'year', day: YEAR.to, limit: 50 })],
    ['neverFound', () => readNeverFound(db, { ...beacon, ...YEAR, limit: 50 })],
    ['yearlyReport', () => buildReport(ctx, { kind: 'annual', period: '2026' })],
  ];
  const measure = async (read: () => Promise<unknown>): Promise<readonly number[]> => {
    await read();
    const waits: number[] = [];
    for (let turn = 0; turn < times; turn += 1) {
      const since = performance.now();
      await read();
      waits.push(performance.now() - since);
    }
    return waits;
  };
  const floorMs = percentile(await measure(floor), 0.5);
  const figures: Record<string, object> = {};
  for (const [name, read] of reads) {
    const waits = await measure(read);
    const p50 = percentile(waits, 0.5);
    figures[name] = { p50Ms: round(p50, 1), p95Ms: round(percentile(waits, 0.95), 1), ratio: round(p50 / floorMs, 1) };
    say(`${name}: ${round(p50, 1)} ms, ${round(p50 / floorMs, 1)} × one statement`);
  }
  await database.close();
  await cluster.close();
  return { rollups, floorMs: round(floorMs, 2), ...figures };
};
