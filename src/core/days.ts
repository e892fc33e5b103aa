/** A day as `2026-11-26`, Beijing time. China has had no summer time since 1991, so days are 24 hours. */
export type Day = string;

const DAY_MS = 24 * 3_600_000;

export const addDays = (day: Day, days: number): Day =>
  new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10);

/** From one day to another; negative when it is over. */
export const daysUntil = (day: Day, today: Day): number => Math.round((Date.parse(day) - Date.parse(today)) / DAY_MS);

/** The instant a day begins. */
export const startOfDay = (day: Day): Date => new Date(Date.parse(`${day}T00:00:00+08:00`));

/** How many days a window has, both ends counted; 0 when it ends before it begins. */
export const daysIn = (from: Day, to: Day): number => Math.max(0, daysUntil(to, from) + 1);

/** Every day of a window, both ends counted. */
export const daysOf = (from: Day, to: Day): Day[] =>
  Array.from({ length: daysIn(from, to) }, (_, index) => addDays(from, index));

const STARTS = {
  day: (day: Day) => day,
  month: (day: Day) => `${day.slice(0, 7)}-01`,
  year: (day: Day) => `${day.slice(0, 4)}-01-01`,
} as const;
export type CalendarPeriod = keyof typeof STARTS;

/** The first day of the period that a day belongs to. */
export const periodStart = (period: CalendarPeriod, day: Day): Day => STARTS[period](day);

const nextStart = (period: CalendarPeriod, start: Day): Day =>
  periodStart(period, addDays(start, { day: 1, month: 31, year: 366 }[period]));

/** The last day of the period that begins on `start`. */
export const periodEnd = (period: CalendarPeriod, start: Day): Day => addDays(nextStart(period, start), -1);

/** The starts of all periods that a window touches, in order. */
export const periodsOf = (period: CalendarPeriod, from: Day, to: Day): Day[] => {
  const starts: Day[] = [];
  for (let start = periodStart(period, from); start <= to; start = nextStart(period, start)) starts.push(start);
  return starts;
};

/** A window told as the largest whole months and the single days left over at its ends. */
export const splitWindow = (from: Day, to: Day): { readonly months: readonly Day[]; readonly days: readonly Day[] } => {
  const months = periodsOf('month', from, to).filter((start) => start >= from && periodEnd('month', start) <= to);
  const [first] = months;
  const last = months.at(-1);
  if (first === undefined || last === undefined) return { months: [], days: daysOf(from, to) };
  return {
    months,
    days: [...daysOf(from, addDays(first, -1)), ...daysOf(addDays(periodEnd('month', last), 1), to)],
  };
};
