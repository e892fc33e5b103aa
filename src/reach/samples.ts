import { sql } from 'drizzle-orm';
import type { Database } from '../../db/client.ts';
import { items, reachDays, reachSamples } from '../../db/schema/index.ts';
import type { Day } from '../core/days.ts';
import type { Metric, ReachSourceName } from '../core/reach.ts';

export interface Told {
  /** Null: of the channel as a whole. */
  readonly itemId: string | null;
  readonly metric: Metric;
  readonly day: Day;
  readonly value: number;
}

export interface Telling {
  readonly channelId: string;
  readonly source: ReachSourceName;
  readonly told: readonly Told[];
}

export interface KeptSamples {
  /** Numbers that were not known. */
  readonly added: number;
  /** Numbers that had been told otherwise; the newer ones count. */
  readonly revised: number;
}

const ASKED = sql.raw(`as asked("itemId" uuid, metric text, day date, value double precision)`);

/**
 * Keeps what a source tells. A number told again as it was adds nothing; another number is appended, counts from now on, and
 * the day says when it was revised. What names an item we do not have is left out.
 */
export const keepSamples = async (db: Database, { channelId, source, told }: Telling): Promise<KeptSamples> => {
  if (told.length === 0) return { added: 0, revised: 0 };
  const rows = JSON.stringify(told);
  return db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtext('samples'), hashtext(${`${channelId} ${source}`}))`);
    const days = await tx.execute<{ added: number; revised: number }>(sql`
      with newer as (
        select asked.*, before.value as before, coalesce(before.unit_id, ${items.unitId}) as unit_id,
          coalesce(before.column_id, ${items.columnId}) as column_id
        from jsonb_to_recordset(${rows}::jsonb) ${ASKED}
        left join ${items} on ${items.id} = "itemId"
        left join lateral (select value, unit_id, column_id from ${reachSamples}
          where channel_id = ${channelId} and source = ${source} and reach_samples.day = asked.day
            and reach_samples.metric = asked.metric and item_id is not distinct from "itemId"
          order by reach_samples.id desc limit 1) as before on true
        where ("itemId" is null or ${items.id} is not null) and before.value is distinct from asked.value
      ), put as (
        insert into ${reachSamples} (channel_id, source, day, metric, item_id, unit_id, column_id, value)
        select ${channelId}, ${source}, day, metric, "itemId", unit_id, column_id, value from newer
      )
      insert into ${reachDays} as known (channel_id, source, day, state, changes, told_at, revised_at)
      select ${channelId}, ${source}, day, 'told', 1, clock(), case when count(before) > 0 then clock() end
      from newer group by day order by day
      on conflict (channel_id, source, day) do update set changes = known.changes + 1, changed_at = clock(), told_at = clock(),
        revised_at = coalesce(excluded.revised_at, known.revised_at)
      returning (select count(*) filter (where before is null) from newer)::int as added,
        (select count(before) from newer)::int as revised`);
    return { added: days[0]?.added ?? 0, revised: days[0]?.revised ?? 0 };
  });
};
