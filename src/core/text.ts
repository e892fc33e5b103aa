/** How a platform counts. `width`: East Asian wide characters count two, others one. */
export type TextUnit = 'utf16' | 'codepoint' | 'byte' | 'width';

export const TEXT_UNIT_NAMES: Readonly<Record<TextUnit, string>> = {
  utf16: '字',
  codepoint: '字',
  byte: '字节',
  width: '半角字',
};

const isWide = (point: number): boolean => point >= 0x1100 && !(point >= 0x2000 && point <= 0x200f);

const measures: Readonly<Record<TextUnit, (text: string) => number>> = {
  utf16: (text) => text.length,
  codepoint: (text) => Array.from(text).length,
  byte: (text) => new TextEncoder().encode(text).length,
  width: (text) => Array.from(text).reduce((sum, char) => sum + (isWide(char.codePointAt(0) ?? 0) ? 2 : 1), 0),
};

/** Length of `text` as the platform counts it; `.length` is wrong nearly everywhere. */
export const measure = (text: string, unit: TextUnit): number => measures[unit](text);

/** The longest beginning of `text` that measures at most `max`, never splitting a code point. */
export const truncate = (text: string, max: number, unit: TextUnit): string => {
  let used = 0;
  let kept = '';
  for (const char of text) {
    used += measure(char, unit);
    if (used > max) return kept;
    kept += char;
  }
  return kept;
};
