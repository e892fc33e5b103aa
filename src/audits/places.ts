import type { Listing } from '../../adapters/contract.ts';
import { and, eq, inArray, lt, lte, sql } from 'drizzle-orm';
import type { Database, DatabaseLike } from '../../db/client.ts';
import { audits, columns, dbNow, deliveries, items, places, probes, type PlaceRow } from '../../db/schema/index.ts';
import type { Channel, Context } from '../context.ts';
import { beijingDay } from '../core/time.ts';
import type { ListPage } from './listings.ts';
import type { ProbeRow } from './probe.ts';
import type { ColumnFacts } from './rules/index.ts';

type ColumnClass = ColumnFacts['class'];

/** By the names that columns of these classes carry everywhere; the office's own map can say otherwise later. */
const classOf = (name: string): ColumnClass => {
  if (/动态|要闻|新闻/.test(name)) return 'news';
  if (/通知|公告|公示/.test(name)) return 'notice';
  return /政策文件|规范性文件|文件/.test(name) ? 'policy' : 'other';
};

/** Twice a day is enough for what is counted in days. */
export const PLACE_EVERY = sql`interval '12 hours'`;

/** What could not be read, or has no page, is looked at again sooner. */
const PLACE_AGAIN = sql`clock() + interval '30 minutes'`;

/** Makes the places of all channels known; those of channels that are gone stay and are no longer looked at. */
export const registerPlaces = async ({ db, channels }: Context): Promise<number> => {
  const known = await db.select().from(columns);
  const rows = [...channels.values()].flatMap(({ id: channelId, name: channelName, adapter, settings, off }) =>
    off !== null
      ? []
      : (adapter.places?.(known, settings) ?? []).map(({ kind, id, name, url }) => ({
          id: `${channelId}/${kind}/${id}`,
          channelId,
          kind,
          name: kind === 'account' ? channelName : name,
          url,
          class: kind === 'column' ? classOf(name) : null,
          nextLookAt: dbNow,
          nextProbeAt: kind === 'home' ? dbNow : null,
        })),
  );
  if (rows.length === 0) return 0;
  await db
    .insert(places)
    .values(rows)
    .onConflictDoUpdate({
      target: places.id,
      set: { name: sql`excluded.name`, url: sql`excluded.url`, class: sql`excluded.class` },
      setWhere: sql`(${places.name}, ${places.url}, ${places.class}) is distinct from (excluded.name, excluded.url, excluded.class)`,
    });
  return 0;
};

/** Lists of the columns that a copy does not belong to. */
export const otherColumns = async (
  db: DatabaseLike,
  { adapter, settings }: Channel,
  columnId: string,
): Promise<Listing[]> => {
  const known = await db.select().from(columns);
  return (adapter.places?.(known, settings) ?? []).flatMap(({ kind, id, name, url }) =>
    kind === 'column' && id !== columnId && url !== null ? [{ kind, name, url, complete: true }] : [],
  );
};

/** Far longer than a list is remembered, and than a page takes from its writer to its readers. */
const SETTLED = sql`interval '1 hour'`;

/**
 * Whether the channel has long had something to show in a column: one that never had is not on the site at all, and one
 * that got its first article a moment ago may have been read before it.
 */
export const isUsed = async (db: DatabaseLike, { id, channelId }: PlaceRow): Promise<boolean> => {
  const columnId = id.slice(`${channelId}/column/`.length);
  const [row] = await db
    .select({ id: deliveries.id })
    .from(deliveries)
    .innerJoin(items, eq(items.id, deliveries.itemId))
    .where(
      and(
        eq(deliveries.channelId, channelId),
        eq(items.columnId, columnId),
        sql`${deliveries.createdAt} < clock() - ${SETTLED}`,
      ),
    )
    .limit(1);
  return row !== undefined;
};

/** Takes the places that are due, so that no other worker looks at them too. */
export const takePlaces = async ({ db, channels }: Context, limit: number): Promise<PlaceRow[]> => {
  const due = db
    .select({ id: places.id })
    .from(places)
    .where(and(lte(places.nextLookAt, dbNow), inArray(places.channelId, [...channels.keys()])))
    .orderBy(places.nextLookAt)
    .limit(limit)
    .for('update', { skipLocked: true });
  return db
    .update(places)
    .set({ nextLookAt: sql`clock() + ${PLACE_EVERY}` })
    .where(inArray(places.id, due))
    .returning();
};

/** What a list shows: its dated lines, and the newest of their days that is not in the future. */
export const readFreshness = ({ lines }: ListPage, today: string): { entries: number; newestOn: string | null } => {
  const dated = [...lines.values()].flatMap(({ date }) => (date === null ? [] : [date]));
  const past = dated.filter((date) => date <= today).toSorted();
  return { entries: dated.length, newestOn: past.at(-1) ?? null };
};

/** The newest copy of a channel that an audit saw where it belongs. */
export const newestCopyOn = async (db: DatabaseLike, channelId: string): Promise<string | null> => {
  const [row] = await db
    .select({ at: sql<string | null>`max(${deliveries.liveSince})` })
    .from(deliveries)
    .innerJoin(audits, eq(audits.deliveryId, deliveries.id))
    .where(and(eq(deliveries.channelId, channelId), inArray(audits.verdict, ['same', 'differs', 'outdated'])));
  return row?.at == null ? null : beijingDay(new Date(row.at));
};

export const keepFreshness = async (
  db: DatabaseLike,
  id: string,
  seen: { entries: number | null; newestOn: string | null },
): Promise<void> => {
  await db
    .update(places)
    .set({ ...seen, seenAt: dbNow, ...(seen.entries === null ? { nextLookAt: PLACE_AGAIN } : {}) })
    .where(eq(places.id, id));
};

/** Every place that was looked at, per channel: what the rules judge together. */
export const seenPlaces = (db: Database, channelId: string): Promise<PlaceRow[]> =>
  db
    .select()
    .from(places)
    .where(and(eq(places.channelId, channelId), sql`${places.seenAt} is not null`));

/** Takes the home pages whose next visit is due. `sparse`: the next one is set when this one was made. */
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

export const keepProbe = async (db: DatabaseLike, placeId: string, row: ProbeRow): Promise<void> => {
  await db.insert(probes).values({ placeId, ...row });
  await db.delete(probes).where(and(eq(probes.placeId, placeId), lt(probes.at, sql`clock() - interval '14 days'`)));
};

export const readProbes = (db: DatabaseLike, placeId: string): Promise<ProbeRow[]> =>
  db
    .select({ at: probes.at, ms: probes.ms, isOpen: probes.isOpen, why: probes.why })
    .from(probes)
    .where(eq(probes.placeId, placeId));
