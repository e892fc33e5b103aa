import { addDays, daysOf, type Day } from '../src/core/days.ts';
import { ChannelError } from '../src/core/faults.ts';
import { beijingDay } from '../src/core/time.ts';
import { dbClock } from '../src/audits/clock.ts';
import type { Channel, Context } from '../src/context.ts';
import { openAskIo } from '../src/deliveries/ask-io.ts';
import { attribute, claimDay, dueDays, nextAsk, publishedDays, settleDay } from '../src/reach/ask.ts';
import { tellOwnDays } from '../src/reach/own-days.ts';
import { keepSamples } from '../src/reach/samples.ts';
import type { DayTold, Told } from '../adapters/contract.ts';
import { leanFetch } from './http.ts';

export interface MeasureOptions {
  readonly fetch?: typeof globalThis.fetch;
  readonly stopping?: AbortSignal;
}

/** All calls of one day. */
const PATIENCE_MS = 60_000;
const HOUR_MS = 3_600_000;

/** The newest day that a platform is ready to tell of. */
const newestDay = (now: Date, readyAt: number): Day =>
  addDays(beijingDay(new Date(now.getTime() - readyAt * HOUR_MS)), -1);

const keep = async (ctx: Context, { id }: Channel, told: readonly Told[]): Promise<void> => {
  await keepSamples(ctx.db, { channelId: id, source: 'datacube', told: await attribute(ctx.db, id, told) });
};

/** One platform, asked in one run. */
interface Inquiry {
  readonly channel: Channel;
  readonly reach: NonNullable<Channel['adapter']['reach']>;
  readonly options: MeasureOptions;
  readonly now: Date;
}

/** Late, out of calls, unreachable: none of it is an answer, and the day is asked for again. */
const readDay = async (
  ctx: Context,
  { channel, reach, options, now }: Inquiry,
  day: Day,
): Promise<DayTold & { readonly until: Date | null }> => {
  const signal = AbortSignal.any([AbortSignal.timeout(PATIENCE_MS), ...(options.stopping ? [options.stopping] : [])]);
  const io = openAskIo(ctx, channel, { fetch: options.fetch ?? leanFetch, signal, now: () => now });
  try {
    const told = await reach.readDay(day, io);
    const isNewest = day === newestDay(now, reach.readyAt);
    const published = isNewest ? await publishedDays(ctx.db, channel.id, addDays(day, 1 - reach.settledAfter)) : [];
    const totals: Told[] = [];
    for (const each of published) if (each <= day) totals.push(...((await reach.readPublished?.(each, io)) ?? []));
    return { state: told.state, told: [...totals, ...told.told], until: null };
  } catch (error) {
    if (!(error instanceof ChannelError)) throw error;
    ctx.log.info({ channel: channel.id, day, fault: error.fault, error: error.message }, 'reach not told yet');
    return { state: 'delayed', told: [], until: error.retryAt ?? null };
  }
};

const measureDay = async (ctx: Context, inquiry: Inquiry, day: Day): Promise<void> => {
  const { channel, reach, now } = inquiry;
  const { state, told, until } = await readDay(ctx, inquiry, day);
  await keep(ctx, channel, told);
  const next = nextAsk(day, now, beijingDay(now), state === 'told', reach.readyAt);
  const asking = { channelId: channel.id, day };
  await settleDay(ctx.db, asking, state, next !== null && until !== null && until > next ? until : next);
};

/**
 * Asks the platforms what they tell of the days that are due, the newest first: yesterday once it is ready, and earlier ones
 * again at some ages, since numbers come late and are revised. Answers how many days were asked for.
 */
export const measureReach = async (ctx: Context, options: MeasureOptions = {}): Promise<number> => {
  const now = await dbClock(ctx.db);
  await tellOwnDays(ctx, beijingDay(now));
  let asked = 0;
  for (const channel of ctx.channels.values()) {
    const { reach } = channel.adapter;
    if (!reach || channel.off !== null) continue;
    const newest = newestDay(now, reach.readyAt);
    const oldest = addDays(newest, 1 - reach.settledAfter);
    const days = daysOf(oldest < reach.since ? reach.since : oldest, newest);
    for (const day of await dueDays(ctx.db, channel.id, days)) {
      if (options.stopping?.aborted) return asked;
      if (!(await claimDay(ctx.db, { channelId: channel.id, day }))) continue;
      await measureDay(ctx, { channel, reach, options, now }, day);
      asked += 1;
    }
  }
  return asked;
};
