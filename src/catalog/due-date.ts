import type { TimeLimit } from './time-limit.ts';
import { addDays } from '../core/days.ts';
import { addWorkingDays } from './working-days.ts';

/** Until when an item must be out. `YYYY-MM-DD`, Beijing; on that day it is still in time. */
export type DueDate =
  | { readonly kind: 'due'; readonly day: string }
  /** The count runs into a year whose holidays are not announced: 待国务院通知. Never guessed. */
  | { readonly kind: 'awaits-notice'; readonly text: string }
  | { readonly kind: 'never' };

const AWAITS: DueDate = { kind: 'awaits-notice', text: '期限跨入尚未公布放假安排的年份，待国务院通知后计算' };

const due = (day: string | null): DueDate => (day === null ? AWAITS : { kind: 'due', day });

const yearlyAfter = (formedOn: string, month: number, day: number): string => {
  const year = Number(formedOn.slice(0, 4));
  const inYear = (year: number): string => `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
  return inYear(year) >= formedOn ? inYear(year) : inYear(year + 1);
};

/** Counted from the 成文日期 (or the day of change or approval that the phrase names). */
export const dueDate = (limit: TimeLimit, formedOn: string): DueDate => {
  if (limit.kind === 'working-days') return due(addWorkingDays(formedOn, limit.days));
  if (limit.kind === 'calendar-days') return due(addDays(formedOn, limit.days));
  if (limit.kind === 'prompt') return due(addWorkingDays(formedOn, 1));
  if (limit.kind === 'yearly') return due(yearlyAfter(formedOn, limit.month, limit.day));
  return { kind: 'never' };
};

/** How it stands: in time, late, or nobody can say yet. `publishedOn` null: not out. */
export const isLate = (deadline: DueDate, publishedOn: string | null, today: string): boolean | null => {
  if (deadline.kind === 'awaits-notice') return null;
  if (deadline.kind === 'never') return false;
  return (publishedOn ?? today) > deadline.day;
};
