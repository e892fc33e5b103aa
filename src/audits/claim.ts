import { and, eq, isNull, lte, or, sql } from 'drizzle-orm';
import type { Database, Transaction } from '../../db/client.ts';
import { audits, dbNow, deliveries, hosts, type AuditRow, type DeliveryRow } from '../../db/schema/index.ts';
import { withoutWaiting } from '../deliveries/batched.ts';
import { FINAL_STATUSES } from '../core/states.ts';
import { MOVING_MS } from './schedule.ts';
import { wakeAudits } from './wake.ts';

/** The right to look at one copy now. `delivery` is as it stood then: when it moved on meanwhile, the look is void. */
export interface AuditClaim {
  readonly audit: AuditRow;
  readonly delivery: DeliveryRow;
  readonly token: number;
  readonly now: Date;
}

/** A look is bounded by 20 s, its judgement by milliseconds; whoever takes longer has died. */
const leaseEnd = sql`clock() + interval '60 seconds'`;
/** A slot so near that waiting for another wake would take longer. */
const NEAR_MS = 100;

const unclaimed = or(isNull(audits.claimedUntil), lte(audits.claimedUntil, dbNow));

/** The host's next slot, given out by the database, so that all workers together keep its pace. */
const takeSlot = async (tx: Transaction, host: string, paceMs: number): Promise<{ slot: Date; braked: boolean }> => {
  const pace = sql`${paceMs} * interval '1 millisecond'`;
  const [row] = await tx
    .insert(hosts)
    .values({ host, nextSlotAt: sql`clock() + ${pace}` })
    .onConflictDoUpdate({
      target: hosts.host,
      set: { nextSlotAt: sql`greatest(${hosts.nextSlotAt}, clock()) + ${pace}` },
    })
    .returning({ slot: sql<string>`${hosts.nextSlotAt} - ${pace}`, brakedAt: hosts.brakedAt });
  if (!row) throw new Error(`no slot for ${host}`);
  return { slot: new Date(row.slot), braked: row.brakedAt !== null };
};

const putOff = async (tx: Transaction, row: AuditRow, changes: { nextLookAt: Date | null; slotAt?: Date }) => {
  await tx
    .update(audits)
    .set({ ...changes, claimedUntil: null })
    .where(eq(audits.deliveryId, row.deliveryId));
};

const isMoving = ({ status }: DeliveryRow): boolean => !FINAL_STATUSES.includes(status);

/**
 * Claims a due look by one conditional update; null when somebody else has it, nothing is due, the delivery is in
 * motion, or its host's next slot is later: then it is woken again at that time. A claim need not outlive a fallen
 * server: the look is due again.
 */
export const claimAudit = (db: Database, deliveryId: string, paceMs: (host: string) => number) =>
  db.transaction(async (tx): Promise<AuditClaim | null> => {
    const [audit] = await tx
      .update(audits)
      .set({ token: sql`${audits.token} + 1`, claimedUntil: leaseEnd })
      .where(and(eq(audits.deliveryId, deliveryId), lte(audits.nextLookAt, dbNow), unclaimed, withoutWaiting))
      .returning();
    if (!audit) return null;
    const [found] = await tx
      .select({ delivery: deliveries, now: sql<string>`clock()` })
      .from(deliveries)
      .where(eq(deliveries.id, deliveryId));
    if (!found) return null;
    const now = new Date(found.now);
    if (isMoving(found.delivery)) {
      await putOff(tx, audit, { nextLookAt: new Date(now.getTime() + MOVING_MS) });
      return null;
    }
    if (audit.slotAt === null || audit.slotAt > now) {
      const { slot, braked } = await takeSlot(tx, audit.host, paceMs(audit.host));
      if (braked) {
        await putOff(tx, audit, { nextLookAt: null });
        return null;
      }
      if (slot.getTime() - now.getTime() > NEAR_MS) {
        await putOff(tx, audit, { nextLookAt: slot, slotAt: slot });
        await wakeAudits(tx, [{ deliveryId, channelId: found.delivery.channelId, dueAt: slot }]);
        return null;
      }
    }
    return { audit, delivery: found.delivery, token: audit.token, now };
  });
