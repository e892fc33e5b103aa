import { and, asc, eq, inArray, isNull, lte, or, sql } from 'drizzle-orm';
import type { Database, Transaction } from '../../db/client.ts';
import { audits, dbNow, deliveries, type AuditRow, type DeliveryRow } from '../../db/schema/index.ts';
import { batched, withoutWaiting } from '../deliveries/batched.ts';
import { FINAL_STATUSES } from '../core/states.ts';
import { MOVING_MS } from './schedule.ts';
import { takeSlots, type Slot } from './host-slots.ts';
import { wakeAudits } from './wake.ts';
import { among } from '../../db/among.ts';

/** What a look goes by; whole rows would be read along a thousand times a second for nothing. */
const CLAIMED = {
  deliveryId: audits.deliveryId,
  url: audits.url,
  host: audits.host,
  slotAt: audits.slotAt,
  token: audits.token,
  verdict: audits.verdict,
  verdictText: audits.verdictText,
  same: audits.same,
  expectedHash: audits.expectedHash,
  etag: audits.etag,
  lastModified: audits.lastModified,
  bodyHash: audits.bodyHash,
  textHash: audits.textHash,
  shownOn: audits.shownOn,
};
const OF_DELIVERY = {
  itemId: deliveries.itemId,
  channelId: deliveries.channelId,
  status: deliveries.status,
  desired: deliveries.desired,
  desiredRevision: deliveries.desiredRevision,
};

/** The right to look at one copy now. `delivery` is as it stood then: when it moved on meanwhile, the look is void. */
export interface AuditClaim {
  readonly audit: Pick<AuditRow, keyof typeof CLAIMED>;
  readonly delivery: Pick<DeliveryRow, keyof typeof OF_DELIVERY | 'id' | 'token'>;
  readonly token: number;
  readonly now: Date;
}

/** A look is bounded by 20 s, its judgement by milliseconds; whoever takes longer has died. */
const leaseEnd = sql`clock() + interval '60 seconds'`;
/** A slot so near that waiting for another wake would take longer. */
const NEAR_MS = 100;

const unclaimed = or(isNull(audits.claimedUntil), lte(audits.claimedUntil, dbNow));

/** Locked in one order, so that two processes never wait for each other. */
const claimRows = async (tx: Transaction, ids: readonly string[]): Promise<AuditClaim[]> => {
  const due = tx
    .select({ id: audits.deliveryId })
    .from(audits)
    .where(and(among(audits.deliveryId, ids), lte(audits.nextLookAt, dbNow), unclaimed))
    .orderBy(asc(audits.deliveryId))
    .for('update');
  const rows = await tx
    .update(audits)
    .set({ token: sql`${audits.token} + 1`, claimedUntil: leaseEnd })
    .from(deliveries)
    .where(and(inArray(audits.deliveryId, due), eq(deliveries.id, audits.deliveryId), withoutWaiting))
    .returning({ ...CLAIMED, ...OF_DELIVERY, deliveryToken: deliveries.token, now: sql<string>`clock()` });
  return rows.map(({ itemId, channelId, status, desired, desiredRevision, deliveryToken, now, ...audit }) => ({
    audit,
    delivery: { id: audit.deliveryId, itemId, channelId, status, desired, desiredRevision, token: deliveryToken },
    token: audit.token,
    now: new Date(now),
  }));
};

/** Until when a claimed look has to wait after all; null: it may leave. */
interface PutOff {
  readonly id: string;
  /** ISO; null: until its host is released. */
  readonly at: string | null;
  readonly slot: string | null;
}

const isMoving = ({ delivery }: AuditClaim): boolean => !FINAL_STATUSES.includes(delivery.status);

const putOffOf = (claim: AuditClaim, slot: Slot | undefined): PutOff | null => {
  const { id } = claim.delivery;
  const later = (at: Date): string => at.toISOString();
  if (isMoving(claim)) return { id, at: later(new Date(claim.now.getTime() + MOVING_MS)), slot: null };
  if (slot === undefined) return null;
  if (slot.braked) return { id, at: null, slot: null };
  const isNear = slot.at.getTime() - claim.now.getTime() <= NEAR_MS;
  return isNear ? null : { id, at: later(slot.at), slot: later(slot.at) };
};

const putOff = async (tx: Transaction, claims: readonly AuditClaim[], rows: readonly PutOff[]): Promise<void> => {
  if (rows.length === 0) return;
  const asked = sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as asked(id uuid, at timestamptz, slot timestamptz)`;
  await tx
    .update(audits)
    .set({ nextLookAt: sql`asked.at`, slotAt: sql`coalesce(asked.slot, ${audits.slotAt})`, claimedUntil: null })
    .from(asked)
    .where(sql`${audits.deliveryId} = asked.id`);
  const channels = new Map(claims.map(({ delivery }) => [delivery.id, delivery.channelId]));
  const wakes = rows.flatMap(({ id, slot }) =>
    slot === null ? [] : [{ deliveryId: id, channelId: channels.get(id) ?? '', dueAt: new Date(slot) }],
  );
  await wakeAudits(tx, wakes);
};

const hasNoSlot = (claim: AuditClaim): boolean =>
  !isMoving(claim) && (claim.audit.slotAt === null || claim.audit.slotAt > claim.now);

interface Ask {
  readonly deliveryId: string;
  readonly paceMs: (host: string) => number;
}

const claimAudits = (db: Database, asks: readonly Ask[]): Promise<(AuditClaim | null)[]> =>
  db.transaction(async (tx) => {
    const claims = await claimRows(
      tx,
      asks.map(({ deliveryId }) => deliveryId),
    );
    const paces = new Map(asks.map(({ deliveryId, paceMs }) => [deliveryId, paceMs]));
    const slots = await takeSlots(
      tx,
      claims.filter(hasNoSlot).map(({ audit: { deliveryId, host } }) => ({
        id: deliveryId,
        host,
        paceMs: paces.get(deliveryId)?.(host) ?? 0,
      })),
    );
    const later = claims.flatMap((claim) => putOffOf(claim, slots.get(claim.delivery.id)) ?? []);
    await putOff(tx, claims, later);
    const waiting = new Set(later.map(({ id }) => id));
    const claimed = new Map(claims.map((claim) => [claim.delivery.id, claim]));
    return asks.map(({ deliveryId }) => (waiting.has(deliveryId) ? null : (claimed.get(deliveryId) ?? null)));
  });

const claimOne = batched({ run: claimAudits, key: ({ deliveryId }: Ask) => deliveryId });

/**
 * Claims a due look by one conditional update, which it shares with those asked for at the same time; null when somebody
 * else has it, nothing is due, the delivery is in motion, or its host's next slot is later: then it is woken again at that
 * time. A claim need not outlive a fallen server: the look is due again.
 */
export const claimAudit = (
  db: Database,
  deliveryId: string,
  paceMs: (host: string) => number,
): Promise<AuditClaim | null> => claimOne(db, { deliveryId, paceMs });
