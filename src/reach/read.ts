import { inArray, sql, type SQL } from 'drizzle-orm';
import type { Database } from '../../db/client.ts';
import { channels, columns, items, reachRollups, units } from '../../db/schema/index.ts';
import { periodEnd, periodsOf, splitWindow, type CalendarPeriod, type Day } from '../core/days.ts';
import {
  definitionOf,
  METRICS,
  REACH_SOURCES,
  type Metric,
  type MetricFacts,
  type ReachScope,
  type ReachSourceName,
} from '../core/reach.ts';
import { beijingDay } from '../core/time.ts';
import { completenessOf, readToldDays, type Completeness, type ToldDays, type Window } from './completeness.ts';
import { fold } from './fold.ts';

export interface ReachQuery extends Window {
  readonly by: ReachScope;
  /** What a point of a series is. */
  readonly period: CalendarPeriod;
  /** Of what; absent: of all units, columns or channels. Items must be named. */
  readonly ids?: readonly string[];
  /** Absent: all. */
  readonly channelIds?: readonly string[];
}

export interface Point {
  readonly start: Day;
  /** Null: nobody told. */
  readonly value: number | null;
}

/** One number with all that makes it one: who counted what, over which time, and how sure it is. */
export interface Figure {
  readonly scopeId: string;
  readonly channelId: string;
  readonly source: ReachSourceName;
  readonly metric: Metric;
  /** Over the whole window. Null: nobody told, which is not zero. */
  readonly value: number | null;
  readonly points: readonly Point[];
  readonly window: Window;
  /** Chinese: what is counted, and how. */
  readonly definition: string;
  readonly completeness: Completeness;
}

export interface Reach {
  readonly figures: readonly Figure[];
  /** Channels of which nobody told anything in this window. */
  readonly silent: readonly string[];
}

/** Ids and since when each is there: before that nothing is missing. */
type Ids = ReadonlyMap<string, Day | null>;

const TABLES = { channel: channels, unit: units, column: columns } as const;

const idsOf = async (db: Database, { by, ids, channelIds }: ReachQuery): Promise<Ids> => {
  if (by === 'item') {
    if (!ids) throw new Error('Name the items, or ask readMostRead');
    const rows = await db
      .select({ id: items.id, publishedAt: items.publishedAt })
      .from(items)
      .where(inArray(items.id, [...ids]));
    return new Map(rows.map(({ id, publishedAt }) => [id, beijingDay(publishedAt)]));
  }
  const wanted = ids ?? (by === 'channel' ? channelIds : undefined);
  if (wanted) return new Map(wanted.map((id) => [id, null]));
  const table = TABLES[by];
  const rows = await db.select({ id: table.id }).from(table).orderBy(table.id);
  return new Map(rows.map(({ id }) => [id, null]));
};

const partsOf = ({ from, to, period }: ReachQuery): SQL => {
  const { months, days } = period === 'day' ? { months: [], days: [from, to] } : splitWindow(from, to);
  const within = (all: readonly Day[]) => sql`start between ${all[0]} and ${all.at(-1)}`;
  const first = months[0];
  const outside =
    first === undefined ? sql`true` : sql`start not between ${first} and ${periodEnd('month', months.at(-1) ?? first)}`;
  const ofDays = days.length === 0 ? sql`false` : sql`(period = 'day' and ${within(days)} and ${outside})`;
  return months.length === 0 ? ofDays : sql`((period = 'month' and ${within(months)}) or ${ofDays})`;
};

interface Value extends Record<string, unknown> {
  readonly id: string;
  readonly channelId: string;
  readonly source: ReachSourceName;
  readonly metric: Metric;
  readonly start: Day;
  readonly value: number;
}

const readValues = async (db: Database, query: ReachQuery, ids: Ids): Promise<readonly Value[]> => {
  const { by, period, channelIds } = query;
  if (ids.size === 0) return [];
  return db.execute<Value>(sql`
    select scope_id as id, channel_id as "channelId", source, metric, date_trunc(${period}, start)::date::text as start,
      ${fold(sql`value`, sql`start`)} as value
    from ${reachRollups}
    where scope = ${by} and ${inArray(reachRollups.scopeId, [...ids.keys()])} and ${partsOf(query)}
      and ${channelIds ? inArray(reachRollups.channelId, [...channelIds]) : sql`true`}
    group by scope_id, channel_id, source, metric, 5`);
};

/** What a source counts of this kind of thing. */
const metricsOf = (source: ReachSourceName, by: ReachScope): Metric[] =>
  REACH_SOURCES[source].metrics.filter((metric) => {
    const { only }: MetricFacts = METRICS[metric];
    return only === undefined || only === by;
  });

const latest = (points: readonly Point[]): number | null =>
  points.findLast(({ value }) => value !== null)?.value ?? null;
const total = (points: readonly Point[]): number | null =>
  points.every(({ value }) => value === null) ? null : points.reduce((sum, { value }) => sum + (value ?? 0), 0);

const later = (day: Day, other: Day | null): Day => (other !== null && other > day ? other : day);

interface Part {
  readonly id: string;
  readonly since: Day | null;
  readonly metric: Metric;
  readonly told: ToldDays;
  readonly values: ReadonlyMap<Day, number> | undefined;
}

const figureOf = ({ period, ...window }: Window & Pick<ReachQuery, 'period'>, part: Part): Figure => {
  const { id, since, metric, told, values } = part;
  const { tellsZero } = REACH_SOURCES[told.source];
  const own: Window = { from: later(window.from, since), to: window.to };
  const isTold = (start: Day): boolean => {
    const end = periodEnd(period, start);
    return told.rows.some(({ day, state }) => state === 'told' && day >= later(start, own.from) && day <= end);
  };
  const absent = (start: Day): number | null =>
    tellsZero && METRICS[metric].over === 'sum' && isTold(start) ? 0 : null;
  const points = periodsOf(period, own.from, own.to).map((start) => ({
    start,
    value: values?.get(start) ?? absent(start),
  }));
  return {
    scopeId: id,
    channelId: told.channelId,
    source: told.source,
    metric,
    value: METRICS[metric].over === 'last' ? latest(points) : total(points),
    points,
    window: own,
    definition: definitionOf(metric, told.source),
    completeness: completenessOf(told.rows, own),
  };
};

const byKey = (values: readonly Value[]): ReadonlyMap<string, Map<Day, number>> => {
  const all = new Map<string, Map<Day, number>>();
  for (const { id, channelId, source, metric, start, value } of values) {
    const key = [id, channelId, source, metric].join(' ');
    const series = all.get(key) ?? new Map<Day, number>();
    all.set(key, series.set(start, value));
  }
  return all;
};

/**
 * What readers did, by item, channel, unit or column, each number with its source, window, definition and completeness.
 * Sources of one channel stand beside each other and are never added up. Days are Shanghai's, both ends of the window count.
 */
export const readReach = async (db: Database, query: ReachQuery): Promise<Reach> => {
  const { by, from, to, period, channelIds } = query;
  const [ids, told] = await Promise.all([idsOf(db, query), readToldDays(db, { from, to, channelIds })]);
  const values = byKey(await readValues(db, query, ids));
  const figures = [...ids].flatMap(([id, since]) =>
    told
      .filter(({ channelId }) => by !== 'channel' || channelId === id)
      .flatMap((each) =>
        metricsOf(each.source, by).map((metric) =>
          figureOf(
            { from, to, period },
            { id, since, metric, told: each, values: values.get([id, each.channelId, each.source, metric].join(' ')) },
          ),
        ),
      ),
  );
  const known = channelIds ?? (await db.select({ id: channels.id }).from(channels)).map(({ id }) => id);
  const talks = new Set(told.map(({ channelId }) => channelId));
  return { figures, silent: known.filter((id) => !talks.has(id)) };
};
