const DIGITS = '零一二三四五六七八九';
const UNITS = ['', '十', '百', '千'];
const STEMS = '甲乙丙丁戊己庚辛壬癸';
const ROMAN: readonly (readonly [number, string])[] = [
  [1000, 'M'],
  [900, 'CM'],
  [500, 'D'],
  [400, 'CD'],
  [100, 'C'],
  [90, 'XC'],
  [50, 'L'],
  [40, 'XL'],
  [10, 'X'],
  [9, 'IX'],
  [5, 'V'],
  [4, 'IV'],
  [1, 'I'],
];

/** 1 一, 11 十一, 20 二十, 101 一百零一; to 9999, beyond as digits. */
export const toChinese = (count: number): string => {
  if (count > 9_999) return String(count);
  const places = Array.from(String(count), Number);
  const spoken = places.map((digit, index) =>
    digit === 0 ? DIGITS[0] : `${DIGITS[digit]}${UNITS[places.length - 1 - index]}`,
  );
  return spoken
    .join('')
    .replace(/零+/g, '零')
    .replace(/(.)零$/, '$1')
    .replace(/^一十/, '十');
};

const toRoman = (count: number): string =>
  ROMAN.reduce(
    ({ rest, text }, [worth, sign]) => ({ rest: rest % worth, text: text + sign.repeat(Math.floor(rest / worth)) }),
    { rest: count, text: '' },
  ).text;

/** A to Z, then AA to ZZ, as Word counts on. */
const toLetters = (count: number): string => String.fromCharCode(65 + ((count - 1) % 26)).repeat(Math.ceil(count / 26));

const toCircled = (count: number): string => (count <= 20 ? String.fromCharCode(0x245f + count) : String(count));
const toFullWidth = (count: number): string =>
  String(count).replace(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0));

/** Word's number formats (ISO/IEC 29500-1, 17.18.59 ST_NumberFormat): those met in Chinese documents. */
export const NUMBER_FORMATS: Readonly<Record<string, (count: number) => string>> = {
  decimal: String,
  decimalZero: (count) => String(count).padStart(2, '0'),
  decimalHalfWidth: String,
  decimalFullWidth: toFullWidth,
  decimalFullWidth2: toFullWidth,
  decimalEnclosedCircle: toCircled,
  decimalEnclosedCircleChinese: toCircled,
  upperRoman: toRoman,
  lowerRoman: (count) => toRoman(count).toLowerCase(),
  upperLetter: toLetters,
  lowerLetter: (count) => toLetters(count).toLowerCase(),
  chineseCounting: toChinese,
  chineseCountingThousand: toChinese,
  japaneseCounting: toChinese,
  taiwaneseCounting: toChinese,
  taiwaneseCountingThousand: toChinese,
  ideographDigital: (count) => String(count).replace(/\d/g, (digit) => '〇一二三四五六七八九'[Number(digit)] ?? ''),
  ideographTraditional: (count) => STEMS[count - 1] ?? String(count),
  none: () => '',
};
