const DIGITS: Readonly<Record<string, string>> = Object.fromEntries(
  Array.from('〇一二三四五六七八九', (char, index) => [char, String(index)]).concat([
    ['零', '0'],
    ['○', '0'],
    ['Ｏ', '0'],
    ['O', '0'],
  ]),
);

/** 十 10, 二十八 28, 三 3; digits as they are. */
const smallNumber = (text: string): number => {
  if (/^\d+$/.test(text)) return Number(text);
  const [tens = '', ones = ''] = text.includes('十') ? text.split('十') : ['〇', text];
  return Number(DIGITS[tens] ?? (tens === '' ? 1 : Number.NaN)) * 10 + Number(DIGITS[ones] ?? 0);
};
const year = (text: string): string => Array.from(text, (char) => DIGITS[char] ?? char).join('');

const DATE =
  /^[（(]?([\d〇零○ＯO一二三四五六七八九]{4})年([\d一二三四五六七八九十]{1,3})月([\d一二三四五六七八九十]{1,3})日[)）]?$/;

/** A line that is a date and nothing else: `iso` null when the calendar has no such day; null for any other line. */
export const readDateLine = (line: string): { readonly iso: string | null } | null => {
  const [, y, m, d] = DATE.exec(line.replace(/\s+/gu, '')) ?? [];
  if (y === undefined || m === undefined || d === undefined) return null;
  const two = (text: string): string => String(smallNumber(text)).padStart(2, '0');
  const iso = `${year(y)}-${two(m)}-${two(d)}`;
  const date = new Date(`${iso}T00:00:00Z`);
  return { iso: !Number.isNaN(date.getTime()) && date.toISOString().startsWith(iso) ? iso : null };
};
