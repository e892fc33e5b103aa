import { eq } from 'drizzle-orm';
import type { Transaction } from '../../db/client.ts';
import { deliveries, items, type DeliveryRow } from '../../db/schema/index.ts';
import type { Permission } from '../core/permissions.ts';
import { actorNow, permit, type Actor } from '../accounts/actor.ts';
import { AppError } from '../core/errors.ts';
import { isUuid } from '../core/uuid.ts';

export interface Target {
  readonly itemId: string;
  /** Absent: every channel. */
  readonly channelIds?: readonly string[] | undefined;
}

/** The deliveries meant, locked, for somebody who may do this to them now. Throws `not-found`, `no-permission`, `other-unit`. */
export const lockDeliveries = async (
  tx: Transaction,
  { itemId, channelIds }: Target,
  asked: Actor,
  permission: Permission,
): Promise<DeliveryRow[]> => {
  const actor = await actorNow(tx, asked);
  permit(actor, permission);
  const [item] = isUuid(itemId) ? await tx.select({ unit: items.unitId }).from(items).where(eq(items.id, itemId)) : [];
  if (!item) throw new AppError('not-found', { what: '稿件' });
  permit(actor, permission, item.unit);
  const all = await tx
    .select()
    .from(deliveries)
    .where(eq(deliveries.itemId, itemId))
    .orderBy(deliveries.id)
    .for('update');
  const rows = channelIds ? all.filter(({ channelId }) => channelIds.includes(channelId)) : all;
  if (rows.length === 0) throw new AppError('not-found', { what: '这篇稿件的分发' });
  return rows;
};
