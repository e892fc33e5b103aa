import { sql, type SQL } from 'drizzle-orm';
import type { Database } from '../../../db/client.ts';
import { catalogEntries, columns, deliveries, items, receipts } from '../../../db/schema/index.ts';
import type { ItemType } from '../../core/content.ts';
import { addDays, daysIn, startOfDay, type Day } from '../../core/days.ts';
import type { Window } from '../../reach/completeness.ts';

const since = ({ from }: Window): SQL => sql`${startOfDay(from).toISOString()}::timestamptz`;
const before = ({ to }: Window): SQL => sql`${startOfDay(addDays(to, 1)).toISOString()}::timestamptz`;

/** When readers of a channel could first see each of its items. A correction publishes nothing anew. */
const firstSeen = (channelId: string): SQL => sql`
  select ${deliveries.itemId} as item_id, min(${receipts.at}) as at
  from ${deliveries} join ${receipts} on ${receipts.deliveryId} = ${deliveries.id}
  where ${deliveries.channelId} = ${channelId} group by ${deliveries.itemId}`;

export interface Published extends Record<string, unknown> {
  readonly type: ItemType;
  /** 栏目类别 of 国办发〔2017〕47号; null: its column is gone. */
  readonly columnType: string | null;
  /** Filed under the 政务公开标准目录, by itself or by its column. */
  readonly isCatalog: boolean;
  readonly many: number;
}

/** Items that a channel first showed in a window. */
export const readPublished = async (db: Database, channelId: string, window: Window): Promise<readonly Published[]> =>
  db.execute<Published>(sql`
    select ${items.type} as type, ${columns.type} as "columnType", count(*)::int as many,
      (${items.catalogEntry} is not null or exists (
        select from ${catalogEntries} where ${catalogEntries.columnId} = ${items.columnId})) as "isCatalog"
    from (${firstSeen(channelId)}) first
      join ${items} on ${items.id} = first.item_id left join ${columns} on ${columns.id} = ${items.columnId}
    where first.at >= ${since(window)} and first.at < ${before(window)}
    group by 1, 2, 4`);

export const total = (rows: readonly Published[], counts: (row: Published) => boolean = () => true): number =>
  rows.filter(counts).reduce((sum, { many }) => sum + many, 0);

/** Items of a type that a channel still showed when the window ended. */
export const countShown = async (
  db: Database,
  { channelId, type, window }: { readonly channelId: string; readonly type: ItemType; readonly window: Window },
): Promise<number> => {
  const [row] = await db.execute<{ many: number }>(sql`
    select count(distinct ${deliveries.itemId})::int as many
    from ${deliveries} join ${receipts} on ${receipts.deliveryId} = ${deliveries.id}
      join ${items} on ${items.id} = ${deliveries.itemId}
    where ${deliveries.channelId} = ${channelId} and ${items.type} = ${type} and ${receipts.at} < ${before(window)}
      and (${receipts.goneAt} is null or ${receipts.goneAt} >= ${before(window)})`);
  return row?.many ?? 0;
};

/** How regularly a channel published in a window. */
export interface Rhythm {
  readonly newest: Day | null;
  /** Of all pauses that touch the window, the longest, in days; one still going on counts to its end. Null: it never published. */
  readonly longestPause: number | null;
}

export const readRhythm = async (db: Database, channelId: string, window: Window): Promise<Rhythm> => {
  const rows = await db.execute<{ day: Day }>(sql`
    select distinct (first.at at time zone 'Asia/Shanghai')::date::text as day
    from (${firstSeen(channelId)}) first where first.at < ${before(window)} order by 1`);
  const days = rows.map(({ day }) => day);
  const inside = days.filter((day) => day >= window.from);
  const earlier = days.filter((day) => day < window.from).at(-1);
  const marks = [...(earlier === undefined ? [] : [earlier]), ...inside];
  const pauses = marks.map((day, index) => daysIn(day, marks[index + 1] ?? window.to) - 1);
  return { newest: days.at(-1) ?? null, longestPause: pauses.length === 0 ? null : Math.max(...pauses) };
};
