import { z } from 'zod';
import type { Channel, Context } from '../context.ts';
import { beijingDay } from '../core/time.ts';
import { dbClock } from './clock.ts';
import { readCounts, readFacts } from './facts.ts';
import { readProbes } from './probes.ts';
import { judgeProbes, measureProbes } from './probe.ts';
import { judge, type Level, LEVEL_NAMES, LEVELS, measure, type Measure, type Rule, RULES } from './rules/index.ts';
import { sourceOfRule } from './rules/of-kind.ts';

const ruleSchema = z.object({
  rule: z.string().describe('指标编号'),
  name: z.string().describe('指标'),
  text: z.string().describe('现状与怎么办'),
  document: z.string().describe('依据的文件'),
  clause: z.string().describe('依据的条款'),
  certainty: z.enum(['V', 'V2', 'M', 'D']).describe('V 见于原文，V2 转引，M 凭记忆，D 本系统的提前提醒'),
});
export const standingSchema = ruleSchema
  .extend({
    channel: z.string(),
    channelName: z.string(),
    level: z.enum(LEVELS).nullable().describe('veto 单项否决，fail 不达标，warn 提醒；null 在规定之内'),
    levelName: z.string(),
    value: z.number().nullable().describe('现值；null 为没有任何注明日期的内容'),
    bounds: z.string().describe('到多少算什么'),
    daysLeft: z.int().nullable().describe('再过几天更为严重'),
  })
  .meta({ id: 'Standing', description: '一项考核指标的现状' });
export const byHandSchema = ruleSchema.meta({ id: 'ByHand', description: '须由人核对的考核指标' });
export type Standing = z.infer<typeof standingSchema>;
export type ByHand = z.infer<typeof byHandSchema>;

const WITHIN = '在规定之内';
export const standingName = (level: Level | null): string => (level === null ? WITHIN : LEVEL_NAMES[level]);

/** Worst first; what is within bounds by how soon it will not be. */
const rank = ({ level, daysLeft }: Standing): number =>
  (level === null ? LEVELS.length : LEVELS.indexOf(level)) * 1_000 + Math.min(daysLeft ?? 999, 999);

const measuresOf = async ({ db }: Context, channelId: string, now: Date): Promise<Measure[]> => {
  const { rows, facts } = await readFacts(db, channelId, beijingDay(now));
  const home = rows.find(({ kind }) => kind === 'home');
  if (home === undefined) return measure(facts);
  const probed = measureProbes(home.name, judgeProbes(await readProbes(db, home.id), now));
  return [...measure({ ...facts, counts: await readCounts(db, channelId) }), probed];
};

const standingsOf = async (ctx: Context, { id, name }: Channel, now: Date): Promise<Standing[]> =>
  judge(await measuresOf(ctx, id, now), RULES, ctx.rules).map(
    ({ ruleId, level, value, name: ruleName, text, bounds, daysLeft }) => ({
      rule: ruleId,
      name: ruleName,
      text,
      ...sourceOfRule(ruleId),
      channel: id,
      channelName: name,
      level,
      levelName: standingName(level),
      value: Number.isFinite(value) ? value : null,
      bounds,
      daysLeft,
    }),
  );

/** Where the office's sites and accounts stand with what an inspection measures, the worst first. Reads, and asks nobody. */
export const readStandings = async (ctx: Context): Promise<Standing[]> => {
  const now = await dbClock(ctx.db);
  const all: Standing[] = [];
  for (const channel of ctx.channels.values()) all.push(...(await standingsOf(ctx, channel, now)));
  return all.toSorted((a, b) => rank(a) - rank(b));
};

const isByHand = ({ metric }: Rule): boolean => metric === 'event';

/** What only a person can tell: a list to walk through before an inspection. */
export const rulesByHand = (): ByHand[] =>
  RULES.filter(isByHand).map(({ id, name, text }) => ({ rule: id, name, text, ...sourceOfRule(id) }));
