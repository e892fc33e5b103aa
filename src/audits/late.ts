import { eq, sql } from 'drizzle-orm';
import type { DatabaseLike } from '../../db/client.ts';
import { receipts } from '../../db/schema/index.ts';
import { isLate } from '../catalog/due-date.ts';
import { dueBy, findEntryFor } from '../catalog/entries.ts';
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

/** 超过规定时间公开: counted from the 成文日期 by its catalog entry; without either nothing is late. */
export const checkLate = async (
  db: DatabaseLike,
  deliveryId: string,
  outline: Outline,
  now: Date,
): Promise<Found[]> => {
  const formedOn = outline.writtenOn;
  if (formedOn === undefined) return [];
  const entry = await findEntryFor(db, outline);
  if (!entry) return [];
  const deadline = dueBy(entry, formedOn);
  if (deadline.kind !== 'due') return [];
  const at = await firstSeen(db, deliveryId);
  if (at === null) return [];
  const published = beijingDay(at);
  if (isLate(deadline, published, beijingDay(now)) !== true) return [];
  return [found('late', { due: deadline.day, published, entry: entry.name, limit: entry.timeLimit })];
};
