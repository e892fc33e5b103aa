import { and, desc, eq, inArray } from 'drizzle-orm';
import type { Transaction } from '../../db/client.ts';
import { dbNow, deliveries, receipts, type DeliveryRow } from '../../db/schema/index.ts';
import { AppError } from '../core/errors.ts';
import { FINAL_STATUSES, STATUS_NAMES, type Action } from '../core/states.ts';
import { writeEvents } from '../events.ts';
import { unclaimed } from './plan.ts';
import { wake } from './wake.ts';

/** What was withdrawn and is still seen: actual was wrong, and the newest receipt says what is to be taken back. */
const asSeen = async (tx: Transaction, { id, desired, actual }: DeliveryRow): Promise<Partial<DeliveryRow>> => {
  if (desired === 'live' || actual === 'live') return {};
  const [proof] = await tx
    .select()
    .from(receipts)
    .where(eq(receipts.deliveryId, id))
    .orderBy(desc(receipts.id))
    .limit(1);
  if (!proof) return {};
  const { revision: actualRevision, remoteId, url, at: liveSince } = proof;
  return { actual: 'live', actualRevision, remoteId, url, liveSince };
};

/** What a repair does: it takes back what is still seen, publishes what is not there, and writes over what is wrong. */
export const repairAction = ({ desired, actual }: DeliveryRow, canUpdate: boolean): Action => {
  if (desired === 'withdrawn') return 'withdraw';
  if (actual === 'absent') return 'publish';
  return canUpdate ? 'update' : 'replace';
};

/**
 * 重新推送: what approval wants goes out once more, as an action of its own, though our books say that it is there
 * already. Throws `not-found`, or `not-now` while an action is in progress.
 */
export const repairDelivery = async (tx: Transaction, deliveryId: string, actor: string): Promise<void> => {
  const [found] = await tx.select().from(deliveries).where(eq(deliveries.id, deliveryId)).for('update');
  if (!found) throw new AppError('not-found', { what: '这项分发' });
  const [row] = await tx
    .update(deliveries)
    .set({
      ...(await asSeen(tx, found)),
      repair: found.desired === 'live',
      status: 'planned',
      nextTryAt: dbNow,
      attempts: 0,
      fault: null,
      faultText: null,
      updatedAt: dbNow,
    })
    .where(and(eq(deliveries.id, deliveryId), inArray(deliveries.status, [...FINAL_STATUSES]), unclaimed))
    .returning();
  if (!row) throw new AppError('not-now', { what: '分发', status: STATUS_NAMES[found.status], verb: '重新推送' });
  const { channelId, itemId } = row;
  await wake(tx, [{ deliveryId, channelId }]);
  await writeEvents(tx, [{ actor, kind: 'delivery-repushed', itemId, deliveryId, data: { channelId } }]);
};
