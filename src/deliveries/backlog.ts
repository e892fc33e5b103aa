import { lte, sql } from 'drizzle-orm';
import { audits, channels, dbNow, deliveries, outbox } from '../../db/schema/index.ts';
import type { Context } from '../context.ts';
import type { DeliveryStatus } from '../core/states.ts';

/** One kind of wake-up waiting in the outbox. */
export interface OutboxDepth {
  readonly channelId: string;
  readonly job: 'converge' | 'audit';
  /** To be queued now. */
  readonly due: number;
  /** Planned for later. */
  readonly later: number;
  /** The longest overdue; null: none is due. */
  readonly oldestDueAt: Date | null;
}

export interface ChannelBacklog {
  readonly channelId: string;
  readonly channelName: string;
  /** Deliveries that are on their way, by status. */
  readonly moving: Readonly<Partial<Record<DeliveryStatus, number>>>;
  /** Should have moved half a minute ago and did not: the sweep wakes them. */
  readonly overdue: number;
  readonly pausedUntil: Date | null;
  readonly isHeld: boolean;
}

export interface Backlog {
  readonly outbox: readonly OutboxDepth[];
  readonly channels: readonly ChannelBacklog[];
  readonly audits: { readonly due: number; readonly overdue: number; readonly claimed: number };
}

const date = (text: string | null): Date | null => (text === null ? null : new Date(text));
const many = sql<number>`count(*)::int`;
/** As the sweep has it: a wake needs a moment through outbox and queue. */
const LATE = sql`clock() - interval '30 seconds'`;
/** A host keeps its pace, so a due look may rightly wait; this long means that nobody looks. */
const LATE_LOOK = sql`clock() - interval '10 minutes'`;

const readOutbox = async ({ db }: Context): Promise<OutboxDepth[]> => {
  const isDue = sql`${outbox.dueAt} <= clock()`;
  const rows = await db
    .select({
      channelId: outbox.channelId,
      job: outbox.job,
      due: sql<number>`(count(*) filter (where ${isDue}))::int`,
      later: sql<number>`(count(*) filter (where not ${isDue}))::int`,
      oldestDueAt: sql<string | null>`min(${outbox.dueAt}) filter (where ${isDue})`,
    })
    .from(outbox)
    .groupBy(outbox.channelId, outbox.job)
    .orderBy(outbox.channelId, outbox.job);
  return rows.map((row) => ({ ...row, oldestDueAt: date(row.oldestDueAt) }));
};

/** `nextTryAt` is set while something moves: the index on it is all that is read of deliveries. */
const readChannels = async ({ db, clock }: Context): Promise<ChannelBacklog[]> => {
  const [known, rows] = await Promise.all([
    db.select().from(channels).orderBy(channels.id),
    db
      .select({
        channelId: deliveries.channelId,
        status: deliveries.status,
        many,
        overdue: sql<number>`(count(*) filter (where ${deliveries.nextTryAt} <= ${LATE}
          and (${deliveries.claimedUntil} is null or ${deliveries.claimedUntil} <= clock())))::int`,
      })
      .from(deliveries)
      .where(sql`${deliveries.nextTryAt} is not null`)
      .groupBy(deliveries.channelId, deliveries.status),
  ]);
  return known.map(({ id, name, pausedUntil, held }) => {
    const own = rows.filter(({ channelId }) => channelId === id);
    return {
      channelId: id,
      channelName: name,
      moving: Object.fromEntries(own.map(({ status, many }) => [status, many])),
      overdue: own.reduce((sum, { overdue }) => sum + overdue, 0),
      pausedUntil: pausedUntil && pausedUntil > clock() ? pausedUntil : null,
      isHeld: held !== null,
    };
  });
};

const readAudits = async ({ db }: Context): Promise<Backlog['audits']> => {
  const isClaimed = sql`${audits.claimedUntil} > clock()`;
  const [row] = await db
    .select({
      due: many,
      overdue: sql<number>`(count(*) filter (where ${audits.nextLookAt} <= ${LATE_LOOK}))::int`,
      claimed: sql<number>`(count(*) filter (where ${isClaimed}))::int`,
    })
    .from(audits)
    .where(lte(audits.nextLookAt, dbNow));
  return row ?? { due: 0, overdue: 0, claimed: 0 };
};

/** What waits to be done and what is late, from the tables alone: the queue only wakes, and may be flushed any time. */
export const readBacklog = async (ctx: Context): Promise<Backlog> => {
  const [waiting, byChannel, looks] = await Promise.all([readOutbox(ctx), readChannels(ctx), readAudits(ctx)]);
  return { outbox: waiting, channels: byChannel, audits: looks };
};
