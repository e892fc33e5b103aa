import type { Content } from '../core/content.ts';
import { issue, type Issue } from '../core/issues.ts';

/** Weights of the check digit; source: GB 11643-1999 附录A (ISO 7064 MOD 11-2), certainty M, so it only warns. */
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECK_DIGITS = '10X98765432';

const isIdNumber = (text: string): boolean => {
  const sum = WEIGHTS.reduce((total, weight, index) => total + weight * Number(text[index]), 0);
  return CHECK_DIGITS[sum % 11] === text[17]?.toUpperCase();
};

interface Pattern {
  readonly kind: string;
  readonly pattern: RegExp;
  readonly holds: (text: string) => boolean;
}
/** Source of the need: 公民个人信息 must not be published with an item (个人信息保护法 第二十五条, certainty M). */
const PATTERNS: readonly Pattern[] = [
  {
    kind: '身份证号',
    pattern: /(?<!\d)[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?![\dXx])/g,
    holds: isIdNumber,
  },
  { kind: '手机号码', pattern: /(?<!\d)1[3-9]\d{9}(?!\d)/g, holds: () => true },
];

/** Inline marks split no number; every other tag does. */
const textOf = (html: string): string =>
  html.replace(/<\/?(?:strong|em|u|s|sub|sup|a)\b[^>]*>/g, '').replace(/<[^>]*>/g, ' ');

/** Contact numbers of an office are meant to be read. */
const CONTACTS: ReadonlySet<string> = new Set(['phone', 'complaintPhone']);

const textsOf = (value: unknown): string[] => {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, each]) => (CONTACTS.has(name) ? [] : textsOf(each)));
};

/** Warns of what looks like personal data, once per field and kind. */
export const checkPersonalData = ({ title, summary, changeNote, body, guide }: Content): Issue[] => {
  const fields = { title, summary, changeNote, body: textOf(body), guide: textsOf(guide).join('\n') };
  return Object.entries(fields).flatMap(([field, text = '']) =>
    PATTERNS.filter(({ pattern, holds }) => (text.match(pattern) ?? []).some(holds)).map(({ kind }) =>
      issue(field, 'personal-data', { kind }, 'warn'),
    ),
  );
};
