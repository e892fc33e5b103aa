import { createHash } from 'node:crypto';
import { and, asc, eq, inArray, or, sql } from 'drizzle-orm';
import { among } from '../db/among.ts';
import { audits, deliveries, outbox } from '../db/schema/index.ts';
import type { Context } from '../src/context.ts';
import { wakesPerJob } from './pace.ts';
import type { WakeJob, WakeQueue } from './queues.ts';

/** Rows per round: one addBulk of 500 is where BullMQ is fastest on both backends. */
const BATCH = 500;

interface Wake {
  readonly id: string;
  readonly deliveryId: string;
}
interface Queues {
  /** Each channel's. */
  readonly converge: ReadonlyMap<string, WakeQueue>;
  readonly audit: WakeQueue | null;
}
type Taken = Pick<typeof outbox.$inferSelect, 'id' | 'deliveryId' | 'channelId' | 'job'>;

const ours = ({ converge, audit }: Queues) =>
  or(
    converge.size > 0 ? and(eq(outbox.job, 'converge'), inArray(outbox.channelId, [...converge.keys()])) : undefined,
    audit ? eq(outbox.job, 'audit') : undefined,
  );

/**
 * Takes due rows by moving them half a minute ahead: a relay that dies before it deletes them only makes another wake,
 * and no row is locked while the queue is called.
 */
const takeDue = (ctx: Context, queues: Queues): Promise<Taken[]> =>
  ctx.db
    .update(outbox)
    .set({ dueAt: sql`clock() + interval '30 seconds'` })
    .where(
      inArray(
        outbox.id,
        ctx.db
          .select({ id: outbox.id })
          .from(outbox)
          .where(and(sql`${outbox.dueAt} <= clock()`, ours(queues)))
          .orderBy(asc(outbox.dueAt), asc(outbox.id))
          .limit(BATCH)
          .for('update', { skipLocked: true }),
      ),
    )
    .returning({ id: outbox.id, deliveryId: outbox.deliveryId, channelId: outbox.channelId, job: outbox.job });

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
  if (rows.length === 0) return;
  const known = new Map((await convergeWakes(ctx, idsOf(rows))).map((wake) => [wake.deliveryId, wake]));
  for (const [channelId, queue] of queues.converge) {
    const wakes = idsOf(rows.filter((row) => row.channelId === channelId)).flatMap((id) => known.get(id) ?? []);
    const channel = ctx.channels.get(channelId);
    if (wakes.length > 0 && channel) await queue.add(packJobs(wakes, wakesPerJob(channel.adapter.limits)));
  }
};

const addAudits = async (ctx: Context, { audit }: Queues, rows: readonly Taken[]): Promise<void> => {
  if (rows.length === 0 || !audit) return;
  await audit.add(packJobs(await auditWakes(ctx, idsOf(rows)), 1));
};

/** Moves due wakes from the outbox into their queues; answers how many. Without a queue for audits, others take those. */
export const relayOutbox = async (
  ctx: Context,
  converge: Queues['converge'],
  audit: Queues['audit'] = null,
): Promise<number> => {
  const queues = { converge, audit };
  if (queues.converge.size === 0 && !queues.audit) return 0;
  const rows = await takeDue(ctx, queues);
  if (rows.length === 0) return 0;
  await addConverges(
    ctx,
    queues,
    rows.filter(({ job }) => job === 'converge'),
  );
  await addAudits(
    ctx,
    queues,
    rows.filter(({ job }) => job === 'audit'),
  );
  await ctx.db.delete(outbox).where(
    among(
      outbox.id,
      rows.map(({ id }) => id),
    ),
  );
  return rows.length;
};
