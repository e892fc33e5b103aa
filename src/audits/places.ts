import type { Listing } from '../../adapters/contract.ts';
import { and, eq, exists, getTableColumns, inArray, isNotNull, isNull, lt, lte, not, or, sql } from 'drizzle-orm';
import type { DatabaseLike, Transaction } from '../../db/client.ts';
import { audits, columns, dbNow, deliveries, items, places, type PlaceRow } from '../../db/schema/index.ts';
import type { Channel, Context } from '../context.ts';
import { FINAL_STATUSES } from '../core/states.ts';
import type { ListPage } from './listings.ts';
import type { ColumnFacts } from './rules/index.ts';

type ColumnClass = ColumnFacts['class'];

/** By the names that columns of these classes carry everywhere; the office's own map can say otherwise later. */
const classOf = (name: string): ColumnClass => {
  if (/动态|要闻|新闻/.test(name)) return 'news';
  if (/通知|公告|公示/.test(name)) return 'notice';
  return /政策文件|规范性文件|文件/.test(name) ? 'policy' : 'other';
};

/** Twice a day is enough for what is counted in days. */
const PLACE_EVERY = sql`interval '12 hours'`;

/**
 * What could not be read, or has no page, is looked at again sooner: after as long as it has been known, so that a new one,
 * whose first article may be on its way, is seen within minutes, and a dead one is not asked for all the time.
 */
const PLACE_AGAIN = sql`clock() + least(greatest(clock() - ${places.since}, '1 minute'), '30 minutes')`;

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

/** As long as a column of news may stand still before it is a veto. */
const FIRST_ARTICLE = sql`interval '14 days'`;

/**
 * Whether a column that shows nothing is a blank one: it had something before, or ought to by now. One that got its first
 * article a moment ago may have been read before it, and a new one is given time.
 */
export const isBlank = async (db: DatabaseLike, { id, channelId, entries }: PlaceRow): Promise<boolean> => {
  if (entries !== null) return true;
  const columnId = id.slice(`${channelId}/column/`.length);
  const [old] = await db
    .select({ id: places.id })
    .from(places)
    .where(and(eq(places.id, id), sql`${places.since} < clock() - ${FIRST_ARTICLE}`));
  if (old) return true;
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

/** An account is as fresh as its copies: it is judged after the looks at them, but waits no longer than this. */
const COPIES_FIRST = sql`interval '10 minutes'`;

/** Whether copies of a place's channel are still to be looked at since the place fell due. */
const waitsForCopies = (db: DatabaseLike) =>
  exists(
    db
      .select({ id: audits.deliveryId })
      .from(audits)
      .innerJoin(deliveries, eq(deliveries.id, audits.deliveryId))
      .where(
        and(
          eq(deliveries.channelId, places.channelId),
          inArray(deliveries.status, [...FINAL_STATUSES]),
          isNotNull(audits.nextLookAt),
          or(isNull(audits.seenAt), lt(audits.seenAt, places.nextLookAt)),
        ),
      ),
  );

/** A place that somebody looks at now. */
export interface TakenPlace extends PlaceRow {
  readonly takenAt: Date;
}

/** Takes the places that are due, so that no other worker looks at them too. */
export const takePlaces = async ({ db, channels }: Context, limit: number): Promise<TakenPlace[]> => {
  const due = db
    .select({ id: places.id })
    .from(places)
    .where(
      and(
        lte(places.nextLookAt, dbNow),
        inArray(places.channelId, [...channels.keys()]),
        or(isNotNull(places.url), sql`${places.nextLookAt} < clock() - ${COPIES_FIRST}`, not(waitsForCopies(db))),
      ),
    )
    .orderBy(places.nextLookAt)
    .limit(limit)
    .for('update', { skipLocked: true });
  return db
    .update(places)
    .set({ nextLookAt: sql`clock() + ${PLACE_EVERY}` })
    .where(inArray(places.id, due))
    .returning({ ...getTableColumns(places), takenAt: dbNow.mapWith(places.seenAt) });
};

/** The places of these channels, for one writer at a time: whoever writes several locks them here first, in one order. */
export const lockPlaces = async (tx: Transaction, channelIds: readonly string[]): Promise<void> => {
  await tx
    .select({ id: places.id })
    .from(places)
    .where(inArray(places.channelId, [...channelIds]))
    .orderBy(places.id)
    .for('update');
};

/** Makes every place of these channels due now; answers how many there are. */
export const hurryPlaces = async (tx: Transaction, channelIds: readonly string[]): Promise<number> => {
  await lockPlaces(tx, channelIds);
  const rows = await tx
    .update(places)
    .set({ nextLookAt: dbNow })
    .where(inArray(places.channelId, [...channelIds]))
    .returning({ id: places.id });
  return rows.length;
};

/** How many places there are on channels that are known here, and how many of them were looked at since. */
export const countPlaces = async (
  { db, channels }: Context,
  since: Date,
): Promise<{ places: number; seen: number }> => {
  const [row] = await db
    .select({
      places: sql<number>`count(*)::int`,
      seen: sql<number>`(count(*) filter (where ${places.seenAt} >= ${since.toISOString()}))::int`,
    })
    .from(places)
    .where(inArray(places.channelId, [...channels.keys()]));
  return row ?? { places: 0, seen: 0 };
};

/** How many of our copies a list leads to, dated or not. */
export const countListed = (db: DatabaseLike, channelId: string, { lines }: ListPage): Promise<number> => {
  const copies = db
    .select({ id: audits.deliveryId })
    .from(audits)
    .where(and(eq(audits.deliveryId, deliveries.id), inArray(audits.url, [...lines.keys()])));
  return lines.size === 0
    ? Promise.resolve(0)
    : db.$count(deliveries, and(eq(deliveries.channelId, channelId), exists(copies)));
};

/** What a look at a place saw. */
export interface Freshness {
  /** Lines of its list; null: it has none, or it could not be seen. */
  readonly entries: number | null;
  /** Day of the newest, `YYYY-MM-DD`. */
  readonly newestOn: string | null;
}

/** What a list shows: its dated lines, and the newest of their days that is not in the future. */
export const readFreshness = ({ lines }: ListPage, today: string): Freshness & { readonly entries: number } => {
  const dated = [...lines.values()].flatMap(({ date }) => (date === null ? [] : [date]));
  const past = dated.filter((date) => date <= today).toSorted();
  return { entries: dated.length, newestOn: past.at(-1) ?? null };
};

const liveDay = sql`to_char(${deliveries.liveSince} at time zone 'Asia/Shanghai', 'YYYY-MM-DD')`;

/** Day of the newest copy of a channel that an audit saw where it belongs, as its page says, or else as we know it. */
export const newestCopyOn = async (db: DatabaseLike, channelId: string): Promise<string | null> => {
  const [row] = await db
    .select({ day: sql<string | null>`max(coalesce(${audits.shownOn}, ${liveDay}))` })
    .from(deliveries)
    .innerJoin(audits, eq(audits.deliveryId, deliveries.id))
    .where(and(eq(deliveries.channelId, channelId), inArray(audits.verdict, ['same', 'differs', 'outdated'])));
  return row?.day ?? null;
};

/** Writes what a look at a place saw; it counts from when it was taken. One that saw nothing is made again before long. */
export const keepFreshness = async (tx: Transaction, { id, takenAt, entries, newestOn }: TakenPlace): Promise<void> => {
  const again = entries === null ? { nextLookAt: sql`least(${places.nextLookAt}, ${PLACE_AGAIN})` } : {};
  await tx
    .update(places)
    .set({ entries, newestOn, seenAt: takenAt, ...again })
    .where(eq(places.id, id));
};

/** Every place that was looked at, per channel: what the rules judge together. */
export const seenPlaces = (db: DatabaseLike, channelId: string): Promise<PlaceRow[]> =>
  db
    .select()
    .from(places)
    .where(and(eq(places.channelId, channelId), sql`${places.seenAt} is not null`));
