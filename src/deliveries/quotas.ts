import { and, eq, gte, lt, sql } from 'drizzle-orm';
import type { Quota } from '../../adapters/contract.ts';
import type { Channel } from '../context.ts';
import type { Database } from '../../db/client.ts';
import { quotas } from '../../db/schema/index.ts';
import { ChannelError } from '../core/faults.ts';
import { nextBeijingDay, nextBeijingMonth } from '../core/time.ts';

const today = sql`(clock() at time zone 'Asia/Shanghai')::date`;
const thisMonth = sql`date_trunc('month', clock() at time zone 'Asia/Shanghai')::date`;

export interface Spending {
  readonly channelId: string;
  readonly call: string;
  readonly quota: Quota;
  readonly now: Date;
}

const nameOf = ({ call, quota }: Spending): string => quota.name ?? call;

const dayIsUsedUp = (spending: Spending): ChannelError =>
  new ChannelError(
    'rate-limited',
    `今天的“${nameOf(spending)}”调用已用完（每天 ${spending.quota.perDay} 次），明天自动继续`,
    { retryAt: nextBeijingDay(spending.now) },
  );
const monthIsUsedUp = (spending: Spending): ChannelError =>
  new ChannelError(
    'rate-limited',
    `本月的“${nameOf(spending)}”次数已用完（每月 ${spending.quota.perMonth} 次），下月一日自动继续`,
    { retryAt: nextBeijingMonth(spending.now) },
  );

/** Spent this Beijing month before today: those days are over, so nobody adds to them meanwhile. */
const spentBeforeToday = async (db: Database, { channelId, call }: Spending): Promise<number> => {
  const earlier = and(
    eq(quotas.channelId, channelId),
    eq(quotas.call, call),
    gte(quotas.day, thisMonth),
    lt(quotas.day, today),
  );
  const [row] = await db
    .select({ used: sql<number>`coalesce(sum(${quotas.used}), 0)::int` })
    .from(quotas)
    .where(earlier);
  return row?.used ?? 0;
};

/**
 * Counts one call against the day's and the month's quota, before the call. Throws `rate-limited` until the next Beijing
 * day or month when it is used up; a call that then fails stays counted, as it does with the platform.
 */
export const spendQuota = async (db: Database, spending: Spending): Promise<void> => {
  const { channelId, call, quota } = spending;
  const { perDay, perMonth = Infinity } = quota;
  const leftThisMonth = perMonth === Infinity ? Infinity : perMonth - (await spentBeforeToday(db, spending));
  if (leftThisMonth < 1) throw monthIsUsedUp(spending);
  const rows = await db
    .insert(quotas)
    .values({ channelId, call, day: today, used: 1 })
    .onConflictDoUpdate({
      target: [quotas.channelId, quotas.call, quotas.day],
      set: { used: sql`${quotas.used} + 1` },
      setWhere: sql`${quotas.used} < ${Math.min(perDay, leftThisMonth)}`,
    })
    .returning({ used: quotas.used });
  if (rows.length === 0) throw leftThisMonth <= perDay ? monthIsUsedUp(spending) : dayIsUsedUp(spending);
};

/** Calls counted for one channel and call. */
export interface Spent {
  readonly today: number;
  readonly thisMonth: number;
}
/** By channel id, then by call; absent: none. */
export type SpentCalls = ReadonlyMap<string, ReadonlyMap<string, Spent>>;

/** What every channel has spent, today and this Beijing month. */
export const readSpent = async (db: Database): Promise<SpentCalls> => {
  const rows = await db
    .select({
      channelId: quotas.channelId,
      call: quotas.call,
      today: sql<number>`coalesce(sum(${quotas.used}) filter (where ${quotas.day} = ${today}), 0)::int`,
      thisMonth: sql<number>`sum(${quotas.used})::int`,
    })
    .from(quotas)
    .where(gte(quotas.day, thisMonth))
    .groupBy(quotas.channelId, quotas.call);
  const channels = new Map<string, Map<string, Spent>>();
  for (const { channelId, call, ...spent } of rows)
    channels.set(channelId, (channels.get(channelId) ?? new Map<string, Spent>()).set(call, spent));
  return channels;
};

/** One line of the quota board. */
export interface QuotaLine {
  readonly call: string;
  readonly name: string;
  readonly perDay: number;
  readonly usedToday: number;
  /** Null without a monthly quota. */
  readonly perMonth: number | null;
  readonly usedThisMonth: number | null;
  /** How often it may still be called today. */
  readonly leftToday: number;
}

/** A channel's quotas and what is left of them, the scarcest first. */
export const quotaBoard = (
  limits: Readonly<Record<string, Quota>>,
  spent: ReadonlyMap<string, Spent> | undefined,
): QuotaLine[] =>
  Object.entries(limits)
    .map(([call, { name = call, perDay, perMonth }]) => {
      const used = spent?.get(call) ?? { today: 0, thisMonth: 0 };
      const left = Math.min(perDay - used.today, (perMonth ?? Infinity) - used.thisMonth);
      return {
        call,
        name,
        perDay,
        usedToday: used.today,
        perMonth: perMonth ?? null,
        usedThisMonth: perMonth === undefined ? null : used.thisMonth,
        leftToday: Math.max(0, left),
      };
    })
    .toSorted((one, other) => one.leftToday - other.leftToday);

/** The same for a channel's call, where its platform bounds that one at all. */
export const spendOn = async (db: Database, { id, adapter }: Channel, call: string, now: Date): Promise<void> => {
  const quota = adapter.limits.quotas[call];
  if (quota) await spendQuota(db, { channelId: id, call, quota, now });
};
