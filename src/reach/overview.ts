import { z } from 'zod';
import { unitsOf, permit, type Actor } from '../accounts/actor.ts';
import type { Context } from '../context.ts';
import { dateSchema } from '../core/content.ts';
import { addDays, daysIn, periodStart, type CalendarPeriod, type Day } from '../core/days.ts';
import type { Metric, ReachSourceName } from '../core/reach.ts';
import { beijingDay } from '../core/time.ts';
import { listColumns, listUnits } from '../items/reference.ts';
import type { Window } from './completeness.ts';
import { readReach, type Figure } from './read.ts';

/** What may be compared with: the days just before, or the same days a year ago. */
export const COMPARISONS = ['before', 'year'] as const;
type Comparison = (typeof COMPARISONS)[number];

/** So long a window is asked for at most: three years. */
const MAX_DAYS = 3 * 366;

/** The filters of 传播, as they stand in its address. */
export const overviewQuerySchema = z
  .strictObject({
    by: z.enum(['channel', 'unit', 'column']).default('channel'),
    from: dateSchema.optional(),
    to: dateSchema.optional(),
    with: z.enum(COMPARISONS).default('before'),
  })
  .refine(({ from, to }) => !from || !to || (from <= to && daysIn(from, to) <= MAX_DAYS), {
    path: ['to'],
    params: { code: 'bad-window', facts: { max: MAX_DAYS } },
  });
export type OverviewQuery = z.output<typeof overviewQuerySchema>;

export interface ComparedFigure extends Figure {
  /** Over the window compared with. Null: nobody told. */
  readonly before: number | null;
}

export interface Line {
  readonly id: string;
  readonly name: string;
  readonly figures: readonly ComparedFigure[];
}

/** What one source told of one channel. Lines stand in the order of their names' ids: numbers rank nobody. */
export interface Told {
  readonly channelId: string;
  readonly channelName: string;
  readonly source: ReachSourceName;
  readonly metrics: readonly Metric[];
  readonly lines: readonly Line[];
}

export interface Overview {
  readonly by: OverviewQuery['by'];
  readonly window: Window;
  readonly compared: Window;
  readonly comparison: Comparison;
  readonly period: CalendarPeriod;
  readonly told: readonly Told[];
  /** Names of channels of which nobody told anything in this window. */
  readonly silent: readonly string[];
}

/** Three calendar months to now, where nothing is asked for: a quarter is what is reported. */
const windowOf = ({ from, to }: OverviewQuery, today: Day): Window => {
  const end = to ?? (from !== undefined && from > today ? from : today);
  return { from: from ?? periodStart('month', addDays(periodStart('month', end), -45)), to: end };
};

const yearBefore = (each: Day): Day => `${Number(each.slice(0, 4)) - 1}${each.slice(4).replace('02-29', '02-28')}`;

const comparedWith = ({ from, to }: Window, comparison: Comparison): Window =>
  comparison === 'year'
    ? { from: yearBefore(from), to: yearBefore(to) }
    : { from: addDays(from, -daysIn(from, to)), to: addDays(from, -1) };

/** So many days are shown one by one; longer windows by month. */
const BY_DAY_MAX = 62;

const namesOf = async (ctx: Context, by: OverviewQuery['by'], actor: Actor): Promise<ReadonlyMap<string, string>> => {
  if (by === 'channel') return new Map(Array.from(ctx.channels.values(), ({ id, name }) => [id, name]));
  if (by === 'column') return new Map((await listColumns(ctx)).map(({ id, name }) => [id, name]));
  const own = unitsOf(actor, 'reach-read');
  const units = await listUnits(ctx);
  return new Map(units.filter(({ id }) => own === null || own.includes(id)).map(({ id, name }) => [id, name]));
};

const keyOf = ({ scopeId, channelId, source, metric }: Figure): string =>
  [scopeId, channelId, source, metric].join(' ');

const groupOf = (figures: readonly ComparedFigure[], names: ReadonlyMap<string, string>): Told['lines'] =>
  [...names].flatMap(([id, name]) => {
    const own = figures.filter(({ scopeId }) => scopeId === id);
    return own.length === 0 ? [] : [{ id, name, figures: own }];
  });

/**
 * What readers did in a window beside what they did in another, by channel, unit or column: each channel and each of its
 * sources for itself. Who is bound to units sees those. Throws `forbidden`.
 */
export const readOverview = async (ctx: Context, query: OverviewQuery, actor: Actor): Promise<Overview> => {
  permit(actor, 'reach-read');
  const { by } = query;
  const window = windowOf(query, beijingDay(ctx.clock()));
  const compared = comparedWith(window, query.with);
  const period: CalendarPeriod = daysIn(window.from, window.to) <= BY_DAY_MAX ? 'day' : 'month';
  const names = await namesOf(ctx, by, actor);
  const asked = { by, ids: [...names.keys()] };
  const [now, before] = await Promise.all([
    readReach(ctx.db, { ...asked, ...window, period }),
    readReach(ctx.db, { ...asked, ...compared, period: 'month' }),
  ]);
  const earlier = new Map(before.figures.map((figure) => [keyOf(figure), figure.value]));
  const figures = now.figures.map((figure) => ({ ...figure, before: earlier.get(keyOf(figure)) ?? null }));
  const keys = [...new Set(figures.map(({ channelId, source }) => `${channelId} ${source}`))];
  const told = keys.flatMap((key) => {
    const own = figures.filter(({ channelId, source }) => `${channelId} ${source}` === key);
    const [first] = own;
    if (!first) return [];
    const channelName = ctx.channels.get(first.channelId)?.name ?? first.channelId;
    const metrics = [...new Set(own.map(({ metric }) => metric))];
    return [{ channelId: first.channelId, channelName, source: first.source, metrics, lines: groupOf(own, names) }];
  });
  const silent = now.silent.flatMap((id) => ctx.channels.get(id)?.name ?? []);
  return { by, window, compared, comparison: query.with, period, told, silent };
};
