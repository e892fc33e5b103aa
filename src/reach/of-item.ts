import { and, eq, sql } from 'drizzle-orm';
import { items, revisions } from '../../db/schema/index.ts';
import { permit, type Actor } from '../accounts/actor.ts';
import type { DueDate } from '../catalog/due-date.ts';
import { dueBy, findEntryFor } from '../catalog/entries.ts';
import type { CalendarPeriod } from '../core/days.ts';
import type { Context } from '../context.ts';
import { beijingDay } from '../core/time.ts';
import { loadDeliveries } from '../items/summary.ts';
import type { DeliveryView } from '../items/views.ts';
import type { Figure } from './read.ts';
import { readItemReach } from './read-item.ts';

export interface ReachOfItem {
  readonly title: string;
  readonly deliveries: readonly DeliveryView[];
  readonly figures: readonly Figure[];
  /** What a point of a figure is. */
  readonly period: CalendarPeriod;
  /** Until when its catalog entry wants it out. Null: it has no entry, or no day it was written on. */
  readonly due: DueDate | null;
}

/** An item's readers, beside what the audit saw and when it was due. Throws `not-found`, `no-permission`, `other-unit`. */
export const readReachOfItem = async ({ db, clock }: Context, itemId: string, actor: Actor): Promise<ReachOfItem> => {
  const { figures, period } = await readItemReach(db, itemId, { to: beijingDay(clock()) });
  const [item] = await db
    .select({
      title: items.title,
      unit: items.unitId,
      columnId: sql<string>`${revisions.content} ->> 'column'`,
      writtenOn: sql<string | null>`${revisions.content} ->> 'writtenOn'`,
    })
    .from(items)
    .innerJoin(revisions, and(eq(revisions.itemId, items.id), eq(revisions.number, items.revision)))
    .where(eq(items.id, itemId));
  permit(actor, 'reach-read', item?.unit);
  const delivered = await loadDeliveries(db, [itemId]);
  const entry = item && (await findEntryFor(db, { itemId, columnId: item.columnId }));
  return {
    title: item?.title ?? '',
    deliveries: delivered.get(itemId) ?? [],
    figures,
    period,
    due: entry && item.writtenOn !== null ? dueBy(entry, item.writtenOn) : null,
  };
};
