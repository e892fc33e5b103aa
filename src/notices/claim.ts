import { and, asc, eq, isNull, lte, or, sql } from 'drizzle-orm';
import type { Database, Transaction } from '../../db/client.ts';
import { dbNow, noticeTargets, noticesTold, type NoticeTargetRow } from '../../db/schema/index.ts';
import type { Notice } from '../core/notices.ts';
import { writeEvents } from '../events.ts';

/** Longer than any message takes. */
const CLAIM = sql`interval '2 minutes'`;

/** One target that is due to be looked at, held by this process for a while; null: none. */
export const claimTarget = async (db: Database, seen: readonly string[]): Promise<NoticeTargetRow | null> => {
  const free = or(isNull(noticeTargets.claimedUntil), lte(noticeTargets.claimedUntil, dbNow));
  const due = or(isNull(noticeTargets.nextTryAt), lte(noticeTargets.nextTryAt, dbNow));
  const others = seen.length === 0 ? undefined : sql`${noticeTargets.id} not in ${seen}`;
  const next = db
    .select({ id: noticeTargets.id })
    .from(noticeTargets)
    .where(and(eq(noticeTargets.isOn, true), free, due, others))
    .orderBy(asc(noticeTargets.createdAt))
    .limit(1)
    .for('update', { skipLocked: true });
  const [row] = await db
    .update(noticeTargets)
    .set({ claimedUntil: sql`clock() + ${CLAIM}` })
    .where(sql`${noticeTargets.id} = (${next})`)
    .returning();
  return row ?? null;
};

export const releaseTarget = async (db: Database, id: string): Promise<void> => {
  await db.update(noticeTargets).set({ claimedUntil: null }).where(eq(noticeTargets.id, id));
};

export interface Outcome {
  readonly target: NoticeTargetRow;
  readonly kind: 'urgent' | 'digest';
  readonly notices: readonly Notice[];
  /** The day of the digest. */
  readonly today: string;
}

const rememberTold = async (tx: Transaction, { target, notices }: Outcome): Promise<void> => {
  if (notices.length === 0) return;
  await tx
    .insert(noticesTold)
    .values(notices.map(({ key }) => ({ targetId: target.id, key })))
    .onConflictDoNothing();
};

/** It went out: what it said is never told again. `silent`: there was nothing to say today. */
export const recordSent = (db: Database, outcome: Outcome, silent = false): Promise<void> =>
  db.transaction(async (tx) => {
    const { target, kind, notices, today } = outcome;
    await rememberTold(tx, outcome);
    await tx
      .update(noticeTargets)
      .set({
        ...(kind === 'urgent' ? { urgentAt: dbNow } : { digestOn: today }),
        failures: 0,
        failure: null,
        nextTryAt: null,
        claimedUntil: null,
      })
      .where(eq(noticeTargets.id, target.id));
    const data = { targetId: target.id, name: target.name, message: kind, notices: notices.length };
    if (!silent) await writeEvents(tx, [{ actor: 'notices', kind: 'notice-sent', data }]);
  });

/** 1 minute, then twice as long each time, at most an hour. */
const WAIT = sql`least(interval '1 minute' * power(2, least(${noticeTargets.failures}, 10)), interval '1 hour')`;

/** It did not: the same is tried again later. Only the first failure in a row is an event; the page shows the newest. */
export const recordFailed = (db: Database, { target }: Outcome, why: string): Promise<void> =>
  db.transaction(async (tx) => {
    await tx
      .update(noticeTargets)
      .set({
        failures: sql`${noticeTargets.failures} + 1`,
        failure: why,
        nextTryAt: sql`clock() + ${WAIT}`,
        claimedUntil: null,
      })
      .where(eq(noticeTargets.id, target.id));
    const data = { targetId: target.id, name: target.name, why };
    if (target.failures === 0) await writeEvents(tx, [{ actor: 'notices', kind: 'notice-failed', data }]);
  });
