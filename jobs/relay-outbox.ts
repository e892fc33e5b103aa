import { and, asc, eq, inArray, or, sql } from 'drizzle-orm';
import { audits, deliveries, outbox } from '../db/schema/index.ts';
import type { Context } from '../src/context.ts';
import type { WakeJob, WakeQueue } from './queues.ts';

/** Rows per round: one addBulk of 500 is where BullMQ is fastest on both backends. */
const BATCH = 500;

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
const convergeJobs = async (ctx: Context, deliveryIds: string[]): Promise<WakeJob[]> => {
  const rows = await ctx.db
    .select({ id: deliveries.id, token: deliveries.token })
    .from(deliveries)
    .where(inArray(deliveries.id, deliveryIds));
  return rows.map(({ id, token }) => ({ id: `${id}_${token}`, deliveryId: id }));
};

const auditJobs = async (ctx: Context, deliveryIds: string[]): Promise<WakeJob[]> => {
  const rows = await ctx.db
    .select({ id: audits.deliveryId, token: audits.token })
    .from(audits)
    .where(inArray(audits.deliveryId, deliveryIds));
  return rows.map(({ id, token }) => ({ id: `${id}_${token}`, deliveryId: id }));
};

const idsOf = (rows: readonly Taken[]): string[] => [...new Set(rows.map(({ deliveryId }) => deliveryId))];

const addConverges = async (ctx: Context, queues: Queues, rows: readonly Taken[]): Promise<void> => {
  if (rows.length === 0) return;
  const jobs = new Map((await convergeJobs(ctx, idsOf(rows))).map((job) => [job.deliveryId, job]));
  for (const [channelId, queue] of queues.converge) {
    const wanted = idsOf(rows.filter((row) => row.channelId === channelId));
    const found = wanted.flatMap((id) => jobs.get(id) ?? []);
    if (found.length > 0) await queue.add(found);
  }
};

const addAudits = async (ctx: Context, { audit }: Queues, rows: readonly Taken[]): Promise<void> => {
  if (rows.length === 0 || !audit) return;
  await audit.add(await auditJobs(ctx, idsOf(rows)));
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
    inArray(
      outbox.id,
      rows.map(({ id }) => id),
    ),
  );
  return rows.length;
};
