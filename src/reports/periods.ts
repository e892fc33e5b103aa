import { addDays, periodEnd, type Day } from '../core/days.ts';
import type { ReportKind } from '../core/reports.ts';
import type { Window } from '../reach/completeness.ts';

interface KindFacts {
  readonly name: string;
  /** What asks for it, for a person. */
  readonly basis: string;
  /** How a period is written; periods of one kind sort as texts. */
  readonly form: RegExp;
  readonly example: string;
  readonly windowOf: (period: string) => Window;
  /** Until when it must be out. */
  readonly dueOn: (period: string) => Day;
  readonly labelOf: (period: string) => string;
  /** The period that a day lies in. */
  readonly periodAt: (day: Day) => string;
}

const NUMERALS = ['', '一', '二', '三', '四'];
const after = ({ to }: Window, days: number): Day => addDays(to, days);

const yearOf = (period: string): Window => ({ from: `${period}-01-01`, to: `${period}-12-31` });
const quarterOf = (period: string): Window => {
  const [year = '', quarter = ''] = period.split('-Q');
  const last = String(Number(quarter) * 3).padStart(2, '0');
  const first = String(Number(quarter) * 3 - 2).padStart(2, '0');
  return { from: `${year}-${first}-01`, to: periodEnd('month', `${year}-${last}-01`) };
};
const monthOf = (period: string): Window => ({ from: `${period}-01`, to: periodEnd('month', `${period}-01`) });

/**
 * The yearly one is due on 31 January (国办函〔2018〕12号, standards §3). For the others no document of ours names a day: the
 * 10th and the 5th of the following month are this project's choice, so that the county reads them while they are news.
 */
export const KINDS: Readonly<Record<ReportKind, KindFacts>> = {
  annual: {
    name: '政府网站工作年度报表',
    basis: '国办函〔2018〕12号；指标项据记忆整理，填报前请与全国政府网站信息报送系统核对',
    form: /^20\d\d$/,
    example: '2026',
    windowOf: yearOf,
    dueOn: (period) => after(yearOf(period), 31),
    labelOf: (period) => `${period}年度`,
    periodAt: (day) => day.slice(0, 4),
  },
  quarterly: {
    name: '政府网站与政务新媒体自查情况通报',
    basis: '国办秘函〔2019〕19号所列检查指标；每季度自查',
    form: /^20\d\d-Q[1-4]$/,
    example: '2026-Q3',
    windowOf: quarterOf,
    dueOn: (period) => after(quarterOf(period), 10),
    labelOf: (period) => `${period.slice(0, 4)}年第${NUMERALS[Number(period.at(-1))] ?? ''}季度`,
    periodAt: (day) => `${day.slice(0, 4)}-Q${Math.ceil(Number(day.slice(5, 7)) / 3)}`,
  },
  monthly: {
    name: '政务新媒体月报',
    basis: '国办发〔2018〕123号；阅读等数字仅供内部参考，不作评比排名（《关于防治“指尖上的形式主义”的若干意见》）',
    form: /^20\d\d-(?:0[1-9]|1[0-2])$/,
    example: '2026-10',
    windowOf: monthOf,
    dueOn: (period) => after(monthOf(period), 5),
    labelOf: (period) => `${period.slice(0, 4)}年${Number(period.slice(5))}月`,
    periodAt: (day) => day.slice(0, 7),
  },
};

/** The newest period that was over before this day. */
export const lastPeriod = (kind: ReportKind, today: Day): string => {
  const { windowOf, periodAt } = KINDS[kind];
  return periodAt(addDays(windowOf(periodAt(today)).from, -1));
};
