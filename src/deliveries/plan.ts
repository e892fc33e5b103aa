import { and, eq, inArray, isNull, notInArray, or, sql } from 'drizzle-orm';
import type { Withdrawal } from '../../adapters/contract.ts';
import type { Transaction } from '../../db/client.ts';
import { dbNow, deliveries } from '../../db/schema/index.ts';
import { writeEvents } from '../events.ts';
import { wake } from './wake.ts';

/** Channels that wait a moment before they act, so that a person can still say no (`undo.ts`). */
export interface UndoWindow {
  readonly channelIds: readonly string[];
  readonly ms: number;
}

export interface Plan {
  readonly itemId: string;
  readonly revision: number;
  readonly channelIds: readonly string[];
  /** Absent: at once. */
  readonly publishAt?: Date | undefined;
  /** Absent: nobody waits. */
  readonly undo?: UndoWindow;
  readonly actor: string;
}

/** What every new desired state starts from. A run in progress keeps its status: it looks again before it ends. */
const afresh = {
  status: sql`case when ${deliveries.claimedUntil} > clock() then ${deliveries.status} else 'planned' end`,
  attempts: 0,
  fault: null,
  faultText: null,
  updatedAt: dbNow,
};
const NO_LONGER_HERE: Withdrawal = { kind: 'withdrawn', reason: '更正后不再在本渠道发布' };

/** Not before its time, nor before the undo window ends. */
const startOf = (channelId: string, { publishAt, undo }: Plan) => {
  const at = publishAt ?? dbNow;
  if (!undo?.channelIds.includes(channelId)) return at;
  return sql`greatest(${publishAt?.toISOString() ?? null}::timestamptz, date_trunc('milliseconds', clock())
    + ${undo.ms} * interval '1 millisecond')`;
};

const planLive = (tx: Transaction, plan: Plan) => {
  const { itemId, revision, channelIds } = plan;
  const wanted = { desired: 'live' as const, desiredRevision: revision, withdrawal: null };
  return tx
    .insert(deliveries)
    .values(channelIds.map((channelId) => ({ itemId, channelId, nextTryAt: startOf(channelId, plan), ...wanted })))
    .onConflictDoUpdate({
      target: [deliveries.itemId, deliveries.channelId],
      set: { ...wanted, nextTryAt: sql`excluded.next_try_at`, ...afresh },
      setWhere: sql`${deliveries.desiredRevision} < ${revision} or ${deliveries.desired} = 'withdrawn'`,
    })
    .returning({ id: deliveries.id, channelId: deliveries.channelId, dueAt: deliveries.nextTryAt });
};

/** Sets desired to withdrawn where it is not yet: on these channels, on all but these, or everywhere. */
export const planWithdrawn = (
  tx: Transaction,
  {
    itemId,
    withdrawal,
    only,
    except,
  }: { itemId: string; withdrawal: Withdrawal; only?: readonly string[]; except?: readonly string[] },
) =>
  tx
    .update(deliveries)
    .set({ desired: 'withdrawn', withdrawal, nextTryAt: dbNow, ...afresh })
    .where(
      and(
        eq(deliveries.itemId, itemId),
        eq(deliveries.desired, 'live'),
        only ? inArray(deliveries.channelId, [...only]) : undefined,
        except && except.length > 0 ? notInArray(deliveries.channelId, [...except]) : undefined,
      ),
    )
    .returning({ id: deliveries.id, channelId: deliveries.channelId });

/**
 * Writes the desired state of a revision: live on its channels, withdrawn where a former revision was and this is not.
 * Runs inside the caller's transaction, with the approval that allows it.
 */
export const planDeliveries = async (tx: Transaction, plan: Plan): Promise<void> => {
  const { itemId, revision, channelIds, actor } = plan;
  const [live, dropped] = await Promise.all([
    planLive(tx, plan),
    planWithdrawn(tx, { itemId, withdrawal: NO_LONGER_HERE, except: channelIds }),
  ]);
  const wakes = [
    ...live.map(({ id, channelId, dueAt }) => ({ deliveryId: id, channelId, ...(dueAt ? { dueAt } : {}) })),
    ...dropped.map(({ id, channelId }) => ({ deliveryId: id, channelId })),
  ];
  const told = [
    ...live.map(({ id, channelId }) => ({
      actor,
      kind: 'delivery-planned' as const,
      itemId,
      deliveryId: id,
      data: { channelId, revision },
    })),
    ...dropped.map(({ id, channelId }) => ({
      actor,
      kind: 'delivery-withdrawing' as const,
      itemId,
      deliveryId: id,
      data: { channelId, reason: NO_LONGER_HERE.reason },
    })),
  ];
  await Promise.all([wake(tx, wakes), writeEvents(tx, told)]);
};

/** Deliveries that hold no claim, or one that ran out. */
export const unclaimed = or(isNull(deliveries.claimedUntil), sql`${deliveries.claimedUntil} <= clock()`);
