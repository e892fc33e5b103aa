import type { Measure } from './measure.ts';
import { type Certainty, type Level, LEVEL_NAMES, LEVELS, type Rule, type Threshold } from './rule.ts';

export interface RuleSettings {
  /** The province's ten days are applied to this office; otherwise only the nation's fourteen. */
  readonly tenDays: boolean;
  /** Rules the office has compared with its own copy: only these of the remembered ones may do more than warn. */
  readonly confirmed: ReadonlySet<string>;
}

export interface RuleJudgement {
  readonly ruleId: string;
  readonly subject: string;
  readonly name: string;
  /** Null: within bounds. */
  readonly level: Level | null;
  readonly value: number;
  readonly certainty: Certainty;
  /** The threshold that was reached, or the nearest one ahead. */
  readonly document: string;
  readonly clause: string;
  /** Days until the next worse level, where the rule counts days; null: none, or already at the worst. */
  readonly daysLeft: number | null;
  readonly nextLevel: Level | null;
  /** Chinese: from what on it is how bad, for this office. */
  readonly bounds: string;
  /** Chinese: what is wrong and what to do. */
  readonly text: string;
}

interface Rung {
  readonly level: Level;
  readonly threshold: Threshold;
}

const mayOnlyWarn = ({ certainty }: Threshold, rule: Rule, { confirmed }: RuleSettings): boolean =>
  certainty === 'D' || (certainty === 'M' && !confirmed.has(rule.id));

/** Worst first. What is only remembered is a warning, whatever the document is said to say. */
const rungsOf = (rule: Rule, settings: RuleSettings): Rung[] =>
  LEVELS.flatMap((level) => {
    const threshold = rule.levels[level];
    if (threshold === undefined || (threshold.onlyWhen === 'ten-days' && !settings.tenDays)) return [];
    return [{ level: mayOnlyWarn(threshold, rule, settings) ? 'warn' : level, threshold }];
  });

type Told = Measure & { readonly value: number };

const shown = (value: number, unit: Rule['unit']): string => {
  if (value === Number.POSITIVE_INFINITY) return '没有任何注明日期的内容';
  if (unit === '比例') return `${(value * 100).toFixed(1)}%`;
  if (unit !== '天') return `${Math.floor(value)} ${unit}`;
  return value < 1 ? '今天有更新' : `${Math.floor(value)} 天没有更新`;
};

const amount = (at: number, unit: Rule['unit']): string => {
  if (unit === null) return '出现';
  return unit === '比例' ? `${at * 100}%` : `${at} ${unit}`;
};

/** The mildest first; of two that come to the same, the one that is reached first. */
const boundsOf = (rungs: readonly Rung[], unit: Rule['unit']): string =>
  rungs
    .toSorted((a, b) => a.threshold.at - b.threshold.at)
    .filter(({ level }, index, all) => all.findIndex((each) => each.level === level) === index)
    .map(({ level, threshold }) => `${amount(threshold.at, unit)}起${LEVEL_NAMES[level]}`)
    .join('，');

const textOf = (rule: Rule, { name, value }: Told, isReached: boolean, left: number | null): string => {
  const head = rule.unit === null ? `${name}（${rule.name}）` : `${name}：${shown(value, rule.unit)}（${rule.name}）`;
  if (!isReached) return left === null ? `${head}，在规定之内` : `${head}，还有 ${left} 天`;
  return left === null ? `${head}。${rule.text}` : `${head}。${rule.text}；${left} 天后更为严重`;
};

const judgeOne = (rule: Rule, measure: Told, settings: RuleSettings): RuleJudgement | null => {
  const rungs = rungsOf(rule, settings);
  const reached = rungs.find(({ threshold }) => measure.value >= threshold.at) ?? null;
  const ahead = rungs.filter(({ threshold }) => measure.value < threshold.at).at(-1) ?? null;
  const told = reached ?? ahead;
  if (told === null) return null;
  const daysLeft = ahead !== null && rule.unit === '天' ? Math.ceil(ahead.threshold.at - measure.value) : null;
  const { certainty, document, clause } = told.threshold;
  return {
    ruleId: rule.id,
    subject: measure.subject,
    name: rule.name,
    level: reached?.level ?? null,
    value: measure.value,
    certainty,
    document,
    clause,
    daysLeft,
    nextLevel: ahead?.level ?? null,
    bounds: boundsOf(rungs, rule.unit),
    text: textOf(rule, measure, reached !== null, daysLeft),
  };
};

const isTold = (measure: Measure): measure is Told => measure.value !== null;

/** Every rule on everything it applies to; what nobody could measure is not judged. Pure. */
export const judge = (measures: readonly Measure[], rules: readonly Rule[], settings: RuleSettings): RuleJudgement[] =>
  measures
    .filter(isTold)
    .flatMap((measure) =>
      rules
        .filter(({ appliesTo, metric }) => appliesTo === measure.appliesTo && metric === measure.metric)
        .flatMap((rule) => judgeOne(rule, measure, settings) ?? []),
    );
