import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { storeItems, type BenchCounty } from './county.ts';
import type { Side } from './side.ts';

const HEALTHY = sql`('a', 'b', 'c')`;

/** Until each delivery on the healthy channels is final. */
export const untilDone = async ({ watch: { db } }: BenchCounty): Promise<void> => {
  for (;;) {
    const [row] = await db.execute<{ open: boolean }>(sql`select exists
      (select 1 from deliveries where next_try_at is not null and channel_id in ${HEALTHY}) as open`);
    if (row?.open === false) return;
    await sleep(20);
  }
};

export interface Pace {
  readonly itemsPerSecond: number;
  readonly seconds: number;
}

/** Lets items come in steadily; answers the milliseconds from approval to live of each delivery on a healthy channel. */
export const runPaced = async (county: BenchCounty, side: Side, pace: Pace): Promise<number[]> => {
  const { db } = county.database;
  await side.order({ do: 'start' });
  const [began] = await db.execute<{ now: string }>(sql`select clock()::text as now`);
  const every = 100;
  for (let at = 0; at < pace.seconds * 1_000; at += every) {
    const turn = sleep(every);
    const due = (time: number): number => Math.floor((time * pace.itemsPerSecond) / 1_000);
    const items = due(at + every) - due(at);
    if (items > 0) await storeItems(county, { items, done: false });
    await turn;
  }
  await untilDone(county);
  await side.order({ do: 'stop' });
  const rows = await db.execute<{ ms: number }>(sql`select
    extract(epoch from live_since - created_at)::float * 1000 as ms from deliveries
    where created_at > ${began?.now}::timestamptz and channel_id in ${HEALTHY}`);
  return rows.map(({ ms }) => ms);
};
