import { beijingDay } from '../core/time.ts';

const DAY_MS = 24 * 3_600_000;

const isWeekday = (at: Date): boolean => {
  const day = new Date(`${beijingDay(at)}T00:00:00Z`).getUTCDay();
  return day !== 0 && day !== 6;
};

/**
 * The end of the n-th weekday after `now`, Beijing time. Public holidays are not counted out: somebody is on duty for
 * the audit, and a due time that falls on one is early, never late.
 */
export const dueAfter = (now: Date, days: number): Date => {
  let at = now;
  for (let left = days; left > 0;) {
    at = new Date(at.getTime() + DAY_MS);
    if (isWeekday(at)) left -= 1;
  }
  return new Date(`${beijingDay(at)}T18:00:00+08:00`);
};
