import type { Database } from '../../db/client.ts';
import { beijingDay } from '../core/time.ts';
import type { Arrival, WriteArrivals } from './buffer.ts';
import { keepHits, noteUncounted, type Kept, type NewHit } from './hits.ts';
import { openVisitors, type VisitorOf } from './visitors.ts';

const hashed = ({ who, ...hit }: Arrival, visitorOf: VisitorOf | undefined): NewHit => ({
  ...hit,
  visitor: who === null ? null : (visitorOf?.(who) ?? null),
});

/** Hashes visitors under the keys of their days and keeps the hits. Again with the same hits, nothing changes. */
export const writeArrivals =
  (db: Database): WriteArrivals =>
  async (arrivals, uncounted): Promise<Kept> => {
    const dayOf = ({ source, at }: Arrival): string => `${source} ${beijingDay(at)}`;
    const visitors = new Map<string, VisitorOf>();
    for (const arrival of arrivals)
      if (arrival.who !== null && !visitors.has(dayOf(arrival)))
        visitors.set(dayOf(arrival), await openVisitors(db, arrival.source, beijingDay(arrival.at)));
    const kept = await keepHits(
      db,
      arrivals.map((arrival) => hashed(arrival, visitors.get(dayOf(arrival)))),
    );
    await noteUncounted(db, uncounted);
    return kept;
  };
