import { eq } from 'drizzle-orm';
import type { Database } from '../../db/client.ts';
import { items } from '../../db/schema/index.ts';
import { daysIn, type CalendarPeriod, type Day } from '../core/days.ts';
import { AppError } from '../core/errors.ts';
import { beijingDay } from '../core/time.ts';
import { isUuid } from '../core/uuid.ts';
import { readReach, type Reach } from './read.ts';

/** So many days are shown one by one; longer lives by month. */
const BY_DAY_MAX = 92;

/** What one item brought on every channel, from its publication to `to`. Throws `not-found`. */
export const readItemReach = async (
  db: Database,
  itemId: string,
  { to, period }: { readonly to: Day; readonly period?: CalendarPeriod },
): Promise<Reach & { readonly period: CalendarPeriod }> => {
  const [item] = isUuid(itemId)
    ? await db.select({ publishedAt: items.publishedAt }).from(items).where(eq(items.id, itemId))
    : [];
  if (!item) throw new AppError('not-found', { what: '稿件' });
  const from = beijingDay(item.publishedAt);
  const asked = period ?? (daysIn(from, to) <= BY_DAY_MAX ? 'day' : 'month');
  return { ...(await readReach(db, { by: 'item', ids: [itemId], from, to, period: asked })), period: asked };
};
