import { and, asc, eq } from 'drizzle-orm';
import type { CallbackReply } from '../../adapters/contract.ts';
import type { Database } from '../../db/client.ts';
import { callbacks, dbNow, deliveries } from '../../db/schema/index.ts';
import type { Context } from '../context.ts';
import type { Json } from '../core/json.ts';
import { writeEvents } from '../events.ts';
import { wake } from './wake.ts';

type CallbackEvent = NonNullable<CallbackReply['event']>;

/**
 * Keeps what a platform told us, each event once, and wakes the delivery that waits for it. An event whose reference is
 * not known yet is kept too: the run that learns the reference finds it.
 */
export const keepCallback = (ctx: Context, channelId: string, { key, ref, data }: CallbackEvent): Promise<void> =>
  ctx.db.transaction(async (tx) => {
    const kept = await tx
      .insert(callbacks)
      .values({ channelId, key, ref, data })
      .onConflictDoNothing()
      .returning({ id: callbacks.id });
    if (kept.length === 0) return;
    const waiting = await tx
      .update(deliveries)
      .set({ nextTryAt: dbNow })
      .where(and(eq(deliveries.channelId, channelId), eq(deliveries.awaiting, ref), eq(deliveries.status, 'in-review')))
      .returning({ id: deliveries.id, itemId: deliveries.itemId });
    await wake(
      tx,
      waiting.map(({ id }) => ({ deliveryId: id, channelId })),
    );
    const told = waiting.length > 0 ? waiting.map(({ id, itemId }) => ({ itemId, deliveryId: id })) : [{}];
    await writeEvents(
      tx,
      told.map((where) => ({
        actor: channelId,
        kind: 'callback-received' as const,
        ...where,
        data: { channelId, ref },
      })),
    );
  });

/** What the platform told us about a reference, oldest first. */
export const readCallbacks = async (db: Database, channelId: string, ref: string): Promise<Json[]> => {
  const rows = await db
    .select({ data: callbacks.data })
    .from(callbacks)
    .where(and(eq(callbacks.channelId, channelId), eq(callbacks.ref, ref)))
    .orderBy(asc(callbacks.id));
  return rows.map(({ data }) => data);
};
