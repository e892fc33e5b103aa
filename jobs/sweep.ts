import { and, asc, eq, inArray, lte, notExists, sql } from 'drizzle-orm';
import { deliveries, events, outbox } from '../db/schema/index.ts';
import type { Context } from '../src/context.ts';
import { CLAIMABLE } from '../src/deliveries/claim.ts';
import { channelRests } from '../src/deliveries/hold.ts';
import { unclaimed } from '../src/deliveries/plan.ts';
import { wake } from '../src/deliveries/wake.ts';
import { writeEvents } from '../src/events.ts';

/** Per round; the next round takes the rest. */
const BATCH = 500;
/**
 * Not younger: a wake needs a moment through the outbox and the queue, and the sweep must not race it. There is no other
 * edge: what should have moved and did not is woken until it has.
 */
const overdue = sql`clock() - interval '30 seconds'`;
/**
 * A slow channel's queue may be long: what waits in it is woken ever less often, at most every 5 minutes, and only one that
 * a dead worker left is soon woken again. Otherwise its hundreds would fill every round, and the events, before all others.
 */
const pause = sql`case when ${deliveries.claimedUntil} is not null then interval '30 seconds' else
  greatest(interval '30 seconds', least((clock() - ${deliveries.nextTryAt}) / 2, interval '5 minutes')) end`;

/**
 * Wakes whatever should have moved and did not: its queue was flushed, its worker died, its wake was lost. Reads our own
 * tables, never the queue; a wake too many does nothing. Answers how many.
 */
export const sweep = (ctx: Context): Promise<number> =>
  ctx.db.transaction(async (tx) => {
    const open = [...ctx.channels.values()].filter(({ off }) => off === null).map(({ id }) => id);
    if (open.length === 0) return 0;
    const waiting = tx
      .select({ id: outbox.id })
      .from(outbox)
      .where(and(eq(outbox.deliveryId, deliveries.id), eq(outbox.job, 'converge')));
    const swept = tx
      .select({ id: events.id })
      .from(events)
      .where(
        and(
          eq(events.itemId, deliveries.itemId),
          eq(events.deliveryId, deliveries.id),
          eq(events.kind, 'delivery-swept'),
          sql`${events.at} > clock() - ${pause}`,
        ),
      );
    const lost = await tx
      .select({ id: deliveries.id, itemId: deliveries.itemId, channelId: deliveries.channelId })
      .from(deliveries)
      .where(
        and(
          lte(deliveries.nextTryAt, overdue),
          inArray(deliveries.status, [...CLAIMABLE]),
          inArray(deliveries.channelId, open),
          unclaimed,
          notExists(waiting),
          notExists(channelRests(tx)),
          notExists(swept),
        ),
      )
      .orderBy(asc(deliveries.nextTryAt))
      .limit(BATCH)
      .for('update', { of: deliveries, skipLocked: true });
    await wake(
      tx,
      lost.map(({ id, channelId }) => ({ deliveryId: id, channelId })),
    );
    await writeEvents(
      tx,
      lost.map(({ id, itemId, channelId }) => ({
        actor: 'sweep',
        kind: 'delivery-swept' as const,
        itemId,
        deliveryId: id,
        data: { channelId },
      })),
    );
    return lost.length;
  });
