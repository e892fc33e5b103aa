import { sql } from 'drizzle-orm';
import type { Database, DatabaseLike } from '../../db/client.ts';
import { columns, items, reachDays, reachHits, units } from '../../db/schema/index.ts';
import type { Day } from '../core/days.ts';
import type { HitKind, ReachSourceName, Referrer } from '../core/reach.ts';
import { beijingDay } from '../core/time.ts';

/** What a page shows; empty: another page of the site. */
export interface PageOf {
  readonly itemId?: string;
  readonly columnId?: string;
  readonly unitId?: string;
}

export interface NewHit extends PageOf {
  readonly channelId: string;
  readonly source: ReachSourceName;
  /** The same for every arrival of the same hit. */
  readonly key: bigint;
  readonly at: Date;
  readonly kind: HitKind;
  readonly visitor: bigint | null;
  readonly referrer: Referrer;
  readonly isBot: boolean;
}

export interface Kept {
  readonly added: number;
  /** Were there already. */
  readonly again: number;
  /** Name an item, column or unit that we do not have. */
  readonly strange: number;
  /** Of days that are closed. */
  readonly late: number;
}

const rowOf = (hit: NewHit) => ({
  channel: hit.channelId,
  source: hit.source,
  day: beijingDay(hit.at),
  key: String(hit.key),
  at: hit.at.toISOString(),
  kind: hit.kind,
  visitor: hit.visitor === null ? null : String(hit.visitor),
  item: hit.itemId ?? null,
  col: hit.columnId ?? null,
  unit: hit.unitId ?? null,
  referrer: hit.referrer,
  bot: hit.isBot,
});

const ASKED =
  sql.raw(`as asked(channel text, source text, day date, key bigint, at timestamptz, kind text, visitor bigint,
  item uuid, col text, unit text, referrer text, bot boolean)`);

/** Opens the days that are new, marks all as changed, in one order so that no two writers wait for each other in a circle. */
const touchDays = (tx: DatabaseLike, rows: string) =>
  tx.execute(sql`
    insert into ${reachDays} as known (channel_id, source, day, state, changes, told_at)
    select distinct channel, source, day, 'told', 1, clock() from jsonb_to_recordset(${rows}::jsonb) ${ASKED}
    order by channel, source, day
    on conflict (channel_id, source, day) do update
      set changes = known.changes + 1, changed_at = clock(), told_at = clock(), state = 'told'
      where known.closed_at is null`);

interface Counts extends Record<string, unknown> {
  readonly added: number;
  readonly strange: number;
  readonly late: number;
}

const putHits = (tx: DatabaseLike, rows: string) =>
  tx.execute<Counts>(sql`
    with judged as (
      select asked.*, coalesce(${items.unitId}, ${units.id}) as unit_id, coalesce(${items.columnId}, ${columns.id}) as column_id,
        (item is not null and ${items.id} is null) or (col is not null and ${columns.id} is null)
          or (unit is not null and ${units.id} is null) as is_strange,
        ${reachDays.closedAt} is not null as is_late
      from jsonb_to_recordset(${rows}::jsonb) ${ASKED}
      join ${reachDays} on ${reachDays.channelId} = channel and ${reachDays.source} = asked.source and ${reachDays.day} = asked.day
      left join ${items} on ${items.id} = item
      left join ${columns} on ${columns.id} = col
      left join ${units} on ${units.id} = unit
    ), put as (
      insert into ${reachHits} (channel_id, source, day, key, at, kind, visitor, item_id, column_id, unit_id, referrer, is_bot)
      select channel, source, day, key, at, kind, visitor, item, column_id, unit_id, referrer, bot
      from judged where not is_strange and not is_late
      on conflict do nothing returning 1
    )
    select (select count(*) from put)::int as added, (count(*) filter (where is_late))::int as late,
      (count(*) filter (where is_strange and not is_late))::int as strange
    from judged`);

/** Keeps hits, each once however often it comes, in one transaction; their days are rolled up afterwards. */
export const keepHits = async (db: Database, hits: readonly NewHit[]): Promise<Kept> => {
  if (hits.length === 0) return { added: 0, again: 0, strange: 0, late: 0 };
  const rows = JSON.stringify(hits.map(rowOf));
  return db.transaction(async (tx) => {
    await touchDays(tx, rows);
    const [counts] = await putHits(tx, rows);
    const { added, strange, late } = counts ?? { added: 0, strange: 0, late: 0 };
    return { added, strange, late, again: hits.length - added - strange - late };
  });
};

/** Why a hit was not counted, as columns of the day say it. */
export type Uncounted = 'lost' | 'held' | 'strange' | 'late';

export interface UncountedDay {
  readonly channelId: string;
  readonly source: ReachSourceName;
  readonly day: Day;
  readonly counts: Readonly<Partial<Record<Uncounted, number>>>;
}

/** Says on a day how many hits of it were not counted, and why. */
export const noteUncounted = async (db: DatabaseLike, days: readonly UncountedDay[]): Promise<void> => {
  for (const { channelId, source, day, counts } of days) {
    const { lost = 0, held = 0, strange = 0, late = 0 } = counts;
    await db
      .insert(reachDays)
      .values({ channelId, source, day, state: 'told', lost, held, strange, late })
      .onConflictDoUpdate({
        target: [reachDays.channelId, reachDays.source, reachDays.day],
        set: {
          lost: sql`${reachDays.lost} + ${lost}`,
          held: sql`${reachDays.held} + ${held}`,
          strange: sql`${reachDays.strange} + ${strange}`,
          late: sql`${reachDays.late} + ${late}`,
        },
      });
  }
};
