import { and, eq, inArray, isNull, sql } from 'drizzle-orm';
import type { Transaction } from '../../db/client.ts';
import { dbNow, deliveries, items, revisions, type DeliveryRow } from '../../db/schema/index.ts';
import { eventActor, type Actor } from '../accounts/actor.ts';
import type { Context } from '../context.ts';
import { instantSchema } from '../core/content.ts';
import { AppError, invalid } from '../core/errors.ts';
import { issue, type Issue } from '../core/issues.ts';
import { STATUS_NAMES } from '../core/states.ts';
import { beijingMinute } from '../core/time.ts';
import { writeEvents } from '../events.ts';
import { unclaimed } from './plan.ts';
import { lockDeliveries, type Target } from './target.ts';
import { wake } from './wake.ts';

export interface RescheduleInput extends Target {
  /** With its zone, e.g. `2026-12-01T08:00:00+08:00`. */
  readonly at: string;
}

const readInstant = (text: string): Date => {
  if (!instantSchema.safeParse(text).success) throw invalid([issue('at', 'bad-format')]);
  return new Date(text);
};

/** The approval sealed an earliest time: later is operation, earlier would be another approval. */
const checkTime = async (tx: Transaction, rows: readonly DeliveryRow[], at: Date): Promise<void> => {
  const [known] = await tx.execute<{ [column: string]: unknown; past: boolean; earliest: number | null }>(sql`
    select ${at.toISOString()}::timestamptz <= clock() as past,
      (extract(epoch from max((${revisions.content} ->> 'publishAt')::timestamptz)) * 1000)::float8 as earliest
    from ${revisions} where ${revisions.itemId} = ${rows[0]?.itemId ?? null}
      and ${inArray(
        revisions.number,
        rows.map(({ desiredRevision }) => desiredRevision),
      )}`);
  const earliest = typeof known?.earliest === 'number' ? new Date(known.earliest) : null;
  const issues: Issue[] = [
    ...(known?.past ? [issue('at', 'in-the-past')] : []),
    ...(earliest && at < earliest ? [issue('at', 'before-approved', { at: beijingMinute(earliest) })] : []),
  ];
  if (issues.length > 0) throw invalid(issues);
};

/** 发布时间 follows while nothing of the item has gone out or begun to: it is never earlier than the first copy. */
const movePublication = (tx: Transaction, itemId: string) =>
  tx
    .update(items)
    .set({
      publishedAt: sql`(select min(${deliveries.nextTryAt}) from ${deliveries}
        where ${deliveries.itemId} = ${itemId} and ${deliveries.desired} = 'live')`,
    })
    .where(
      sql`${items.id} = ${itemId} and not exists (select 1 from ${deliveries} where ${deliveries.itemId} = ${itemId}
        and ${deliveries.desired} = 'live' and (${deliveries.status} <> 'planned' or ${deliveries.action} is not null))`,
    );

/**
 * 改期: publications that have not begun wait for another time, never an earlier one than was approved. Answers the
 * channels. Throws `invalid`, `not-found`, or `not-now` when all have begun.
 */
export const rescheduleDeliveries = async (ctx: Context, input: RescheduleInput, actor: Actor): Promise<string[]> => {
  const at = readInstant(input.at);
  return ctx.db.transaction(async (tx) => {
    const rows = await lockDeliveries(tx, input, actor, 'item-withdraw');
    await checkTime(tx, rows, at);
    const moved = await tx
      .update(deliveries)
      .set({ nextTryAt: at, updatedAt: dbNow })
      .where(
        and(
          inArray(
            deliveries.id,
            rows.map(({ id }) => id),
          ),
          eq(deliveries.desired, 'live'),
          eq(deliveries.status, 'planned'),
          isNull(deliveries.action),
          unclaimed,
        ),
      )
      .returning({ id: deliveries.id, channelId: deliveries.channelId });
    if (moved.length === 0) {
      const status = [...new Set(rows.map((row) => STATUS_NAMES[row.status]))].join('、');
      throw new AppError('not-now', { what: '分发', status, verb: '改期' });
    }
    await movePublication(tx, input.itemId);
    await wake(
      tx,
      moved.map(({ id, channelId }) => ({ deliveryId: id, channelId, dueAt: at })),
    );
    await writeEvents(
      tx,
      moved.map(({ id, channelId }) => ({
        actor: eventActor(actor),
        kind: 'delivery-rescheduled' as const,
        itemId: input.itemId,
        deliveryId: id,
        data: { channelId, at: at.toISOString() },
      })),
    );
    return moved.map(({ channelId }) => channelId);
  });
};
