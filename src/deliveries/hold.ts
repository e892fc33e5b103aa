import { and, eq, inArray, isNotNull, isNull, lte, or, sql } from 'drizzle-orm';
import type { DatabaseLike } from '../../db/client.ts';
import { channels, dbNow, deliveries } from '../../db/schema/index.ts';
import { actorNow, eventActor, permitEverywhere, type Actor } from '../accounts/actor.ts';
import type { Context } from '../context.ts';
import { AppError } from '../core/errors.ts';
import { writeEvents } from '../events.ts';
import { readReason } from '../items/reason.ts';
import { wake } from './wake.ts';

/** The channel of a delivery rests: its platform signed us out, or a person holds it. For `notExists`. */
export const channelRests = (db: DatabaseLike) =>
  db
    .select({ id: channels.id })
    .from(channels)
    .where(
      and(eq(channels.id, deliveries.channelId), or(sql`${channels.pausedUntil} > clock()`, isNotNull(channels.held))),
    );

/** A channel is everybody's: only who may act for all units may stop it. */
export const permitChannel = (ctx: Context, actor: Actor, channelId: string): void => {
  permitEverywhere(actor, 'channel-manage');
  if (!ctx.channels.has(channelId)) throw new AppError('not-found', { what: `渠道“${channelId}”` });
};

export interface HoldInput {
  readonly channelId: string;
  readonly reason: string;
}

/**
 * Nothing of this channel begins until somebody resumes it; what runs this moment ends as it would, and what its platform
 * works on is looked at again after that. A second time changes
 * nothing. Throws `invalid` without a reason, `not-found`.
 */
export const holdChannel = async (ctx: Context, { channelId, reason }: HoldInput, actor: Actor): Promise<void> => {
  const because = readReason(reason);
  await ctx.db.transaction(async (tx) => {
    permitChannel(ctx, await actorNow(tx, actor), channelId);
    const held = sql`jsonb_build_object('by', ${eventActor(actor)}::text, 'because', ${because}::text,
      'at', to_char(clock() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))`;
    const rows = await tx
      .update(channels)
      .set({ held })
      .where(and(eq(channels.id, channelId), isNull(channels.held)))
      .returning({ id: channels.id });
    const event = { actor: eventActor(actor), kind: 'channel-held' as const, data: { channelId, reason: because } };
    await writeEvents(tx, rows.length > 0 ? [event] : []);
  });
};

/** Statuses in which a delivery waits for its channel. */
const WAITING = ['planned', 'retrying', 'in-review', 'running'] as const;

/**
 * The channel goes on, at once: also one that rested because its keys were gone, since a person has mended them. Throws
 * `not-now` when it does not rest.
 */
export const resumeChannel = async (ctx: Context, channelId: string, actor: Actor): Promise<void> => {
  await ctx.db.transaction(async (tx) => {
    permitChannel(ctx, await actorNow(tx, actor), channelId);
    const rests = or(isNotNull(channels.held), sql`${channels.pausedUntil} > clock()`);
    const rows = await tx
      .update(channels)
      .set({ held: null, pausedUntil: null, pausedBecause: null })
      .where(and(eq(channels.id, channelId), rests))
      .returning({ id: channels.id });
    if (rows.length === 0) throw new AppError('not-now', { what: '渠道', status: '正常运行', verb: '恢复' });
    const due = await tx
      .select({ deliveryId: deliveries.id, channelId: deliveries.channelId })
      .from(deliveries)
      .where(
        and(
          eq(deliveries.channelId, channelId),
          inArray(deliveries.status, [...WAITING]),
          lte(deliveries.nextTryAt, dbNow),
        ),
      );
    await wake(tx, due);
    const data = { channelId, woken: due.length };
    await writeEvents(tx, [{ actor: eventActor(actor), kind: 'channel-resumed', data }]);
  });
};
