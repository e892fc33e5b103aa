import { sql, type SQL } from 'drizzle-orm';
import type { Database, Transaction } from '../../db/client.ts';
import { reachDays, reachHits, reachRollups, reachSamples } from '../../db/schema/index.ts';
import { periodEnd, periodStart, type Day } from '../core/days.ts';
import { METRICS, VISIT_PAUSE_MS, type ReachSourceName } from '../core/reach.ts';
import { fold, isStock } from './fold.ts';

/** One day of one channel as one source counts it. */
export interface ReachDay {
  readonly channelId: string;
  readonly source: ReachSourceName;
  readonly day: Day;
}

/** `all` begins here: before anything was counted. */
export const FIRST_DAY: Day = '1970-01-01';

const ORIGINS = Object.keys(METRICS).flatMap((metric) => {
  const [, name] = /^visits-from-(.*)$/.exec(metric) ?? [];
  return name === undefined ? [] : [{ metric, name }];
});

/** A visit that begins on a page of the site itself goes on after a long pause or after midnight: nobody sent the reader. */
const ENTRY = sql`case referrer when 'site' then 'direct' else referrer end`;

/**
 * What the hits of a day come to. A visit is counted over the whole channel; an item, column or unit has those visits that
 * came by it. Hits without a visitor (their key was gone) are views only.
 */
const countedHits = ({ channelId, source, day }: ReachDay): SQL => {
  const origins = ORIGINS.map(({ name }) => sql`count(*) filter (where visit is not null and entry = ${name})`);
  const originSums = ORIGINS.map((_, index) => sql.raw(`sum(o${index})`));
  const named = (parts: readonly SQL[]): SQL =>
    sql.join(
      parts.map((part, index) => sql`${part} as ${sql.raw(`o${index}`)}`),
      sql`, `,
    );
  const rows = ORIGINS.map(({ metric }, index) => sql`(${metric}::text, ${sql.raw(`o${index}`)})`);
  return sql`
    hits as (
      select * from ${reachHits}
      where ${reachHits.channelId} = ${channelId} and ${reachHits.source} = ${source} and ${reachHits.day} = ${day}
    ), paused as (
      select *, case when date_trunc('second', at) - date_trunc('second', lag(at) over (partition by visitor order by at, key))
          <= ${VISIT_PAUSE_MS} * interval '1 millisecond' then 0 else 1 end as begins
      from hits where kind = 'view' and not is_bot
    ), numbered as (
      select *, case when visitor is not null then sum(begins) over (partition by visitor order by at, key) end as visit
      from paused
    ), views as (
      select *, first_value(${ENTRY}) over (partition by visitor, visit order by at, key) as entry from numbered
    ), by_visit as (
      select scope, scope_id, visitor, visit, entry, count(*) as views
      from views cross join lateral (values ('channel', channel_id), ('unit', unit_id), ('column', column_id),
        ('item', item_id::text)) as scopes(scope, scope_id)
      where scope_id is not null group by scope, scope_id, visitor, visit, entry
    ), by_visitor as (
      select scope, scope_id, visitor, sum(views) as views, count(visit) as visits, ${named(origins)}
      from by_visit group by scope, scope_id, visitor
    ), by_scope as (
      select scope, scope_id, sum(views) as views, sum(visits) as visits, count(visitor) as visitors, ${named(originSums)}
      from by_visitor group by scope, scope_id
    ), counted as (
      select scope, scope_id, metric, value from by_scope cross join lateral (values ('views', views), ('visits', visits),
        ('visitors', visitors), ${sql.join(rows, sql`, `)}) as each(metric, value)
      union all
      select scope, scope_id, 'clicks', count(*) from hits cross join lateral (values ('channel', channel_id),
        ('unit', unit_id), ('column', column_id), ('item', item_id::text)) as scopes(scope, scope_id)
      where kind = 'click' and not is_bot and scope_id is not null group by scope, scope_id
      union all
      select 'channel', channel_id, case kind when 'pull' then 'pulls' else 'bot-views' end, count(*) from hits
      where kind = 'pull' or (kind = 'view' and is_bot) group by channel_id, kind
    )`;
};

/** What was told of a day: the newest number of each; the channel's own, or where none was told the sum of its items. */
const countedSamples = ({ channelId, source, day }: ReachDay): SQL => sql`
    newest as (
      select distinct on (metric, item_id) metric, item_id, unit_id, column_id, value from ${reachSamples}
      where ${reachSamples.channelId} = ${channelId} and ${reachSamples.source} = ${source} and ${reachSamples.day} = ${day}
      order by metric, item_id, id desc
    ), counted as (
      select 'item' as scope, item_id::text as scope_id, metric, value from newest where item_id is not null
      union all
      select 'channel', ${channelId}, metric, value from newest where item_id is null
      union all
      select scope, scope_id, metric, sum(value) from newest cross join lateral (values ('unit', unit_id),
        ('column', column_id), ('channel', ${channelId})) as scopes(scope, scope_id)
      where item_id is not null and scope_id is not null and not ${isStock}
        and (scope <> 'channel' or metric not in (select metric from newest where item_id is null))
      group by scope, scope_id, metric
    )`;

const SAMPLED: readonly ReachSourceName[] = ['consumer', 'datacube'];

const keep = sql`on conflict (scope, scope_id, channel_id, source, metric, period, start)
  do update set value = excluded.value where known.value <> excluded.value`;

const isSampled = ({ source }: ReachDay): boolean => SAMPLED.includes(source);

const isOfDay = (alias: SQL, { channelId, source, day }: ReachDay): SQL => sql`${alias}.channel_id = ${channelId}
  and ${alias}.source = ${source} and ${alias}.period = 'day' and ${alias}.start = ${day}`;

/** Zero is told by samples only; of hits it is what a late one took back, having come before the hit a visit began with. */
const rollDay = (tx: Transaction, at: ReachDay) =>
  tx.execute(sql`
    with ${isSampled(at) ? countedSamples(at) : countedHits(at)}
    insert into ${reachRollups} as known (scope, scope_id, channel_id, source, metric, period, start, value)
    select scope, scope_id, ${at.channelId}, ${at.source}, metric, 'day', ${at.day}::date, value from counted
    where value > 0 or ${isSampled(at)} or exists (select from ${reachRollups} as before where ${isOfDay(sql`before`, at)}
      and before.scope = counted.scope and before.scope_id = counted.scope_id and before.metric = counted.metric) ${keep}`);

/** What was taken back counts no more in any period it was in. */
const dropTakenBack = (tx: Transaction, at: ReachDay) =>
  tx.execute(sql`
    delete from ${reachRollups} as known using ${reachRollups} as zero
    where ${isOfDay(sql`zero`, at)} and zero.value = 0 and known.value = 0 and known.scope = zero.scope
      and known.scope_id = zero.scope_id and known.channel_id = zero.channel_id and known.source = zero.source
      and known.metric = zero.metric`);

interface Step {
  readonly from: 'day' | 'month' | 'year';
  readonly to: 'month' | 'year' | 'all';
  /** First and last start of what it is made of. */
  readonly window: (day: Day) => readonly [Day, Day];
  readonly start: (day: Day) => Day;
}

const STEPS: readonly Step[] = [
  {
    from: 'day',
    to: 'month',
    window: (day) => [periodStart('month', day), periodEnd('month', periodStart('month', day))],
    start: (day) => periodStart('month', day),
  },
  {
    from: 'month',
    to: 'year',
    window: (day) => [periodStart('year', day), periodEnd('year', periodStart('year', day))],
    start: (day) => periodStart('year', day),
  },
  { from: 'year', to: 'all', window: () => [FIRST_DAY, '9999-12-31'], start: () => FIRST_DAY },
];

/** What a longer period comes to, for all that the day names; made anew from its parts, so doing it again changes nothing. */
const rollUp = (tx: Transaction, at: ReachDay, { from, to, window, start }: Step) => {
  const { day } = at;
  const [first, last] = window(day);
  return tx.execute(sql`
    insert into ${reachRollups} as known (scope, scope_id, channel_id, source, metric, period, start, value)
    select scope, scope_id, channel_id, source, metric, ${to}, ${start(day)}::date,
      ${fold(sql`part.value`, sql`part.start`)}
    from ${reachRollups} as touched join ${reachRollups} as part using (scope, scope_id, channel_id, source, metric)
    where ${isOfDay(sql`touched`, at)} and part.period = ${from} and part.start between ${first} and ${last}
    group by scope, scope_id, channel_id, source, metric ${keep}`);
};

const sameDay = ({ channelId, source, day }: ReachDay): SQL =>
  sql`channel_id = ${channelId} and source = ${source} and day = ${day}`;

/**
 * Rolls one day up, and the month, year and whole it belongs to. Whoever rolls the same source waits; what arrives
 * meanwhile leaves the day marked as changed, so that it is rolled again.
 */
export const rollUpDay = (db: Database, at: ReachDay): Promise<void> =>
  db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtext('reach'), hashtext(${`${at.channelId} ${at.source}`}))`);
    const [row] = await tx.execute<{ changes: string }>(
      sql`select changes from ${reachDays} where ${sameDay(at)} and closed_at is null`,
    );
    if (!row) return;
    await rollDay(tx, at);
    for (const step of STEPS) await rollUp(tx, at, step);
    if (!isSampled(at)) await dropTakenBack(tx, at);
    await tx.execute(sql`update ${reachDays} set rolled = ${row.changes}::bigint where ${sameDay(at)}`);
  });

/** Rolls up all days that changed since they were rolled. Answers how many. */
export const rollUpChanged = async (db: Database, limit = 100): Promise<number> => {
  const rows = await db.execute<{ channelId: string; source: ReachSourceName; day: Day }>(sql`
    select channel_id as "channelId", source, day::text as day from ${reachDays}
    where changes > rolled order by day, channel_id, source limit ${limit}`);
  for (const row of rows) await rollUpDay(db, row);
  return rows.length;
};
