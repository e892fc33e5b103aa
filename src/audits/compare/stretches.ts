import diff from 'fast-diff';
import { chain } from './chain.ts';
import { findSegments, type Range, type Segment } from './segments.ts';

export interface Texts {
  readonly expected: string;
  readonly page: string;
  readonly expectedUnits: Uint16Array;
  readonly pageUnits: Uint16Array;
}
const unitsOf = (text: string): Uint16Array => {
  const units = new Uint16Array(text.length);
  for (let at = 0; at < text.length; at += 1) units[at] = text.charCodeAt(at);
  return units;
};
export const textsOf = (expected: string, page: string): Texts => ({
  expected,
  page,
  expectedUnits: unitsOf(expected),
  pageUnits: unitsOf(page),
});

/** Sizes of pieces, long ones first: a gap that no long piece crosses is tried with shorter ones. */
const SIZES = [12, 6, 3];
/** A character diff costs length × edits: above this a gap is one edit. */
const DIFF_MAX = 60_000;
/** How much longer than ours the page's side of a gap may be for a character diff; the rest is surely other text. */
const SLACK = 40;

const isEmpty = ({ e1, e2, p1, p2 }: Range): boolean => e1 >= e2 || p1 >= p2;

/** What lies before, between and after the links of a chain. */
export const gapsOf = ({ e1, e2, p1, p2 }: Range, links: readonly Segment[]): Range[] => {
  const gaps: Range[] = [];
  let [e, p] = [e1, p1];
  for (const link of links) {
    gaps.push({ e1: e, e2: link.e, p1: p, p2: link.p });
    [e, p] = [link.e + link.length, link.p + link.length];
  }
  gaps.push({ e1: e, e2, p1: p, p2 });
  return gaps;
};

const diffRange = ({ expected, page }: Texts, { e1, e2, p1, p2 }: Range): Segment[] => {
  if ((e2 - e1) * (p2 - p1) > DIFF_MAX) return [];
  const same: Segment[] = [];
  let [e, p] = [e1, p1];
  for (const [kind, text] of diff(expected.slice(e1, e2), page.slice(p1, p2))) {
    if (kind === diff.EQUAL) same.push({ e, p, length: text.length });
    if (kind !== diff.INSERT) e += text.length;
    if (kind !== diff.DELETE) p += text.length;
  }
  return same;
};

const weigh = (links: readonly Segment[]): number => links.reduce((sum, { length }) => sum + length, 0);

/**
 * Same stretches inside a gap by characters, for the few that no piece of three crosses: beside what is known to be
 * shared, never somewhere in a long stretch of other text.
 */
const diffGap = (texts: Texts, range: Range): Segment[] => {
  const { e1, e2, p1, p2 } = range;
  const reach = (e2 - e1) * 2 + SLACK;
  if (p2 - p1 <= reach && e1 > 0 && e2 < texts.expected.length) return diffRange(texts, range);
  const left = e1 === 0 ? [] : diffRange(texts, { ...range, p2: Math.min(p2, p1 + reach) });
  const right = e2 === texts.expected.length ? [] : diffRange(texts, { ...range, p1: Math.max(p1, p2 - reach) });
  return weigh(left) >= weigh(right) ? left : right;
};

const linksIn = (texts: Texts, range: Range, level: number): Segment[] => {
  if (isEmpty(range)) return [];
  const size = SIZES[level];
  if (size === undefined) return diffGap(texts, range);
  if (range.e2 - range.e1 < size) return linksIn(texts, range, level + 1);
  const links = chain(findSegments(texts.expectedUnits, texts.pageUnits, range, size));
  const gaps = gapsOf(range, links);
  return gaps.flatMap((gap, index) => [...linksIn(texts, gap, level + 1), ...links.slice(index, index + 1)]);
};

/** All stretches that both texts share, in order in both; neighbours on one diagonal are one. */
export const sharedStretches = (texts: Texts): Segment[] => {
  const range = { e1: 0, e2: texts.expected.length, p1: 0, p2: texts.page.length };
  const whole: Segment[] = [];
  for (const link of linksIn(texts, range, 0)) {
    const last = whole.at(-1);
    const isNext = last !== undefined && last.e + last.length === link.e && last.p + last.length === link.p;
    if (isNext) whole[whole.length - 1] = { ...last, length: last.length + link.length };
    else whole.push(link);
  }
  return whole;
};
