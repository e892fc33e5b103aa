/** 发布时间 as a page gives it. `minutes` is null where only the day is given. */
export interface PubDate {
  /** `2020-03-05`. */
  readonly day: string;
  readonly minutes: number | null;
}

const NUMERIC =
  /(\d{4})\s*[-—–－/.年]+\s*(\d{1,2})\s*[-—–－/.月]+\s*(\d{1,2})(?:\s*日)?(?:[T\s]*(\d{1,2})[:：时](\d{1,2}))?/;

/** `YYYY——MM——DD HH:MM` as printed in 47号, and what sites make of it: `-`, `—`, `/`, 年月日, the day alone. */
export const parsePubDate = (text: string): PubDate | null => {
  const [, year, month, day, hour, minute] = NUMERIC.exec(text.normalize('NFKC')) ?? [];
  if (year === undefined || month === undefined || day === undefined) return null;
  const iso = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const date = new Date(`${iso}T00:00:00Z`);
  if (Number.isNaN(date.getTime()) || !date.toISOString().startsWith(iso)) return null;
  if (hour === undefined || minute === undefined) return { day: iso, minutes: null };
  const [hours, minutes] = [Number(hour), Number(minute)];
  return hours < 24 && minutes < 60 ? { day: iso, minutes: hours * 60 + minutes } : { day: iso, minutes: null };
};

/** Whether one is surely earlier; two of the same day are not, unless both give the time. */
export const isEarlier = (one: PubDate, other: PubDate): boolean => {
  if (one.day !== other.day) return one.day < other.day;
  return one.minutes !== null && other.minutes !== null && one.minutes < other.minutes;
};
