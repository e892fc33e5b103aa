import { eq } from 'drizzle-orm';
import type { Withdrawal } from '../../adapters/contract.ts';
import { deliveries, items } from '../../db/schema/index.ts';
import type { Transaction } from '../../db/client.ts';
import { AppError, invalid } from '../core/errors.ts';
import { issue } from '../core/issues.ts';
import { writeEvents } from '../events.ts';
import { planWithdrawn } from './plan.ts';
import { wake } from './wake.ts';

export interface WithdrawInput {
  readonly itemId: string;
  readonly withdrawal: Withdrawal;
  /** Absent: every channel. */
  readonly channelIds?: readonly string[] | undefined;
  readonly actor: string;
}

/** Readers are sent there: to an item that exists, and not in a circle. */
const checkReplacement = async (tx: Transaction, itemId: string, replacedBy: string | undefined): Promise<void> => {
  if (replacedBy === undefined) return;
  const found = await tx.select({ id: items.id }).from(items).where(eq(items.id, replacedBy));
  if (found.length === 0 || replacedBy === itemId) throw invalid([issue('replacedBy', 'unknown-replacement')]);
};

/**
 * The tombstone: from here on nothing of this item goes out on these channels, and what is out is taken back. A second
 * withdrawal changes nothing. Throws `not-found`, or `invalid` for a replacement that is none.
 */
export const withdrawIn = async (
  tx: Transaction,
  { itemId, withdrawal, channelIds, actor }: WithdrawInput,
): Promise<void> => {
  await checkReplacement(tx, itemId, withdrawal.replacedBy);
  const [item] = await tx.select({ id: items.id }).from(items).where(eq(items.id, itemId)).for('update');
  if (!item) throw new AppError('not-found', { what: '稿件' });
  const known = await tx.select({ id: deliveries.channelId }).from(deliveries).where(eq(deliveries.itemId, itemId));
  const strange = channelIds?.filter((id) => !known.some((delivery) => delivery.id === id)) ?? [];
  if (strange.length > 0) throw new AppError('not-found', { what: `这篇稿件在渠道 ${strange.join('、')} 上的分发` });
  const changed = await planWithdrawn(tx, { itemId, withdrawal, ...(channelIds ? { only: channelIds } : {}) });
  await wake(
    tx,
    changed.map(({ id, channelId }) => ({ deliveryId: id, channelId })),
  );
  const { replacedBy, ...why } = withdrawal;
  await writeEvents(
    tx,
    changed.map(({ id, channelId }) => ({
      actor,
      kind: 'delivery-withdrawing' as const,
      itemId,
      deliveryId: id,
      data: { channelId, ...why, ...(replacedBy ? { replacedBy } : {}) },
    })),
  );
};
