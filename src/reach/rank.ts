import { and, asc, desc, eq, gte, inArray, lt, sql } from 'drizzle-orm';
import type { Database, Transaction } from '../../db/client.ts';
import { deliveries, items, reachRollups } from '../../db/schema/index.ts';
import { addDays, periodEnd, periodStart, startOfDay, type CalendarPeriod, type Day } from '../core/days.ts';
import { definitionOf, type Metric, type ReachSourceName } from '../core/reach.ts';
import { completenessOf, readToldDays, type Completeness, type Window } from './completeness.ts';
import { FIRST_DAY } from './rollup.ts';

export interface MostReadQuery {
  readonly channelId: string;
  readonly source: ReachSourceName;
  readonly metric: Metric;
  readonly period: CalendarPeriod;
  /** Any day of the period. */
  readonly day: Day;
  readonly limit: number;
}

export interface MostRead {
  readonly rows: readonly { readonly itemId: string; readonly title: string; readonly value: number }[];
  readonly window: Window;
  readonly definition: string;
  readonly completeness: Completeness;
}

const completenessIn = async (
  db: Database,
  window: Window,
  { channelId, source }: { readonly channelId: string; readonly source: ReachSourceName },
): Promise<Completeness> => {
  const told = await readToldDays(db, { ...window, channelIds: [channelId] });
  return completenessOf(told.find((each) => each.source === source)?.rows ?? [], window);
};

/**
 * The items most read in a day, month or year. Of items only, never of units or people: 《关于防治“指尖上的形式主义”的若干意见》
 * forbids such rankings (standards §6.4).
 */
export const readMostRead = async (db: Database, query: MostReadQuery): Promise<MostRead> => {
  const { channelId, source, metric, period, limit } = query;
  const start = periodStart(period, query.day);
  const window = { from: start, to: periodEnd(period, start) };
  const most = db
    .select({ itemId: reachRollups.scopeId, value: reachRollups.value })
    .from(reachRollups)
    .where(
      and(
        eq(reachRollups.scope, 'item'),
        eq(reachRollups.period, period),
        eq(reachRollups.start, start),
        eq(reachRollups.channelId, channelId),
        eq(reachRollups.source, source),
        eq(reachRollups.metric, metric),
      ),
    )
    .orderBy(desc(reachRollups.value), desc(reachRollups.scopeId))
    .limit(limit)
    .as('most');
  const rows = await db
    .select({ itemId: items.id, title: items.title, value: most.value })
    .from(most)
    .innerJoin(items, sql`${items.id} = ${most.itemId}::uuid`)
    .orderBy(desc(most.value), desc(most.itemId));
  return {
    rows,
    window,
    definition: definitionOf(metric, source),
    completeness: await completenessIn(db, window, query),
  };
};

export interface NeverFoundQuery extends Window {
  readonly channelId: string;
  /** One that tells zero: of what others do not name nothing is known. */
  readonly source: 'beacon' | 'access-log';
  readonly limit: number;
  /** The id of the last row of the page before. */
  readonly after?: string;
  /** Absent: of all units. */
  readonly unitIds?: readonly string[];
}

export interface NeverFound {
  readonly rows: readonly {
    readonly itemId: string;
    readonly title: string;
    readonly unitId: string;
    readonly columnId: string | null;
    readonly publishedAt: Date;
  }[];
  readonly next: string | null;
  /** What was really looked at. */
  readonly window: Window;
  readonly completeness: Completeness;
}

/** Room for a hash of a million items; with less the planner would look through them all once for each. */
const withRoom = <T>(db: Database, read: (tx: Transaction) => Promise<T>): Promise<T> =>
  db.transaction(
    async (tx) => {
      await tx.execute(sql`set local work_mem = '64MB'`);
      return read(tx);
    },
    { accessMode: 'read only' },
  );

/**
 * Items published in a window, live on the channel now, that nobody but bots has opened since, oldest first. The newest day
 * told of bounds it: what was published after that, nobody can have been counted on.
 */
export const readNeverFound = async (db: Database, query: NeverFoundQuery): Promise<NeverFound> => {
  const { channelId, source, from, to, limit, after, unitIds } = query;
  const told = (await readToldDays(db, { from, to: '9999-12-31', channelIds: [channelId] })).find(
    (each) => each.source === source,
  );
  const lastTold = told?.rows.findLast(({ state }) => state === 'told')?.day ?? null;
  const window = { from, to: lastTold !== null && lastTold < to ? lastTold : to };
  const completeness = completenessOf(told?.rows ?? [], window);
  if (lastTold === null) return { rows: [], next: null, window, completeness };
  // Read once and kept as a hash: where all but a few were found, a look for each of 100,000 items takes seven times as long.
  const found = sql`select scope_id::uuid from ${reachRollups} where scope = 'item' and channel_id = ${channelId}
    and source = ${source} and metric = 'views' and period = 'all' and start = ${FIRST_DAY}`;
  const rows = await withRoom(db, (tx) =>
    tx
      .select({
        itemId: items.id,
        title: items.title,
        unitId: items.unitId,
        columnId: items.columnId,
        publishedAt: items.publishedAt,
      })
      .from(items)
      .innerJoin(deliveries, and(eq(deliveries.itemId, items.id), eq(deliveries.channelId, channelId)))
      .where(
        and(
          eq(deliveries.actual, 'live'),
          unitIds && inArray(items.unitId, [...unitIds]),
          gte(items.publishedAt, startOfDay(from)),
          lt(items.publishedAt, startOfDay(addDays(window.to, 1))),
          after === undefined
            ? undefined
            : sql`(${items.publishedAt}, ${items.id}) > (select published_at, id from items where id = ${after})`,
          sql`${items.id} not in (${found})`,
        ),
      )
      .orderBy(asc(items.publishedAt), asc(items.id))
      .limit(limit + 1),
  );
  const page = rows.slice(0, limit);
  return { rows: page, next: rows.length > limit ? (page.at(-1)?.itemId ?? null) : null, window, completeness };
};
