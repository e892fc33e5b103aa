import { eq } from 'drizzle-orm';
import type { Transaction } from '../../db/client.ts';
import { findings, items, type FindingRow } from '../../db/schema/index.ts';
import { actorNow, permit, permitEverywhere, type Actor } from '../accounts/actor.ts';
import { AppError } from '../core/errors.ts';
import { FINDING_STATE_NAMES } from '../core/findings.ts';
import { isUuid } from '../core/uuid.ts';

const notFound = (): AppError => new AppError('not-found', { what: '问题' });

/** Whoever it was given to deals with it, and whoever the item belongs to; what is about no item is the whole county's. */
const permitHandling = async (tx: Transaction, asked: Actor, { unitId, itemId }: FindingRow): Promise<void> => {
  const actor = await actorNow(tx, asked);
  permit(actor, 'finding-handle');
  if (unitId !== null && actor.unitIds.includes(unitId)) return;
  const [item] = itemId === null ? [] : await tx.select().from(items).where(eq(items.id, itemId));
  if (item) permit(actor, 'finding-handle', item.unitId);
  else permitEverywhere(actor, 'finding-handle');
};

/**
 * A finding that is still to be dealt with, locked for a change by somebody who may. Throws `not-found`, `not-now`,
 * `no-permission` or `other-unit`.
 */
export const holdFinding = async (tx: Transaction, id: string, verb: string, actor: Actor): Promise<FindingRow> => {
  const [row] = isUuid(id) ? await tx.select().from(findings).where(eq(findings.id, id)).for('update') : [];
  if (!row) throw notFound();
  await permitHandling(tx, actor, row);
  if (row.state === 'closed')
    throw new AppError('not-now', { what: '问题', status: FINDING_STATE_NAMES[row.state], verb });
  return row;
};

/** What an event of a finding says of it. */
export const aboutFinding = ({ id, kind, itemId, deliveryId, channelId }: FindingRow) => ({
  ...(itemId ? { itemId } : {}),
  ...(deliveryId ? { deliveryId } : {}),
  data: { findingId: id, finding: kind, channelId },
});
