import { createHash } from 'node:crypto';
import { and, asc, eq, inArray, isNull, lte, or, sql, type SQL } from 'drizzle-orm';
import { among } from '../db/among.ts';
import { audits, dbNow, deliveries, outbox } from '../db/schema/index.ts';
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
type Taken = Pick<typeof outbox.$inferSelect, 'id' | 'deliveryId' | 'channelId'>;

/** A relay that dies with rows in its hands only makes another wake, this much later. */
const takenUntil = sql`clock() + interval '30 seconds'`;

/** Takes due rows by a mark that no index knows; none is locked while the queue is called. */
const takeDue = (ctx: Context, ours: SQL | undefined): Promise<Taken[]> =>
  ctx.db
    .update(outbox)
    .set({ takenUntil })
    .where(
      inArray(
        outbox.id,
        ctx.db
          .select({ id: outbox.id })
          .from(outbox)
          .where(and(ours, lte(outbox.dueAt, dbNow), or(isNull(outbox.takenUntil), lte(outbox.takenUntil, dbNow))))
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
const convergeWakes = async (ctx: Context, deliveryIds: string[]): Promise<Wake[]> => {
  const rows = await ctx.db
    .select({ id: deliveries.id, token: deliveries.token })
    .from(deliveries)
    .where(among(deliveries.id, deliveryIds));
  return rows.map(({ id, token }) => ({ id: `${id}_${token}`, deliveryId: id }));
};

const auditWakes = async (ctx: Context, deliveryIds: string[]): Promise<Wake[]> => {
  const rows = await ctx.db
    .select({ id: audits.deliveryId, token: audits.token })
    .from(audits)
    .where(among(audits.deliveryId, deliveryIds));
  return rows.map(({ id, token }) => ({ id: `${id}_${token}`, deliveryId: id }));
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

const idsOf = (rows: readonly Taken[]): string[] => [...new Set(rows.map(({ deliveryId }) => deliveryId))];

const addConverges = async (ctx: Context, queues: Queues, rows: readonly Taken[]): Promise<void> => {
  const known = new Map((await convergeWakes(ctx, idsOf(rows))).map((wake) => [wake.deliveryId, wake]));
  for (const [channelId, queue] of queues) {
    const wakes = idsOf(rows.filter((row) => row.channelId === channelId)).flatMap((id) => known.get(id) ?? []);
    const channel = ctx.channels.get(channelId);
    if (wakes.length > 0 && channel) await queue.add(packJobs(wakes, wakesPerJob(channel.adapter.limits)));
  }
};

const addAudits = async (ctx: Context, queue: WakeQueue, rows: readonly Taken[]): Promise<void> =>
  queue.add(packJobs(await auditWakes(ctx, idsOf(rows)), 1));

type Add = (rows: readonly Taken[]) => Promise<void>;

const relay = async (ctx: Context, ours: SQL | undefined, add: Add): Promise<number> => {
  const rows = await takeDue(ctx, ours);
  if (rows.length === 0) return 0;
  await add(rows);
  const ids = rows.map(({ id }) => id);
  await ctx.db.delete(outbox).where(among(outbox.id, ids));
  return rows.length;
};

/** Moves due wakes from the outbox into their queues; answers how many. Without a queue for audits, others take those. */
export const relayOutbox = async (ctx: Context, converge: Queues, audit: WakeQueue | null = null): Promise<number> => {
  const channels = and(eq(outbox.job, 'converge'), inArray(outbox.channelId, [...converge.keys()]));
  const deliveries = converge.size === 0 ? 0 : await relay(ctx, channels, (rows) => addConverges(ctx, converge, rows));
  const looks = audit ? await relay(ctx, eq(outbox.job, 'audit'), (rows) => addAudits(ctx, audit, rows)) : 0;
  return deliveries + looks;
};
