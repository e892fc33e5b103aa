import { and, eq, gt, inArray, isNull } from 'drizzle-orm';
import type { Transaction } from '../../db/client.ts';
import { dbNow, deliveries, type DeliveryRow } from '../../db/schema/index.ts';
import { eventActor, type Actor } from '../accounts/actor.ts';
import type { Context } from '../context.ts';
import { AppError } from '../core/errors.ts';
import { STATUS_NAMES } from '../core/states.ts';
import { writeEvents } from '../events.ts';
import { unclaimed } from './plan.ts';
import { lockDeliveries, type Target } from './target.ts';
import { wake } from './wake.ts';

/** Not begun, and its time is still ahead: surely nothing of it has reached the platform. */
const stillAhead = (rows: readonly DeliveryRow[]) =>
  and(
    inArray(
      deliveries.id,
      rows.map(({ id }) => id),
    ),
    eq(deliveries.desired, 'live'),
    eq(deliveries.status, 'planned'),
    isNull(deliveries.action),
    gt(deliveries.nextTryAt, dbNow),
    unclaimed,
  );

/** A channel with an older copy keeps that; one without shows nothing. */
const takeBack = async (tx: Transaction, { id, actual, actualRevision, channelId }: DeliveryRow): Promise<void> => {
  if (actual === 'live' && actualRevision !== null) {
    const kept = { desiredRevision: actualRevision, nextTryAt: dbNow, updatedAt: dbNow };
    await tx.update(deliveries).set(kept).where(eq(deliveries.id, id));
    await wake(tx, [{ deliveryId: id, channelId }]);
    return;
  }
  const withdrawal = { kind: 'withdrawn' as const, reason: '发布前撤销' };
  const gone = { desired: 'withdrawn' as const, withdrawal, status: 'withdrawn' as const, nextTryAt: null };
  await tx
    .update(deliveries)
    .set({ ...gone, updatedAt: dbNow })
    .where(eq(deliveries.id, id));
};

/**
 * 撤销: within the undo window, or before a scheduled time, a publication is called off where it has not begun. To publish
 * it after all takes a correction and its approval. Answers the channels; throws `not-found`, or `not-now` when none waits.
 */
export const undoDeliveries = (ctx: Context, target: Target, actor: Actor): Promise<string[]> =>
  ctx.db.transaction(async (tx) => {
    const rows = await lockDeliveries(tx, target, actor, 'item-withdraw');
    const waiting = await tx.select().from(deliveries).where(stillAhead(rows));
    if (waiting.length === 0) {
      const status = [...new Set(rows.map((row) => STATUS_NAMES[row.status]))].join('、');
      throw new AppError('not-now', { what: '分发', status, verb: '撤销，请改用撤回' });
    }
    for (const row of waiting) await takeBack(tx, row);
    await writeEvents(
      tx,
      waiting.map(({ id, itemId, channelId, desiredRevision: revision }) => ({
        actor: eventActor(actor),
        kind: 'delivery-undone' as const,
        itemId,
        deliveryId: id,
        data: { channelId, revision },
      })),
    );
    return waiting.map(({ channelId }) => channelId);
  });
