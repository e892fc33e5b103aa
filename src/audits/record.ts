import { and, eq, sql } from 'drizzle-orm';
import type { Database, Transaction } from '../../db/client.ts';
import { audits, dbNow, deliveries, hosts, items, type AuditRow } from '../../db/schema/index.ts';
import { withoutWaiting } from '../deliveries/batched.ts';
import { writeEvents } from '../events.ts';
import { checkBrake } from './brake.ts';
import type { AuditClaim } from './claim.ts';
import { recordFindings } from './findings.ts';
import { FORGOTTEN } from './forgotten.ts';
import { found, type Found } from './found.ts';
import type { Looked } from './looked.ts';
import { isWell, recordWell } from './record-well.ts';
import { afterLook, UNKNOWN_BEFORE_FINDING } from './schedule.ts';
import { keepSnapshot } from './snapshots.ts';

/** Longest rest after looks that a host did not answer, by their number. */
const REST_MS = [0, 10_000, 60_000, 600_000, 3_600_000];

const isStale = async (tx: Transaction, { delivery }: AuditClaim): Promise<boolean> => {
  const [now] = await tx
    .select({ token: deliveries.token, desired: deliveries.desired, desiredRevision: deliveries.desiredRevision })
    .from(deliveries)
    .where(eq(deliveries.id, delivery.id));
  const { token, desired, desiredRevision } = delivery;
  return !now || now.token !== token || now.desired !== desired || now.desiredRevision !== desiredRevision;
};

/** Whether a look tells anything but that all is as it was. */
const isNews = ({ audit }: AuditClaim, { judgement: { verdict, findings }, snapshot }: Looked): boolean =>
  verdict !== audit.verdict || verdict === 'unknown' || findings.length > 0 || snapshot !== null;

const writeAudit = async (tx: Transaction, claim: AuditClaim, looked: Looked): Promise<AuditRow | null> => {
  const { audit } = claim;
  const { verdict, why } = looked.judgement;
  const { same, waitMs } = afterLook(audit, verdict, looked.restMs);
  const [row] = await tx
    .update(audits)
    .set({
      verdict,
      verdictText: why,
      seenAt: dbNow,
      way: looked.way,
      httpStatus: looked.httpStatus,
      ...(same === 1 ? { since: dbNow } : {}),
      same,
      ...(looked.memory === 'kept' ? {} : (looked.memory ?? FORGOTTEN)),
      nextLookAt: sql`clock() + ${waitMs} * interval '1 millisecond'`,
      slotAt: null,
      wokenAt: null,
      claimedUntil: null,
    })
    .where(
      and(
        eq(audits.deliveryId, audit.deliveryId),
        eq(audits.token, claim.token),
        // That nothing changed need not outlive a fallen server: it is looked at again.
        isNews(claim, looked) ? undefined : withoutWaiting,
      ),
    )
    .returning();
  return row ?? null;
};

/** Politeness over all workers: a host that does not answer is left alone, longer with each time. */
const writeHost = async (tx: Transaction, { audit: { host } }: AuditClaim, { judgement, restMs = 0 }: Looked) => {
  if (judgement.verdict !== 'unknown') {
    await tx
      .update(hosts)
      .set({ failures: 0 })
      .where(and(eq(hosts.host, host), sql`${hosts.failures} > 0`));
    return;
  }
  const rests = sql`(array[${sql.join(
    REST_MS.map((ms) => sql`${ms}::int`),
    sql`, `,
  )}])[least(${hosts.failures} + 1, ${REST_MS.length})]`;
  await tx
    .update(hosts)
    .set({
      failures: sql`${hosts.failures} + 1`,
      nextSlotAt: sql`greatest(${hosts.nextSlotAt}, clock() + greatest(${rests}, ${Math.round(restMs)}::int) * interval '1 millisecond')`,
    })
    .where(eq(hosts.host, host));
};

const foundOf = ({ judgement }: Looked, row: AuditRow): readonly Found[] =>
  judgement.verdict === 'unknown' && row.same >= UNKNOWN_BEFORE_FINDING
    ? [found('unreadable', { times: row.same, why: judgement.why ?? '' })]
    : judgement.findings;

const unitOf = async (tx: Transaction, itemId: string): Promise<string | null> => {
  const [item] = await tx.select({ unitId: items.unitId }).from(items).where(eq(items.id, itemId));
  return item?.unitId ?? null;
};

const tellVerdict = async (tx: Transaction, { audit, delivery }: AuditClaim, row: AuditRow): Promise<void> => {
  if (audit.verdict === row.verdict) return;
  await writeEvents(tx, [
    {
      actor: 'audit',
      kind: 'copy-audited',
      itemId: delivery.itemId,
      deliveryId: delivery.id,
      data: {
        channelId: delivery.channelId,
        verdict: row.verdict,
        ...(row.verdictText ? { text: row.verdictText } : {}),
      },
    },
  ]);
};

const recordFully = (db: Database, claim: AuditClaim, looked: Looked): Promise<boolean> =>
  db.transaction(async (tx) => {
    const { delivery } = claim;
    if (await isStale(tx, claim)) {
      await tx
        .update(audits)
        .set({ claimedUntil: null, nextLookAt: dbNow, wokenAt: null, slotAt: null })
        .where(and(eq(audits.deliveryId, delivery.id), eq(audits.token, claim.token)));
      return false;
    }
    const row = await writeAudit(tx, claim, looked);
    if (!row) return false;
    await writeHost(tx, claim, looked);
    await tellVerdict(tx, claim, row);
    const braked = await checkBrake(tx, row.host, looked.judgement.verdict, claim.now);
    const found = foundOf(looked, row);
    if (looked.snapshot) await keepSnapshot(tx, looked.snapshot);
    if (braked) return true;
    await recordFindings(tx, {
      subject: {
        subject: `delivery:${delivery.id}`,
        deliveryId: delivery.id,
        itemId: delivery.itemId,
        channelId: delivery.channelId,
        unitId: found.length > 0 ? await unitOf(tx, delivery.itemId) : null,
      },
      found,
      judged: looked.judgement.judged,
      evidence: looked.evidence,
      snapshot: looked.snapshot?.hash ?? null,
      now: claim.now,
    });
    return true;
  });

/**
 * Writes what a look saw: verdict, findings, evidence, events and the next look, in one transaction. False when the claim
 * was lost or the delivery moved on meanwhile: then the look is void, and another one is due.
 */
export const recordLook = async (db: Database, claim: AuditClaim, looked: Looked): Promise<boolean> =>
  (isWell(looked) && (await recordWell(db, { claim, looked }))) || recordFully(db, claim, looked);
