import { createHash } from 'node:crypto';
import { asc, inArray, sql } from 'drizzle-orm';
import { deliveries, outbox } from '../db/schema/index.ts';
import type { Context } from '../src/context.ts';
import { wakesPerJob } from './pace.ts';
import type { WakeJob, WakeQueue } from './queues.ts';

/** Rows per round: one addBulk of 500 is where BullMQ is fastest on both backends. */
const BATCH = 500;

interface Wake {
  readonly id: string;
  readonly deliveryId: string;
}
type Queues = ReadonlyMap<string, WakeQueue>;

/**
 * Takes due rows by moving them half a minute ahead: a relay that dies before it deletes them only makes another wake,
 * and no row is locked while the queue is called.
 */
const takeDue = (ctx: Context, channelIds: string[]) =>
  ctx.db
    .update(outbox)
    .set({ dueAt: sql`clock() + interval '30 seconds'` })
    .where(
      inArray(
        outbox.id,
        ctx.db
          .select({ id: outbox.id })
          .from(outbox)
          .where(sql`${outbox.dueAt} <= clock() and ${inArray(outbox.channelId, channelIds)}`)
          .orderBy(asc(outbox.dueAt), asc(outbox.id))
          .limit(BATCH)
          .for('update', { skipLocked: true }),
      ),
    )
    .returning({ id: outbox.id, deliveryId: outbox.deliveryId, channelId: outbox.channelId });

/**
 * The job's name is the delivery and its fence: while a wake waits, another is the same job; once a run has claimed, the
 * fence is higher and a new wake is a new job. Nothing of ours is keyed by it.
 */
const jobIds = async (ctx: Context, deliveryIds: string[]): Promise<Map<string, string>> => {
  const rows = await ctx.db
    .select({ id: deliveries.id, token: deliveries.token })
    .from(deliveries)
    .where(inArray(deliveries.id, deliveryIds));
  return new Map(rows.map(({ id, token }) => [id, `${id}_${token}`]));
};

/** Several wakes are shared out over so many jobs at least, so that several processes find something to do. */
const JOBS = 8;

const jobOf = (wakes: readonly Wake[]): WakeJob => {
  const names = wakes.map(({ id }) => id).join(' ');
  const id = wakes.length === 1 ? names : createHash('sha256').update(names).digest('hex');
  return { id, deliveryIds: wakes.map(({ deliveryId }) => deliveryId) };
};

const packJobs = (wakes: readonly Wake[], perJob: number): WakeJob[] => {
  const size = Math.min(perJob, Math.ceil(wakes.length / JOBS));
  const jobs: WakeJob[] = [];
  for (let at = 0; at < wakes.length; at += size) jobs.push(jobOf(wakes.slice(at, at + size)));
  return jobs;
};

/** Moves due wakes from the outbox into the channels' queues; answers how many. */
export const relayOutbox = async (ctx: Context, queues: Queues): Promise<number> => {
  if (queues.size === 0) return 0;
  const rows = await takeDue(ctx, [...queues.keys()]);
  if (rows.length === 0) return 0;
  const ids = await jobIds(ctx, [...new Set(rows.map(({ deliveryId }) => deliveryId))]);
  for (const [channelId, queue] of queues) {
    const wanted = new Set(rows.filter((row) => row.channelId === channelId).map(({ deliveryId }) => deliveryId));
    const wakes = [...wanted].flatMap((deliveryId) => {
      const id = ids.get(deliveryId);
      return id ? [{ id, deliveryId }] : [];
    });
    const channel = ctx.channels.get(channelId);
    if (wakes.length > 0 && channel) await queue.add(packJobs(wakes, wakesPerJob(channel.adapter.limits)));
  }
  await ctx.db.delete(outbox).where(
    inArray(
      outbox.id,
      rows.map(({ id }) => id),
    ),
  );
  return rows.length;
};
