import { eq } from 'drizzle-orm';
import type { DatabaseLike, Transaction } from '../../db/client.ts';
import { findings, items, type FindingRow } from '../../db/schema/index.ts';
import { AppError } from '../core/errors.ts';
import { FINDING_STATE_NAMES } from '../core/findings.ts';

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const notFound = (): AppError => new AppError('not-found', { what: '问题' });

/** The unit whose item a finding is about, for permissions; undefined: it is about no item. Throws `not-found`. */
export const unitOfFinding = async (db: DatabaseLike, id: string): Promise<string | undefined> => {
  if (!UUID.test(id)) throw notFound();
  const [row] = await db
    .select({ unitId: items.unitId })
    .from(findings)
    .leftJoin(items, eq(items.id, findings.itemId))
    .where(eq(findings.id, id));
  if (!row) throw notFound();
  return row.unitId ?? undefined;
};

/** A finding that is still to be dealt with, locked for a change. Throws `not-found` or `not-now`. */
export const holdFinding = async (tx: Transaction, id: string, verb: string): Promise<FindingRow> => {
  if (!UUID.test(id)) throw notFound();
  const [row] = await tx.select().from(findings).where(eq(findings.id, id)).for('update');
  if (!row) throw notFound();
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
