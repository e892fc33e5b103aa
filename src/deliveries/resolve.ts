import { and, eq } from 'drizzle-orm';
import type { Transaction } from '../../db/client.ts';
import { dbNow, deliveries, steps } from '../../db/schema/index.ts';
import { AppError } from '../core/errors.ts';
import { STATUS_NAMES } from '../core/states.ts';
import { writeEvents } from '../events.ts';
import { unclaimed } from './plan.ts';
import { wake } from './wake.ts';

export interface ResolveInput {
  readonly itemId: string;
  readonly channelId: string;
  readonly actor: string;
}

/**
 * A person looked at the platform and says: the effect we never heard back from did not happen. Its intent is forgotten,
 * so the next run calls again instead of looking. Only for a parked delivery; throws `not-found` or `not-now`.
 */
export const resolveAbsentIn = async (tx: Transaction, { itemId, channelId, actor }: ResolveInput): Promise<void> => {
  const ofChannel = and(eq(deliveries.itemId, itemId), eq(deliveries.channelId, channelId));
  const [found] = await tx.select().from(deliveries).where(ofChannel);
  if (!found) throw new AppError('not-found', { what: '这篇稿件在该渠道的分发' });
  const [row] = await tx
    .update(deliveries)
    .set({ status: 'planned', nextTryAt: dbNow, attempts: 0, fault: null, faultText: null, updatedAt: dbNow })
    .where(and(ofChannel, eq(deliveries.status, 'parked'), unclaimed))
    .returning();
  if (!row) throw new AppError('not-now', { what: '分发', status: STATUS_NAMES[found.status], verb: '人工确认' });
  const open = and(eq(steps.deliveryId, row.id), eq(steps.generation, row.generation), eq(steps.state, 'began'));
  const forgotten = await tx.delete(steps).where(open).returning({ name: steps.name });
  await wake(tx, [{ deliveryId: row.id, channelId }]);
  const data = { channelId, forgotten: forgotten.map(({ name }) => name) };
  await writeEvents(tx, [{ actor, kind: 'delivery-resolved', itemId, deliveryId: row.id, data }]);
};
