import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import type { Withdrawal } from '../../adapters/contract.ts';
import { dbNow, deliveries, items } from '../../db/schema/index.ts';
import { actorNow, eventActor, permit, type Actor } from '../accounts/actor.ts';
import { narrow } from '../accounts/narrow.ts';
import type { Context } from '../context.ts';
import { AppError, invalid, type ErrorCode } from '../core/errors.ts';
import type { ChannelFault } from '../core/faults.ts';
import { issue } from '../core/issues.ts';
import { writeEvents } from '../events.ts';
import { readReason } from '../items/reason.ts';
import { retryAs, withdrawAs } from './acts.ts';
import { unclaimed } from './plan.ts';
import { RETRIABLE } from './retry.ts';
import { wake } from './wake.ts';

/** What a person can have ticked, or filtered for, and still have looked at. */
export const MAX_ITEMS = 500;

export interface BulkResult {
  readonly itemId: string;
  /** Null: done. Otherwise why not, for a person; the others are done all the same. */
  readonly refused: { readonly code: ErrorCode; readonly message: string } | null;
}

const each = async (itemIds: readonly string[], run: (itemId: string) => Promise<unknown>): Promise<BulkResult[]> => {
  const wanted = [...new Set(itemIds)];
  if (wanted.length > MAX_ITEMS) throw invalid([issue('', 'too-many', { max: MAX_ITEMS, actual: wanted.length })]);
  const results: BulkResult[] = [];
  for (const itemId of wanted) {
    try {
      await run(itemId);
      results.push({ itemId, refused: null });
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      results.push({ itemId, refused: { code: error.code, message: error.message } });
    }
  }
  return results;
};

export interface BulkInput {
  readonly itemIds: readonly string[];
  /** Absent: every channel. */
  readonly channelIds?: readonly string[] | undefined;
}

/** Each item in a transaction of its own: one that cannot be withdrawn holds up no other. */
export const withdrawMany = async (
  ctx: Context,
  { itemIds, channelIds, withdrawal }: BulkInput & { readonly withdrawal: Withdrawal },
  actor: Actor,
): Promise<BulkResult[]> => {
  permit(actor, 'item-withdraw');
  readReason(withdrawal.reason);
  return each(itemIds, (itemId) => withdrawAs(ctx, { itemId, channelIds, withdrawal }, actor));
};

export const retryMany = async (
  ctx: Context,
  { itemIds, channelIds }: BulkInput,
  actor: Actor,
): Promise<BulkResult[]> => {
  permit(actor, 'delivery-retry');
  return each(itemIds, (itemId) => retryAs(ctx, { itemId, channelIds }, actor));
};

export interface ChannelRetry {
  readonly channelId: string;
  /** 重试同类失败: only what failed for this cause. */
  readonly fault?: ChannelFault | undefined;
}

/**
 * Tries again what failed on one channel, and nothing elsewhere, the longest waiting first. Answers how many; when it is
 * the most one call takes, call again.
 */
export const retryChannel = async (
  ctx: Context,
  { channelId, fault }: ChannelRetry,
  actor: Actor,
): Promise<{ readonly retried: number; readonly more: boolean }> => {
  if (!ctx.channels.has(channelId)) throw new AppError('not-found', { what: `渠道“${channelId}”` });
  return ctx.db.transaction(async (tx) => {
    const now = await actorNow(tx, actor);
    permit(now, 'delivery-retry');
    const failed = await tx
      .select({ id: deliveries.id, itemId: deliveries.itemId })
      .from(deliveries)
      .innerJoin(items, eq(items.id, deliveries.itemId))
      .where(
        and(
          eq(deliveries.channelId, channelId),
          inArray(deliveries.status, [...RETRIABLE]),
          fault && eq(deliveries.fault, fault),
          narrow(items.unitId, now, 'delivery-retry'),
          unclaimed,
        ),
      )
      .orderBy(asc(deliveries.updatedAt))
      .limit(MAX_ITEMS + 1)
      .for('update', { of: deliveries, skipLocked: true });
    const taken = failed.slice(0, MAX_ITEMS);
    const ids = taken.map(({ id }) => id);
    await tx
      .update(deliveries)
      .set({ status: 'planned', nextTryAt: dbNow, attempts: 0, fault: null, faultText: null, updatedAt: dbNow })
      .where(sql`${deliveries.id} in (select jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb)::uuid)`);
    await wake(
      tx,
      ids.map((deliveryId) => ({ deliveryId, channelId })),
    );
    await writeEvents(
      tx,
      taken.map(({ id, itemId }) => ({
        actor: eventActor(actor),
        kind: 'delivery-retried' as const,
        itemId,
        deliveryId: id,
        data: { channelId },
      })),
    );
    return { retried: taken.length, more: failed.length > taken.length };
  });
};
