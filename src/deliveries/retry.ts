import { and, eq, inArray } from 'drizzle-orm';
import type { Transaction } from '../../db/client.ts';
import { dbNow, deliveries } from '../../db/schema/index.ts';
import { AppError } from '../core/errors.ts';
import { STATUS_NAMES, type DeliveryStatus } from '../core/states.ts';
import { writeEvents } from '../events.ts';
import { unclaimed } from './plan.ts';
import { wake } from './wake.ts';

/** What a person may try again: what failed, what waits for a person, and what waits for its next try. */
export const RETRIABLE: readonly DeliveryStatus[] = ['refused', 'parked', 'retrying'];

export interface RetryInput {
  readonly itemId: string;
  /** Absent: every delivery of the item that can be retried. */
  readonly channelIds?: readonly string[] | undefined;
  readonly actor: string;
}

/**
 * Tries again now. The action keeps its generation and so its finished steps: what was done is not done twice, and what
 * is unknown is looked for first. Throws `not-found`, or `not-now` when nothing can be retried.
 */
export const retryIn = async (tx: Transaction, { itemId, channelIds, actor }: RetryInput): Promise<string[]> => {
  const ofItem = and(
    eq(deliveries.itemId, itemId),
    channelIds ? inArray(deliveries.channelId, [...channelIds]) : undefined,
  );
  const found = await tx.select().from(deliveries).where(ofItem);
  if (found.length === 0) throw new AppError('not-found', { what: '这篇稿件的分发' });
  const changed = await tx
    .update(deliveries)
    .set({ status: 'planned', nextTryAt: dbNow, attempts: 0, fault: null, faultText: null, updatedAt: dbNow })
    .where(and(ofItem, inArray(deliveries.status, [...RETRIABLE]), unclaimed))
    .returning({ id: deliveries.id, channelId: deliveries.channelId });
  if (changed.length === 0) {
    const status = [...new Set(found.map((delivery) => STATUS_NAMES[delivery.status]))].join('、');
    throw new AppError('not-now', { what: '分发', status, verb: '重试' });
  }
  await wake(
    tx,
    changed.map(({ id, channelId }) => ({ deliveryId: id, channelId })),
  );
  await writeEvents(
    tx,
    changed.map(({ id, channelId }) => ({
      actor,
      kind: 'delivery-retried' as const,
      itemId,
      deliveryId: id,
      data: { channelId },
    })),
  );
  return changed.map(({ channelId }) => channelId);
};
