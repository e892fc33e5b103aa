import type { AppliesTo, CountMetric, Metric } from './rule.ts';
import { daysUntil } from '../../core/days.ts';

/** One number told of one subject. `value` null: nobody could tell; it is never taken for zero. */
export interface Measure {
  readonly appliesTo: AppliesTo;
  readonly metric: Metric;
  /** The column's or account's id, `home` or `site`. */
  readonly subject: string;
  readonly name: string;
  readonly value: number | null;
}

export type ColumnClass = 'news' | 'notice' | 'policy' | 'other';
export interface ColumnFacts {
  readonly id: string;
  readonly name: string;
  readonly class: ColumnClass;
  /** 一级栏目. */
  readonly isTop: boolean;
  /** Null: could not be looked at. */
  readonly entries: number | null;
  /** `YYYY-MM-DD`, Beijing, of the newest dated entry; null: none carries a date, which counts as not updated. */
  readonly newestOn: string | null;
}
export interface AccountFacts {
  readonly id: string;
  readonly name: string;
  readonly isSeen: boolean;
  readonly newestOn: string | null;
}
export interface Facts {
  /** Today in Beijing, by the database's clock. */
  readonly today: string;
  /** Of the home page; undefined: not looked at. */
  readonly homeNewestOn?: string | null;
  readonly columns: readonly ColumnFacts[];
  readonly accounts: readonly AccountFacts[];
  /** Of the site's copies; absent: they are told one by one, and not asked for here. */
  readonly counts?: Readonly<Record<CountMetric, number>>;
}

/** After so many days a column of its class counts as not updated. */
const STALE_AFTER: Readonly<Record<ColumnClass, number>> = { news: 14, notice: 180, policy: 180, other: 365 };
const COLUMN_SUBJECTS = {
  news: 'news-column',
  notice: 'notice-column',
  policy: 'policy-column',
  other: 'other-column',
} as const;

/** Whole days between two days; what has no date was never updated. A date in the future is no age. */
export const ageDays = (newestOn: string | null, today: string): number =>
  newestOn === null ? Number.POSITIVE_INFINITY : Math.max(0, daysUntil(today, newestOn));

const isStale = ({ class: kind, newestOn }: ColumnFacts, today: string): boolean =>
  ageDays(newestOn, today) >= STALE_AFTER[kind];

const ofColumns = ({ columns, today }: Facts): Measure[] =>
  columns.flatMap(({ id: subject, name, class: kind, entries, newestOn }): Measure[] => {
    const isBlank = entries === 0;
    // A blank column is told as blank, not as stale too.
    const age = entries === null || isBlank ? null : ageDays(newestOn, today);
    return [
      { appliesTo: COLUMN_SUBJECTS[kind], metric: 'age-days', subject, name, value: age },
      { appliesTo: 'column', metric: 'blank', subject, name, value: entries === null ? null : Number(isBlank) },
    ];
  });

const ofSite = ({ columns, today, counts }: Facts): Measure[] => {
  const seen = columns.filter(({ entries }) => entries !== null);
  const filled = seen.filter(({ entries }) => entries !== 0);
  const stale = filled.filter((column) => isStale(column, today));
  const site = (metric: Metric, value: number): Measure => ({
    appliesTo: 'site',
    metric,
    subject: 'site',
    name: '网站',
    value,
  });
  const ofColumns =
    columns.length === 0
      ? []
      : [
          site('stale-top-columns', stale.filter(({ isTop, class: kind }) => isTop && kind !== 'other').length),
          site('stale-columns', stale.length),
          site('blank-columns', seen.length - filled.length),
        ];
  const others = Object.entries(counts ?? {}).map(([metric, value]) => site(metric as CountMetric, value));
  return [...ofColumns, ...others];
};

/** What the rules judge, from what was seen. Pure. */
export const measure = (facts: Facts): Measure[] => {
  const home = facts.homeNewestOn;
  const { today } = facts;
  return [
    ...(home === undefined
      ? []
      : [
          {
            appliesTo: 'home',
            metric: 'age-days',
            subject: 'home',
            name: '首页',
            value: ageDays(home, today),
          } as const,
        ]),
    ...ofColumns(facts),
    ...ofSite(facts),
    ...facts.accounts.map(({ id, name, isSeen, newestOn }): Measure => ({
      appliesTo: 'account',
      metric: 'age-days',
      subject: id,
      name,
      value: isSeen ? ageDays(newestOn, today) : null,
    })),
  ];
};
