import { and, desc, eq, isNull, or, sql } from 'drizzle-orm';
import { audits, events, items } from '../../db/schema/index.ts';
import type { Actor } from '../accounts/actor.ts';
import { narrow } from '../accounts/narrow.ts';
import type { Context } from '../context.ts';
import { auditProgress } from './ask.ts';
import { dbClock } from './clock.ts';
import { lastNight } from './night.ts';

/** One 立即巡检. */
export interface Run {
  readonly id: number;
  readonly at: Date;
  readonly actor: string;
  readonly itemId: string | null;
  readonly itemTitle: string | null;
  readonly copies: number;
  /** Home pages, columns and accounts. */
  readonly places: number;
  /** How many of all of them were looked at since; null: another run came after it, or it is long ago. */
  readonly done: number | null;
}

const { id, at, actor, itemId, data } = events;
const pickEvent = { id, at, actor, itemId, data };

/** Counted only for what may still go on: the counting reads every copy. */
const LATELY_MS = 24 * 3_600_000;

/** Runs that people asked for, newest first: over everything, and over items of units the reader may see. */
export const listRuns = async (ctx: Context, limit: number, reader: Actor): Promise<Run[]> => {
  const now = await dbClock(ctx.db);
  const mine = narrow(items.unitId, reader, 'item-read');
  const rows = await ctx.db
    .select({ ...pickEvent, itemTitle: items.title })
    .from(events)
    .leftJoin(items, eq(items.id, events.itemId))
    .where(and(sql`${events.kind} = 'audits-asked'`, mine && or(isNull(events.itemId), mine)))
    .orderBy(desc(events.id))
    .limit(limit);
  return Promise.all(
    rows.map(async ({ data, ...row }, at) => {
      const isNewest = rows.findIndex(({ itemId }) => itemId === row.itemId) === at;
      const isLate = now.getTime() - row.at.getTime() > LATELY_MS;
      const [copies, places] = [Number(data['copies'] ?? 0), Number(data['places'] ?? 0)];
      if (!isNewest || isLate) return { ...row, copies, places, done: null };
      return { ...row, ...(await auditProgress(ctx, row.at, row.itemId ?? undefined)) };
    }),
  );
};

export interface AuditState {
  readonly copies: number;
  /** As they should be: 一致, or gone where they were withdrawn. */
  readonly asWanted: number;
  /** The newest look at any copy; null: none yet. */
  readonly seenAt: Date | null;
  /** The next look at one that is planned; null: none. */
  readonly nextLookAt: Date | null;
  /** When all are looked at next. */
  readonly nightAt: Date;
}

const date = (text: string | null): Date | null => (text === null ? null : new Date(text));

/** Of all copies together: how many are as they should be, when one was looked at last and when the next is. */
export const auditState = async ({ db }: Context): Promise<AuditState> => {
  const [row] = await db
    .select({
      copies: sql<number>`count(*)::int`,
      asWanted: sql<number>`(count(*) filter (where ${audits.verdict} in ('same', 'absent')))::int`,
      seenAt: sql<string | null>`max(${audits.seenAt})`,
      nextLookAt: sql<string | null>`min(${audits.nextLookAt})`,
      nightAt: sql<string>`${lastNight} + interval '1 day'`,
    })
    .from(audits);
  if (!row) throw new Error('an aggregate without a row');
  return { ...row, seenAt: date(row.seenAt), nextLookAt: date(row.nextLookAt), nightAt: new Date(row.nightAt) };
};
