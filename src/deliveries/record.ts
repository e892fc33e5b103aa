import { and, eq, isNull, sql } from 'drizzle-orm';
import type { Database, Transaction } from '../../db/client.ts';
import { callbacks, channels, dbNow, deliveries, receipts, type DeliveryRow } from '../../db/schema/index.ts';
import type { ChannelFault } from '../core/faults.ts';
import type { Json } from '../core/json.ts';
import type { Action } from '../core/states.ts';
import { writeEvents, type EventKind } from '../events.ts';
import { lookSoon } from '../audits/look-soon.ts';
import type { Claim } from './claim.ts';
import { wake } from './wake.ts';

type Changes = Parameters<ReturnType<Transaction['update']>['set']>[0];

const released = { claimedUntil: null, updatedAt: dbNow };
const ended = {
  ...released,
  action: null,
  actionRevision: null,
  awaiting: null,
  attempts: 0,
  fault: null,
  faultText: null,
};

const write = async (tx: Transaction, { delivery, token }: Claim, changes: Changes): Promise<DeliveryRow | null> => {
  const [row] = await tx
    .update(deliveries)
    .set(changes)
    .where(and(eq(deliveries.id, delivery.id), eq(deliveries.token, token)))
    .returning();
  return row ?? null;
};

const tell = (tx: Transaction, { delivery }: Claim, kind: EventKind, data: Readonly<Record<string, Json>>) =>
  writeEvents(tx, [
    {
      actor: 'converge',
      kind,
      itemId: delivery.itemId,
      deliveryId: delivery.id,
      data: { channelId: delivery.channelId, ...data },
    },
  ]);

const wakeAgain = (tx: Transaction, { delivery }: Claim, dueAt?: Date) =>
  wake(tx, [{ deliveryId: delivery.id, channelId: delivery.channelId, ...(dueAt ? { dueAt } : {}) }]);

/** Settles where the change came out as wanted; wakes another run where approval meanwhile wants more. */
const settle = async (tx: Transaction, claim: Claim, row: DeliveryRow): Promise<void> => {
  const reached =
    row.desired === 'withdrawn'
      ? row.actual === 'absent'
      : row.actual === 'live' && row.actualRevision === row.desiredRevision;
  const status = row.desired === 'withdrawn' ? 'withdrawn' : 'live';
  await write(tx, claim, reached ? { status, nextTryAt: null } : { status: 'planned', nextTryAt: dbNow });
  if (!reached) await wakeAgain(tx, claim);
};

/** What an action that did what it should is called. */
export const PUBLISHED: Readonly<Record<Action, EventKind>> = {
  publish: 'delivery-published',
  update: 'delivery-updated',
  replace: 'delivery-withdrawn',
  withdraw: 'delivery-withdrawn',
};

const goneNow = (tx: Transaction, deliveryId: string) =>
  tx
    .update(receipts)
    .set({ goneAt: dbNow })
    .where(and(eq(receipts.deliveryId, deliveryId), isNull(receipts.goneAt)));

/** No reader sees the copy any more. False when the claim was lost. */
export const recordGone = (db: Database, claim: Claim): Promise<boolean> =>
  db.transaction(async (tx) => {
    const gone = { actual: 'absent' as const, actualRevision: null, remoteId: null, url: null, liveSince: null };
    const row = await write(tx, claim, { ...ended, ...gone });
    if (!row) return false;
    await goneNow(tx, claim.delivery.id);
    await lookSoon(tx, claim.delivery);
    await tell(tx, claim, PUBLISHED[claim.delivery.action], { revision: claim.delivery.actionRevision });
    await settle(tx, claim, row);
    return true;
  });

const toldMeanwhile = async (tx: Transaction, { delivery, now }: Claim, ref: string): Promise<boolean> => {
  const [row] = await tx
    .select({ id: callbacks.id })
    .from(callbacks)
    .where(
      and(
        eq(callbacks.channelId, delivery.channelId),
        eq(callbacks.ref, ref),
        sql`${callbacks.at} >= ${now.toISOString()}`,
      ),
    )
    .limit(1);
  return row !== undefined;
};

/**
 * The platform works on it. Its callback wakes us through `awaiting`; one that came during this run is looked for here,
 * so that none is missed between the adapter's look and this write.
 */
export const recordReview = (db: Database, claim: Claim, awaiting: string | null, checkAt: Date): Promise<boolean> =>
  db.transaction(async (tx) => {
    const first = claim.delivery.awaiting !== awaiting;
    const row = await write(tx, claim, {
      ...released,
      status: 'in-review',
      awaiting,
      nextTryAt: checkAt,
      fault: null,
      faultText: null,
    });
    if (!row) return false;
    const now = awaiting !== null && (await toldMeanwhile(tx, claim, awaiting));
    if (now) await write(tx, claim, { nextTryAt: dbNow });
    await wakeAgain(tx, claim, now ? undefined : checkAt);
    if (first) await tell(tx, claim, 'delivery-in-review', { awaiting, checkAt: checkAt.toISOString() });
    return true;
  });

export interface FaultRecord {
  readonly fault: ChannelFault;
  readonly text: string;
  readonly status: 'retrying' | 'parked' | 'refused';
  /** Null with a final status. */
  readonly nextTryAt: Date | null;
  readonly attempts: number;
  /** Nothing of this channel runs before this instant. */
  readonly pauseUntil: Date | null;
}

/** Approval changed its mind during the run: the back-off of the old wish does not hold for the new one. */
const wantsOther = ({ delivery }: Claim, row: DeliveryRow): boolean =>
  row.desired !== delivery.desired || row.desiredRevision !== delivery.desiredRevision;

/** It did not work: why, what happens next, and when. False when the claim was lost. */
export const recordFault = (db: Database, claim: Claim, record: FaultRecord): Promise<boolean> =>
  db.transaction(async (tx) => {
    const { fault, text, status, nextTryAt, attempts, pauseUntil } = record;
    const row = await write(tx, claim, { ...released, status, fault, faultText: text, nextTryAt, attempts });
    if (!row) return false;
    if (wantsOther(claim, row)) {
      await write(tx, claim, { status: 'planned', nextTryAt: dbNow, attempts: 0 });
      await wakeAgain(tx, claim);
    } else if (nextTryAt) await wakeAgain(tx, claim, nextTryAt);
    if (pauseUntil) {
      await tx
        .update(channels)
        .set({ pausedUntil: pauseUntil, pausedBecause: text })
        .where(eq(channels.id, row.channelId));
      await tell(tx, claim, 'channel-paused', { until: pauseUntil.toISOString(), text });
    }
    await tell(tx, claim, 'delivery-failed', { fault, text, status, attempts });
    return true;
  });

/**
 * The platform said no after it had taken the copy: the action is over. A person's next wish, also the same again, begins
 * a new action with steps of its own. False when the claim was lost.
 */
export const recordTurnedDown = (db: Database, claim: Claim, reason: string): Promise<boolean> =>
  db.transaction(async (tx) => {
    const told = { fault: 'refused', faultText: reason } as const;
    const row = await write(tx, claim, { ...ended, ...told, status: 'refused', nextTryAt: null });
    if (!row) return false;
    if (wantsOther(claim, row)) {
      await write(tx, claim, { status: 'planned', nextTryAt: dbNow });
      await wakeAgain(tx, claim);
    }
    await tell(tx, claim, 'delivery-failed', { fault: 'refused', text: reason, status: 'refused', attempts: 0 });
    return true;
  });

/** Drops an action that approval no longer wants and no reader can have seen; the next run decides anew. */
export const recordAbandoned = (db: Database, claim: Claim): Promise<boolean> =>
  db.transaction(async (tx) => {
    const row = await write(tx, claim, { ...ended, status: 'planned', nextTryAt: dbNow });
    if (!row) return false;
    await tell(tx, claim, 'delivery-abandoned', {
      action: claim.delivery.action,
      revision: claim.delivery.actionRevision,
    });
    await wakeAgain(tx, claim);
    return true;
  });

/** Gives the claim back without a word: the service stops, and another run goes on where this one was. */
export const releaseClaim = (db: Database, claim: Claim): Promise<boolean> =>
  db.transaction(async (tx) => {
    const row = await write(tx, claim, { ...released, nextTryAt: dbNow });
    if (row) await wakeAgain(tx, claim);
    return row !== null;
  });
