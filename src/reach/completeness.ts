import { and, between, inArray, type SQL } from 'drizzle-orm';
import type { DatabaseLike } from '../../db/client.ts';
import { reachDays, type ReachDayRow } from '../../db/schema/index.ts';
import { daysIn, type Day } from '../core/days.ts';
import type { ReachSourceName } from '../core/reach.ts';

/** A window of days, both ends counted. */
export interface Window {
  readonly from: Day;
  readonly to: Day;
}

/** How much of a window a source told, and what of it nobody counted. */
export interface Completeness {
  readonly days: number;
  readonly told: number;
  /** The source says that these come later. */
  readonly delayed: number;
  /** Nobody told anything: a missing day is not a day of zero. */
  readonly missing: number;
  readonly lost: number;
  readonly held: number;
  readonly strange: number;
  readonly late: number;
  /** When the newest of it was told; ISO. Null: never. */
  readonly toldAt: string | null;
  /** When a number that had been told was last replaced by another; ISO. Null: never. */
  readonly revisedAt: string | null;
}

/** What is known of the days of a window, by channel and source. */
export interface ToldDays {
  readonly channelId: string;
  readonly source: ReachSourceName;
  readonly rows: readonly ReachDayRow[];
}

export interface DaysQuery extends Window {
  readonly channelIds?: readonly string[] | undefined;
}

/** The days of a window that were told of or asked for, one group per channel and source. */
export const readToldDays = async (db: DatabaseLike, { from, to, channelIds }: DaysQuery): Promise<ToldDays[]> => {
  const where: (SQL | undefined)[] = [between(reachDays.day, from, to)];
  if (channelIds) where.push(inArray(reachDays.channelId, [...channelIds]));
  const rows = await db
    .select()
    .from(reachDays)
    .where(and(...where))
    .orderBy(reachDays.channelId, reachDays.source, reachDays.day);
  const groups = new Map<string, { channelId: string; source: ReachSourceName; rows: ReachDayRow[] }>();
  for (const row of rows) {
    const key = `${row.channelId} ${row.source}`;
    const group = groups.get(key) ?? { channelId: row.channelId, source: row.source, rows: [] };
    group.rows.push(row);
    groups.set(key, group);
  }
  return [...groups.values()];
};

const newest = (dates: readonly (Date | null)[]): string | null => {
  const times = dates.flatMap((date) => (date === null ? [] : [date.getTime()]));
  return times.length === 0 ? null : new Date(Math.max(...times)).toISOString();
};

/** What a source told of one window, from the rows of a longer one. */
export const completenessOf = (rows: readonly ReachDayRow[], { from, to }: Window): Completeness => {
  const inside = rows.filter(({ day }) => day >= from && day <= to);
  const sum = (name: 'lost' | 'held' | 'strange' | 'late'): number =>
    inside.reduce((total, row) => total + row[name], 0);
  const days = daysIn(from, to);
  const told = inside.filter(({ state }) => state === 'told').length;
  const delayed = inside.filter(({ state }) => state === 'delayed').length;
  return {
    days,
    told,
    delayed,
    missing: days - told - delayed,
    lost: sum('lost'),
    held: sum('held'),
    strange: sum('strange'),
    late: sum('late'),
    toldAt: newest(inside.map(({ toldAt }) => toldAt)),
    revisedAt: newest(inside.map(({ revisedAt }) => revisedAt)),
  };
};
