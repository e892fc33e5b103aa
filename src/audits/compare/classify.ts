import type { Severity } from '../../core/severity.ts';
import type { Meaning } from '../difference.ts';
import { tokensOf, type Token } from './tokens.ts';

const SEVERITIES: Readonly<Record<Meaning, Severity>> = {
  number: 'critical',
  date: 'critical',
  amount: 'critical',
  phone: 'critical',
  id: 'critical',
  'document-number': 'critical',
  name: 'critical',
  negation: 'critical',
  title: 'critical',
  words: 'major',
  notation: 'minor',
  punctuation: 'minor',
  spacing: 'minor',
};
export const severityOf = (meaning: Meaning): Severity => SEVERITIES[meaning];

/** Worst first: what a difference that touches several things is named after. */
const ORDER: readonly Meaning[] = ['document-number', 'id', 'phone', 'amount', 'date', 'number', 'name', 'negation'];
/** How far a token is looked for beyond the edit: a 文号, a phone number, most addresses. */
const REACH = 24;
const PUNCTUATION = /^[\p{P}\p{S}]*$/u;

const COUNTED: ReadonlySet<Meaning> = new Set(['number', 'amount', 'date']);
const NEGATING = /[不未无没勿莫非否]/g;
const FEW = 4;

export interface Side {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** Where lines begin: two cells that follow one another are not one number. */
  readonly lineStarts: ReadonlySet<number>;
}

/** Tokens that the edit touches; an insertion between two digits touches the number around it. */
const touched = ({ text, start, end, lineStarts }: Side): Token[] => {
  const from = Math.max(0, start - REACH);
  const to = Math.min(text.length, end + REACH);
  const tokens: Token[] = [];
  for (let at = from; at < to;) {
    let next = at + 1;
    while (next < to && !lineStarts.has(next)) next += 1;
    tokens.push(...tokensOf(text.slice(at, next), at));
    at = next;
  }
  return tokens.filter((token) => token.start < end && token.end > start);
};

const touchesName = ({ text, start, end }: Side, names: readonly string[]): boolean =>
  names.some((name) => {
    if (name === '') return false;
    const from = Math.max(0, start - name.length + 1);
    const at = text.slice(from, end + name.length - 1).indexOf(name);
    return at >= 0 && from + at < Math.max(end, start + 1) && from + at + name.length > start;
  });

const same = (one: readonly Token[], two: readonly Token[]): boolean =>
  one.length === two.length &&
  one.every(({ value, meaning }, index) => value === two[index]?.value && meaning === two[index].meaning);

const stripped = ({ text, start, end }: Side, tokens: readonly Token[]): string => {
  let [out, at] = ['', start];
  for (const token of tokens) {
    out += text.slice(at, Math.max(at, token.start));
    at = Math.max(at, token.end);
  }
  return out + text.slice(at, Math.max(at, end));
};

/** Whether both sides say the same in another notation: 一百二十 for 120, 2020-03-05 for 2020年3月5日. */
const isNotation = (expected: Side, actual: Side, ours: readonly Token[], theirs: readonly Token[]): boolean =>
  ours.length > 0 &&
  ours.every(({ meaning }) => COUNTED.has(meaning)) &&
  same(ours, theirs) &&
  stripped(expected, ours) === stripped(actual, theirs);

/** One or few characters that turn a sentence round, put in or taken out. */
const isTurned = (expected: Side, actual: Side): boolean => {
  const [ours, theirs] = [expected, actual].map(({ text, start, end }) => text.slice(start, end));
  const count = (text = ''): number => text.match(NEGATING)?.length ?? 0;
  return (ours?.length ?? 0) <= FEW && (theirs?.length ?? 0) <= FEW && count(ours) !== count(theirs);
};

/** What an edit touches, read on both sides. `names` are normalised. */
export const meaningOf = (expected: Side, actual: Side, names: readonly string[]): Meaning => {
  const [ours, theirs] = [touched(expected), touched(actual)];
  if (isNotation(expected, actual, ours, theirs)) return 'notation';
  const changed = [
    ...ours.filter(({ value }) => !theirs.some((other) => other.value === value)),
    ...theirs.filter(({ value }) => !ours.some((other) => other.value === value)),
  ];
  if (touchesName(expected, names) || touchesName(actual, names)) return 'name';
  const worst = ORDER.find((meaning) => changed.some((token) => token.meaning === meaning));
  if (worst !== undefined) return worst;
  if (isTurned(expected, actual)) return 'negation';
  const both = expected.text.slice(expected.start, expected.end) + actual.text.slice(actual.start, actual.end);
  return PUNCTUATION.test(both) ? 'punctuation' : 'words';
};
