/** `零〇` to 0, `一壹` to 1 and so on. */
const valuesOf = (groups: readonly (readonly [value: number, chars: string])[]): Readonly<Record<string, number>> =>
  Object.fromEntries(groups.flatMap(([value, chars]) => Array.from(chars, (char) => [char, value])));

const DIGITS = valuesOf(
  ['〇○零', '一壹', '二两贰貳', '三叁', '四肆', '五伍', '六陆', '七柒', '八捌', '九玖'].map((chars, value) => [
    value,
    chars,
  ]),
);
const SMALL = valuesOf([
  [10, '十拾'],
  [100, '百佰'],
  [1_000, '千仟'],
]);
const LARGE = valuesOf([
  [10_000, '万萬'],
  [100_000_000, '亿億'],
]);
export const CHINESE_NUMERAL = '〇○零一二两三四五六七八九壹贰貳叁肆伍陆柒捌玖十拾百佰千仟万萬亿億';

/** 二〇二〇, 一百二十, 十二万三千: its value, or null where the characters make no number. */
const readChinese = (text: string): number | null => {
  const isSpelled = Array.from(text).every((char) => char in DIGITS);
  if (isSpelled) return Number(Array.from(text, (char) => DIGITS[char]).join(''));
  let [total, section, digit] = [0, 0, 0];
  for (const char of text) {
    const [value, small, large] = [DIGITS[char], SMALL[char], LARGE[char]];
    if (value !== undefined) digit = value;
    else if (small !== undefined) {
      section += (digit === 0 ? 1 : digit) * small;
      digit = 0;
    } else if (large !== undefined) {
      total = (total + section + digit === 0 ? 1 : total + section + digit) * large;
      [section, digit] = [0, 0];
    } else return null;
  }
  return total + section + digit;
};

const MIXED = new RegExp(`^(\\d[\\d,]*)(?:\\.(\\d+))?([十百千万萬亿億]*)$`);

/** By moving the point: a float would round long numbers until they are equal. */
const scaled = (whole: string, fraction: string, zeros: number): string => {
  const digits = whole.replaceAll(',', '') + fraction.padEnd(zeros, '0').slice(0, zeros);
  const rest = fraction.slice(zeros).replace(/0+$/, '');
  return rest === '' ? digits : `${digits}.${rest}`;
};

/**
 * The value of a number in any script, as text that is equal for equal values; the text itself where it is none. Leading
 * zeros stay: 0034 is a code, and no 34.
 */
export const valueOf = (text: string): string => {
  const [, whole, fraction = '', units = ''] = MIXED.exec(text) ?? [];
  if (whole !== undefined) {
    const scale = Array.from(units).reduce((product, char) => product * (SMALL[char] ?? LARGE[char] ?? 1), 1);
    return scaled(whole, fraction, String(scale).length - 1);
  }
  const value = readChinese(text);
  return value === null || text === '' ? text : String(value);
};
