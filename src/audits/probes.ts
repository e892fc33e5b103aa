import { and, eq, inArray, lt, lte, sql } from 'drizzle-orm';
import type { DatabaseLike } from '../../db/client.ts';
import { dbNow, places, probes, type PlaceRow } from '../../db/schema/index.ts';
import type { Context } from '../context.ts';
import type { ProbeRow } from './probe.ts';

/** Takes the home pages whose next visit is due, and sets the one after. */
export const takeProbes = async ({ db, channels }: Context): Promise<PlaceRow[]> => {
  const due = db
    .select({ id: places.id })
    .from(places)
    .where(and(lte(places.nextProbeAt, dbNow), inArray(places.channelId, [...channels.keys()])))
    .limit(10)
    .for('update', { skipLocked: true });
  return db
    .update(places)
    .set({ nextProbeAt: sql`clock() + interval '48 minutes' + random() * interval '21 minutes'` })
    .where(inArray(places.id, due))
    .returning();
};

/** Keeps what a visit met, for the two weeks the rule asks about. */
export const keepProbe = async (db: DatabaseLike, placeId: string, row: ProbeRow): Promise<void> => {
  await db.insert(probes).values({ placeId, ...row });
  await db.delete(probes).where(and(eq(probes.placeId, placeId), lt(probes.at, sql`clock() - interval '14 days'`)));
};

/** The visits kept of one home page. */
export const readProbes = (db: DatabaseLike, placeId: string): Promise<ProbeRow[]> =>
  db
    .select({ at: probes.at, ms: probes.ms, isOpen: probes.isOpen, why: probes.why })
    .from(probes)
    .where(eq(probes.placeId, placeId));
