import { eq, sql } from 'drizzle-orm';
import type { Manuscript } from '../../adapters/contract.ts';
import type { DatabaseLike } from '../../db/client.ts';
import { catalogEntries, receipts } from '../../db/schema/index.ts';
import { dueDate, isLate } from '../catalog/due-date.ts';
import { readTimeLimit } from '../catalog/time-limit.ts';
import { beijingDay } from '../core/time.ts';
import { found, type Found } from './found.ts';

/** When readers could see it first on this channel; a correction later makes nothing late. */
const firstSeen = async (db: DatabaseLike, deliveryId: string): Promise<Date | null> => {
  const [row] = await db
    .select({ at: sql<string | null>`min(${receipts.at})` })
    .from(receipts)
    .where(eq(receipts.deliveryId, deliveryId));
  return row?.at == null ? null : new Date(row.at);
};

/** 超过规定时间公开: counted from the 成文日期 by the catalog entry of its column; without either nothing is late. */
export const checkLate = async (
  db: DatabaseLike,
  deliveryId: string,
  { content, column }: Manuscript,
  now: Date,
): Promise<Found[]> => {
  const formedOn = content.writtenOn;
  if (formedOn === undefined) return [];
  const [entry] = await db.select().from(catalogEntries).where(eq(catalogEntries.columnId, column.id)).limit(1);
  if (!entry || formedOn < entry.since) return [];
  const at = await firstSeen(db, deliveryId);
  if (at === null) return [];
  const deadline = dueDate(readTimeLimit(entry.timeLimit).limit, formedOn);
  const published = beijingDay(at);
  if (deadline.kind !== 'due' || isLate(deadline, published, beijingDay(now)) !== true) return [];
  return [found('late', { due: deadline.day, published, entry: entry.name, limit: entry.timeLimit })];
};
