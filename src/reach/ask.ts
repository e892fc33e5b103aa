import { and, eq, inArray, isNotNull, isNull, sql } from 'drizzle-orm';
import type { Told as Number } from '../../adapters/contract.ts';
import type { Database } from '../../db/client.ts';
import { deliveries, reachDays, receipts } from '../../db/schema/index.ts';
import { addDays, daysIn, startOfDay, type Day } from '../core/days.ts';
import type { Told } from './samples.ts';

/** So many days after a day its numbers are asked for again: platforms revise them. */
const AGAIN_AFTER = [1, 2, 3, 7, 14, 30];
const HOUR_MS = 3_600_000;
/** A run that died gives the day back after so long. */
const CLAIM = sql`clock() + interval '10 minutes'`;

export interface Asking {
  readonly channelId: string;
  readonly day: Day;
}

/** Of these days, those that may be asked for now, the newest first. */
export const dueDays = async (db: Database, channelId: string, days: readonly Day[]): Promise<Day[]> => {
  const rows = await db.execute<{ day: Day }>(sql`
    select asked.day::text as day
    from unnest(${`{${days.join(',')}}`}::date[]) as asked(day)
      left join ${reachDays} as known on known.channel_id = ${channelId} and known.source = 'datacube' and known.day = asked.day
    where known.asked_at is null or known.next_ask_at <= clock()
    order by asked.day desc`);
  return rows.map(({ day }) => day);
};

/** Takes the right to ask for a day, for one run. False: it is not due, or somebody else asks. */
export const claimDay = async (db: Database, { channelId, day }: Asking): Promise<boolean> => {
  const rows = await db.execute(sql`
    insert into ${reachDays} as known (channel_id, source, day, state, asked_at, next_ask_at, asks)
    values (${channelId}, 'datacube', ${day}, 'untold', clock(), ${CLAIM}, 1)
    on conflict (channel_id, source, day) do update set asked_at = clock(), next_ask_at = ${CLAIM}, asks = known.asks + 1
      where (known.asked_at is null or known.next_ask_at <= clock())
    returning 1`);
  return rows.length > 0;
};

/** When a day is asked for next: an hour later where it is late or said nothing yet, else at its next age; null: never. */
export const nextAsk = (day: Day, now: Date, today: Day, isTold: boolean, readyAt: number): Date | null => {
  const age = daysIn(day, today) - 1;
  const next = AGAIN_AFTER.find((days) => days > age);
  if (next === undefined) return null;
  const planned = new Date(startOfDay(addDays(day, next)).getTime() + readyAt * HOUR_MS);
  return isTold ? planned : new Date(Math.min(planned.getTime(), now.getTime() + HOUR_MS));
};

/** Writes down what asking came to. A day that had been told stays told, whatever is said of it later. */
export const settleDay = async (
  db: Database,
  { channelId, day }: Asking,
  state: 'told' | 'delayed' | 'untold',
  next: Date | null,
): Promise<void> => {
  await db
    .update(reachDays)
    .set({
      state: sql`case when ${reachDays.state} = 'told' then 'told' else ${state} end`,
      nextAskAt: next,
    })
    .where(and(eq(reachDays.channelId, channelId), eq(reachDays.source, 'datacube'), eq(reachDays.day, day)));
};

/** Days on which copies of a channel were published that its statistics still count. */
export const publishedDays = async (db: Database, channelId: string, since: Day): Promise<Day[]> => {
  const day = sql<Day>`(${receipts.at} at time zone 'Asia/Shanghai')::date::text`;
  const rows = await db
    .selectDistinct({ day })
    .from(receipts)
    .innerJoin(deliveries, eq(deliveries.id, receipts.deliveryId))
    .where(and(eq(deliveries.channelId, channelId), sql`${receipts.at} >= ${startOfDay(since).toISOString()}`))
    .orderBy(day);
  return rows.map((row) => row.day);
};

/**
 * Finds the items that a platform's numbers are about: by what its statistics call the copy, or by the copy's address, from
 * which the name is then learned. Numbers of articles that are not ours are left out.
 */
export const attribute = async (db: Database, channelId: string, told: readonly Number[]): Promise<Told[]> => {
  const learned = told.flatMap(({ ref, url }) => (ref !== null && url !== undefined ? [{ ref, url }] : []));
  const ofChannel = inArray(
    receipts.deliveryId,
    db.select({ id: deliveries.id }).from(deliveries).where(eq(deliveries.channelId, channelId)),
  );
  for (const { ref, url } of new Map(learned.map((each) => [each.ref, each])).values())
    await db
      .update(receipts)
      .set({ statsRef: ref })
      .where(and(isNull(receipts.statsRef), eq(receipts.url, url), ofChannel));
  const refs = [...new Set(told.flatMap(({ ref }) => ref ?? []))];
  const rows =
    refs.length === 0
      ? []
      : await db
          .select({ ref: receipts.statsRef, itemId: deliveries.itemId })
          .from(receipts)
          .innerJoin(deliveries, eq(deliveries.id, receipts.deliveryId))
          .where(
            and(eq(deliveries.channelId, channelId), isNotNull(receipts.statsRef), inArray(receipts.statsRef, refs)),
          );
  const items = new Map(rows.map(({ ref, itemId }) => [ref, itemId]));
  const sums = new Map<string, Told>();
  for (const { ref, metric, day, value } of told) {
    const itemId = ref === null ? null : items.get(ref);
    if (itemId === undefined) continue;
    // An item published again is two articles to the platform, and one to us.
    const key = `${itemId} ${metric} ${day}`;
    sums.set(key, { itemId, metric, day, value: value + (sums.get(key)?.value ?? 0) });
  }
  return [...sums.values()];
};
