import { and, asc, eq, inArray, isNull, lte, notExists, or, sql } from 'drizzle-orm';
import { audits, dbNow, deliveries, outbox } from '../db/schema/index.ts';
import { lastNight } from '../src/audits/night.ts';
import { wakeAudits } from '../src/audits/wake.ts';
import type { Context } from '../src/context.ts';

/** Per round; the next round takes the rest. */
const BATCH = 500;
/** A wake may wait in the outbox and the queue so long before it counts as lost. */
const patience = sql`clock() - interval '2 minutes'`;
/** Brings forward what the night's run has not seen; answers how many. */
export const startNight = async (ctx: Context): Promise<number> => {
  const unseen = ctx.db
    .select({ id: audits.deliveryId })
    .from(audits)
    .where(and(sql`${audits.seenAt} < ${lastNight}`, sql`${audits.nextLookAt} > clock()`))
    .limit(BATCH);
  const rows = await ctx.db
    .update(audits)
    .set({ nextLookAt: dbNow })
    .where(inArray(audits.deliveryId, unseen))
    .returning({ id: audits.deliveryId });
  return rows.length;
};

/** Wakes the audits that are due: those of the schedule, and those whose wake was lost. Answers how many. */
export const sweepAudits = (ctx: Context): Promise<number> =>
  ctx.db.transaction(async (tx) => {
    const known = [...ctx.channels.keys()];
    if (known.length === 0) return 0;
    const waiting = tx
      .select({ id: outbox.id })
      .from(outbox)
      .where(and(eq(outbox.deliveryId, audits.deliveryId), sql`${outbox.job} = 'audit'`));
    const due = await tx
      .select({ id: audits.deliveryId, channelId: deliveries.channelId })
      .from(audits)
      .innerJoin(deliveries, eq(deliveries.id, audits.deliveryId))
      .where(
        and(
          lte(audits.nextLookAt, dbNow),
          or(isNull(audits.wokenAt), lte(audits.wokenAt, patience)),
          or(isNull(audits.claimedUntil), lte(audits.claimedUntil, dbNow)),
          inArray(deliveries.channelId, known),
          notExists(waiting),
        ),
      )
      .orderBy(asc(audits.nextLookAt))
      .limit(BATCH)
      .for('update', { of: audits, skipLocked: true });
    if (due.length === 0) return 0;
    const ids = due.map(({ id }) => id);
    await tx.update(audits).set({ wokenAt: dbNow }).where(inArray(audits.deliveryId, ids));
    await wakeAudits(
      tx,
      due.map(({ id, channelId }) => ({ deliveryId: id, channelId })),
    );
    return due.length;
  });
