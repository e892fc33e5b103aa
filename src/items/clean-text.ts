import { issue, type Issue } from '../core/issues.ts';

/** One line (a title, a name) or several (a guide's longer fields). */
export type TextShape = 'line' | 'lines';

/**
 * Invisible and able to make two different texts look alike: bidi controls (UAX #9), zero-width space, word joiner, BOM,
 * soft hyphen. ZWJ, ZWNJ and variation selectors stay: emoji and rare characters are built with them.
 */
const INVISIBLE = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\u200b\u2060\ufeff\u00ad]/gu;
/** C0 but tab and line ends, DEL, C1. PostgreSQL refuses NUL, XML the rest. */
const CONTROL = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]/gu;
/** Lone surrogates, noncharacters, and U+FFFD: what is left of a character somebody's decoder already lost. */
const BROKEN = /[\p{Cs}\p{Noncharacter_Code_Point}\ufffd]/gu;
const VISIBLE = /[\p{L}\p{N}\p{P}\p{S}]/u;

/** Whether a reader would see anything at all. */
export const isVisible = (text: string): boolean => VISIBLE.test(text);

const codePoint = (char: string): string =>
  `U+${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;

const refusal = (text: string, field: string, code: 'control-character' | 'broken-character', pattern: RegExp) => {
  const at = text.search(pattern);
  if (at < 0) return [];
  const position = Array.from(text.slice(0, at)).length + 1;
  return [issue(field, code, { at: position, code: codePoint(text.slice(at)) })];
};

/** Blocking issues for the first control and the first broken character of a text. */
export const refusals = (text: string, field: string): Issue[] => [
  ...refusal(text, field, 'control-character', CONTROL),
  ...refusal(text, field, 'broken-character', BROKEN),
];

const unixLines = (text: string): string => text.replace(/\r\n?|[\u2028\u2029]/g, '\n');

/**
 * Line ends to LF; invisible, control and broken characters out (`refusals` tells of the latter two). No NFC yet: it
 * must see the characters side by side as they will be stored.
 */
export const scrub = (text: string): string =>
  unixLines(text).replace(CONTROL, '').replace(BROKEN, '').replace(INVISIBLE, '');

const shapes: Readonly<Record<TextShape, (text: string) => string>> = {
  line: (text) => text.replace(/\s+/gu, ' ').trim(),
  lines: (text) =>
    text
      .split('\n')
      .map((line) => line.replace(/[ \t\u00a0]+/g, ' ').trim())
      .join('\n')
      .replace(/\n{3,}/g, '\n\n')
      .trim(),
};

/**
 * Plain text as it is stored, hashed, shown and sent; cleaning twice gives the same. NFC. A line has every run of white
 * space, full-width too, as one space (「第一章　总则」 is found by who types 「第一章 总则」); in longer texts full-width spaces
 * inside a line stay, as they align names. Control and broken characters are taken out and told as blocking issues.
 */
export const cleanText = (
  text: string,
  field: string,
  shape: TextShape = 'line',
): { text: string; issues: Issue[] } => ({
  text: shapes[shape](scrub(text).normalize('NFC')),
  issues: refusals(text, field),
});
