import { createRequire } from 'node:module';
import { addDays } from '../core/days.ts';

interface Calendar {
  readonly holidays: Readonly<Record<string, string>>;
  readonly workdays: Readonly<Record<string, string>>;
}
// Read as data: the package's module has no named exports under Node, and asks for no year whether it knows it.
const calendar = createRequire(import.meta.url)('chinese-days/dist/chinese-days.json') as Calendar;

/** Years the State Council's notice is known for. The one for next year comes in October or November. */
const KNOWN_YEARS: ReadonlySet<string> = new Set(Object.keys(calendar.holidays).map((day) => day.slice(0, 4)));

export const isYearKnown = (day: string): boolean => KNOWN_YEARS.has(day.slice(0, 4));

const isWeekend = (day: string): boolean => [0, 6].includes(new Date(day).getUTCDay());

/** Null: the year's holidays are not announced, so nobody can say. */
export const isWorkingDay = (day: string): boolean | null => {
  if (!isYearKnown(day)) return null;
  return day in calendar.workdays || (!isWeekend(day) && !(day in calendar.holidays));
};

/**
 * The `many`th working day after a day. “之日起”: the day itself does not count (民法典 第二百零一条; the office may want
 * its 法制 section to confirm it). Null when the count runs into a year without notice.
 */
export const addWorkingDays = (from: string, many: number): string | null => {
  let day = from;
  for (let left = many; left > 0;) {
    day = addDays(day, 1);
    const works = isWorkingDay(day);
    if (works === null) return null;
    if (works) left -= 1;
  }
  return day;
};
