/**
 * What an inspection holds against a site or an account, as data. To use: `measure(facts)` → `judge(measures, settings)`;
 * the rows stand in `site.ts`, `account.ts` and `portal.ts`, by the numbering of the indicators they come from.
 */

/** V read in a source text; V2 second-hand; M from memory; D our own early warning. M and D only ever warn. */
export type Certainty = 'V' | 'V2' | 'M' | 'D';

/** Worst first. 单项否决, 不达标, 提醒. */
export const LEVELS = ['veto', 'fail', 'warn'] as const;
export type Level = (typeof LEVELS)[number];
export const LEVEL_NAMES: Readonly<Record<Level, string>> = { veto: '单项否决', fail: '不达标', warn: '提醒' };

export interface Threshold {
  /** Reached or passed (“超过(含)”), in the rule's unit. */
  readonly at: number;
  readonly certainty: Certainty;
  readonly document: string;
  readonly clause: string;
  /** Holds only where the office says that the province's ten days are applied to it. */
  readonly onlyWhen?: 'ten-days';
}

/** A number the audit can tell (`measure.ts`); `event` is something only a person or another check can tell. */
export type Metric =
  | 'age-days'
  | 'stale-top-columns'
  | 'stale-columns'
  | 'blank-columns'
  | 'blank'
  | 'failed-share'
  | 'failed-share-so-far'
  | CountMetric
  | 'event';

/** How many copies have such a fault, each told by a finding of its own (`../facts.ts`). */
export type CountMetric = 'backdated' | 'links-broken' | 'tags-wrong' | 'late-items';

export type AppliesTo =
  | 'site'
  | 'home'
  | 'column'
  | 'news-column'
  | 'notice-column'
  | 'policy-column'
  | 'other-column'
  | 'account';

export interface Rule {
  readonly id: string;
  /** 指标, Chinese. */
  readonly name: string;
  /** What is held against it and what to do, Chinese. */
  readonly text: string;
  readonly appliesTo: AppliesTo;
  readonly metric: Metric;
  /** Null: it is so, or it is not; there is no number to show. */
  readonly unit: '天' | '个' | '条' | '份' | '比例' | '次' | null;
  /** Over what time it is looked at; null: at any moment. */
  readonly window: string | null;
  readonly automatic: 'full' | 'semi' | 'manual';
  readonly levels: Readonly<Partial<Record<Level, Threshold>>>;
}
