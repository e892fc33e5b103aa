import { eq, sql } from 'drizzle-orm';
import type { DatabaseLike } from '../../db/client.ts';
import { catalogEntries, items, receipts } from '../../db/schema/index.ts';
import { dueDate, isLate } from '../catalog/due-date.ts';
import { readTimeLimit } from '../catalog/time-limit.ts';
import { beijingDay } from '../core/time.ts';
import { found, type Found } from './found.ts';
import type { Outline } from './outline.ts';

/** When readers could see it first on this channel; a correction later makes nothing late. */
const firstSeen = async (db: DatabaseLike, deliveryId: string): Promise<Date | null> => {
  const [row] = await db
    .select({ at: sql<string | null>`min(${receipts.at})` })
    .from(receipts)
    .where(eq(receipts.deliveryId, deliveryId));
  return row?.at == null ? null : new Date(row.at);
};

type Entry = typeof catalogEntries.$inferSelect;

/** The entry that the item itself names, or else that of its column. */
const findEntry = async (db: DatabaseLike, { itemId, columnId }: Outline): Promise<Entry | undefined> => {
  const [own] = await db
    .select({ entry: catalogEntries })
    .from(items)
    .innerJoin(catalogEntries, eq(catalogEntries.id, items.catalogEntry))
    .where(eq(items.id, itemId));
  if (own) return own.entry;
  const [ofColumn] = await db
    .select()
    .from(catalogEntries)
    .where(eq(catalogEntries.columnId, columnId))
    .orderBy(catalogEntries.id)
    .limit(1);
  return ofColumn;
};

/** 超过规定时间公开: counted from the 成文日期 by its catalog entry; without either nothing is late. */
export const checkLate = async (
  db: DatabaseLike,
  deliveryId: string,
  outline: Outline,
  now: Date,
): Promise<Found[]> => {
  const formedOn = outline.writtenOn;
  if (formedOn === undefined) return [];
  const entry = await findEntry(db, outline);
  if (!entry || formedOn < entry.since) return [];
  const at = await firstSeen(db, deliveryId);
  if (at === null) return [];
  const deadline = dueDate(readTimeLimit(entry.timeLimit).limit, formedOn);
  const published = beijingDay(at);
  if (deadline.kind !== 'due' || isLate(deadline, published, beijingDay(now)) !== true) return [];
  return [found('late', { due: deadline.day, published, entry: entry.name, limit: entry.timeLimit })];
};
