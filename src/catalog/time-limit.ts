/** 公开时限 of a catalog entry: when an item must be out, counted from the day it was formed, changed or approved. */
export type TimeLimit =
  | { readonly kind: 'working-days'; readonly days: number }
  | { readonly kind: 'calendar-days'; readonly days: number }
  /** 实时, 及时: the same day; late from the next working day on. */
  | { readonly kind: 'prompt' }
  /** Every year until this day. */
  | { readonly kind: 'yearly'; readonly month: number; readonly day: number }
  /** 长期公开: always there, nothing to count. */
  | { readonly kind: 'standing' };

export interface ReadTimeLimit {
  readonly limit: TimeLimit;
  /** The phrase was not understood, or leaves something open: the default stands until a person has looked. */
  readonly needsReview: boolean;
}

/** 条例 第二十六条: what holds where nothing else does. */
const DEFAULT: TimeLimit = { kind: 'working-days', days: 20 };
const UNCLEAR: ReadTimeLimit = { limit: DEFAULT, needsReview: true };

const DIGITS = '零一二三四五六七八九';

/** `20`, `二十`, `十五`, `三`: the numbers time limits are written in. */
const numberOf = (text: string): number => {
  if (/^\d+$/.test(text)) return Number(text);
  const [tens, ones] = text.includes('十') ? text.split('十') : ['0', text];
  const digit = (mark: string | undefined, empty: number): number => (mark ? DIGITS.indexOf(mark) : empty);
  return (tens === '0' ? 0 : digit(tens, 1) * 10) + digit(ones, 0);
};

const NUMBER = '(\\d{1,3}|[一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九])';
const WORKING = new RegExp(`${NUMBER}个?工作日`);
const CALENDAR = new RegExp(`${NUMBER}(?:个?自然)?[日天](?!前)`);
const YEARLY = new RegExp(`每年${NUMBER}月(?:${NUMBER}[日号])?(?:底|前|以前|之前)`);
const PROMPT = /实时|及时|即时|随时|当[日天]/;
const STANDING = /长期|常年|永久/;
const SAME = /^(同上|同前|〃|")$/;

/** Letters and digits of full width made plain, spaces dropped. */
const plain = (phrase: string): string => phrase.normalize('NFKC').replace(/\s+/g, '');

const lastDayOf = (month: number): number => [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 28;

const readYearly = (text: string): ReadTimeLimit | null => {
  const [, month, day] = YEARLY.exec(text) ?? [];
  if (month !== undefined) {
    const number = numberOf(month);
    if (number < 1 || number > 12) return UNCLEAR;
    return {
      limit: { kind: 'yearly', month: number, day: day === undefined ? lastDayOf(number) : numberOf(day) },
      needsReview: false,
    };
  }
  // “按年公开” names no day: the year's end is the latest it can mean.
  return /按年|每年|年度/.test(text) ? { limit: { kind: 'yearly', month: 12, day: 31 }, needsReview: true } : null;
};

/** One phrase, as catalogs write it (standards §4.3). Working days before days: “20工作日” holds both. */
export const readTimeLimit = (phrase: string): ReadTimeLimit => {
  const text = plain(phrase);
  const working = WORKING.exec(text)?.[1];
  if (working !== undefined) return { limit: { kind: 'working-days', days: numberOf(working) }, needsReview: false };
  const yearly = readYearly(text);
  if (yearly !== null) return yearly;
  const calendar = CALENDAR.exec(text)?.[1];
  if (calendar !== undefined) return { limit: { kind: 'calendar-days', days: numberOf(calendar) }, needsReview: false };
  if (PROMPT.test(text)) return { limit: { kind: 'prompt' }, needsReview: false };
  if (STANDING.test(text)) return { limit: { kind: 'standing' }, needsReview: false };
  return UNCLEAR;
};

/** A column of a catalog, top to bottom: “同上” and empty cells of a merged block inherit the row before. */
export const readTimeLimits = (phrases: readonly string[]): ReadTimeLimit[] => {
  const read: ReadTimeLimit[] = [];
  for (const phrase of phrases) {
    const text = plain(phrase);
    const inherits = text === '' || SAME.test(text);
    read.push(inherits ? (read.at(-1) ?? UNCLEAR) : readTimeLimit(phrase));
  }
  return read;
};
