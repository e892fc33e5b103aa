import diff from 'fast-diff';
import { chain } from './chain.ts';
import { movedSegments, withoutTeasers, type Move } from './moved.ts';
import type { Normalised } from './normalise.ts';
import { findSegments, type Range, type Segment } from './segments.ts';
import { wholeIn } from './whole.ts';

export interface Texts {
  readonly expected: string;
  readonly page: string;
  readonly expectedUnits: Uint16Array;
  readonly pageUnits: Uint16Array;
}
export const textsOf = (expected: Normalised, page: Normalised): Texts => ({
  expected: expected.text,
  page: page.text,
  expectedUnits: expected.units,
  pageUnits: page.units,
});

/** Sizes of pieces, long ones first: a gap that no long piece crosses is tried with shorter ones. */
const SIZES = [12, 6, 3];
/** A text this short has no room for long pieces. */
const SHORT = 48;
/** A character diff costs length × edits: above this a gap is one edit. */
const DIFF_MAX = 60_000;
/** Below this a diff costs less than asking whether it can come to anything. */
const DIFF_CHEAP = 2_000;
/** How far beyond twice our length a piece of each size may be: the shorter the piece, the nearer to what is shared. */
const SLACKS = [0, 400, 40, 8];
/** At the edges nothing on the other side holds a character in its place. */
const EDGE = 2;
/** Less than this of the shorter side in common is chance. */
const LIKENESS = 0.4;

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

/** How many units two ranges have in common, whatever their order: no alignment of them shares more. */
const commonUnits = ({ expectedUnits, pageUnits }: Texts, { e1, e2, p1, p2 }: Range): number => {
  const left = new Map<number, number>();
  for (let e = e1; e < e2; e += 1) left.set(expectedUnits[e] ?? 0, (left.get(expectedUnits[e] ?? 0) ?? 0) + 1);
  let common = 0;
  for (let p = p1; p < p2; p += 1) {
    const unit = pageUnits[p] ?? 0;
    const many = left.get(unit) ?? 0;
    if (many === 0) continue;
    left.set(unit, many - 1);
    common += 1;
  }
  return common;
};

/** Same stretches by characters, for the few that no piece of three crosses. */
const diffRange = (texts: Texts, range: Range): Segment[] => {
  const { expected, page } = texts;
  const { e1, e2, p1, p2 } = range;
  const area = (e2 - e1) * (p2 - p1);
  if (area > DIFF_MAX || (area > DIFF_CHEAP && !isLike(texts, range, commonUnits(texts, range)))) return [];
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

const linksIn = (texts: Texts, range: Range, level: number): Segment[] => {
  if (isEmpty(range)) return [];
  const size = SIZES[level];
  if (size === undefined) return diffRange(texts, range);
  if (range.e2 - range.e1 < size) return linksIn(texts, range, level + 1);
  const links = chain(findSegments(texts.expectedUnits, texts.pageUnits, range, size), {
    left: range.e1 === 0 ? null : { e: range.e1, p: range.p1 },
    right: range.e2 === texts.expected.length ? null : { e: range.e2, p: range.p2 },
  });
  return refine(texts, range, links, level + 1);
};

const refine = (texts: Texts, range: Range, links: readonly Segment[], level: number): Segment[] =>
  gapsOf(range, links).flatMap((gap, index) => [...within(texts, gap, level), ...links.slice(index, index + 1)]);

/**
 * Short pieces count only beside what is known to be shared, never somewhere in a long stretch of other text, and only
 * when they are most of what there is: else the gap is one edit, or nothing of ours.
 */
const within = (texts: Texts, gap: Range, atLeast: number): Segment[] => {
  if (isEmpty(gap)) return [];
  const length = gap.e2 - gap.e1;
  const fits = SIZES.findIndex((size, index) => index >= atLeast && size <= length);
  const level = fits < 0 ? SIZES.length : fits;
  const [isFirst, isLast] = [gap.e1 === 0, gap.e2 === texts.expected.length];
  const isDiff = SIZES[level] === undefined;
  const reach = isDiff && (isFirst || isLast) ? length + EDGE : length * 2 + (SLACKS[level] ?? 0);
  const look = (part: Range): Segment[] => likely(texts, part, linksIn(texts, part, level));
  if (gap.p2 - gap.p1 <= reach && !isFirst && !isLast) return look(gap);
  const atLeft = isFirst ? [] : look({ ...gap, p2: Math.min(gap.p2, gap.p1 + reach) });
  const atRight = isLast ? [] : look({ ...gap, p1: Math.max(gap.p1, gap.p2 - reach) });
  if (weigh(atLeft) >= weigh(atRight)) return onwards(texts, gap, atLeft, level);
  return backwards(texts, gap, atRight, level);
};

/** What was found may end at the window's edge and not at ours: on from there. */
const onwards = (texts: Texts, gap: Range, links: readonly Segment[], level: number): Segment[] => {
  const last = links.at(-1);
  if (last === undefined) return [];
  return [...links, ...within(texts, { ...gap, e1: last.e + last.length, p1: last.p + last.length }, level)];
};
const backwards = (texts: Texts, gap: Range, links: readonly Segment[], level: number): Segment[] => {
  const first = links[0];
  return first === undefined ? [] : [...within(texts, { ...gap, e2: first.e, p2: first.p }, level), ...links];
};

const isLike = ({ expectedUnits }: Texts, { e1, e2, p1, p2 }: Range, common: number): boolean => {
  const ours = expectedUnits.subarray(e1, e2).filter((unit) => unit !== OURS).length;
  return common >= LIKENESS * Math.min(ours, p2 - p1);
};

const likely = (texts: Texts, range: Range, links: readonly Segment[]): Segment[] => {
  const { e1, e2, p1, p2 } = range;
  if (isLike(texts, range, weigh(links))) return [...links];
  return links.filter(
    ({ e, p, length }) => length >= 3 && (p === p1 || p + length === p2 || e === e1 || e + length === e2),
  );
};

export interface Stretches {
  /** In order in both texts; neighbours on one diagonal are one. */
  readonly shared: readonly Segment[];
  readonly moved: readonly Move[];
}

/** Stand for what has moved: no text holds them (private use is folded away), so nothing is found in their place. */
const OURS = 0xe000;
const THEIRS = 0xe001;

const withoutMoved = (texts: Texts, moved: readonly Move[]): Texts => {
  if (moved.length === 0) return texts;
  const [ours, theirs] = [texts.expectedUnits.slice(), texts.pageUnits.slice()];
  for (const { e, p, length } of moved) {
    ours.fill(OURS, e, e + length);
    theirs.fill(THEIRS, p, p + length);
  }
  const cut = (text: string, at: (move: Move) => number, unit: number): string =>
    [...moved]
      .sort((a, b) => at(a) - at(b))
      .reduce((done, move) => {
        const start = at(move);
        return done.slice(0, start) + String.fromCharCode(unit).repeat(move.length) + done.slice(start + move.length);
      }, text);
  return {
    expected: cut(texts.expected, ({ e }) => e, OURS),
    page: cut(texts.page, ({ p }) => p, THEIRS),
    expectedUnits: ours,
    pageUnits: theirs,
  };
};

/** Where to look on the page. */
export interface Window {
  readonly p1: number;
  readonly p2: number;
}

const levelOf = ({ expected }: Texts): number => (expected.length < SHORT ? 1 : 0);
/** The first look at both texts as a whole; everything else works inside its gaps. */
export const firstSegments = (texts: Texts): Segment[] => {
  const whole = wholeIn(texts);
  if (whole !== null) return [whole];
  const size = Math.min(SIZES[levelOf(texts)] ?? 1, Math.max(1, texts.expected.length));
  const range = { e1: 0, e2: texts.expected.length, p1: 0, p2: texts.page.length };
  return findSegments(texts.expectedUnits, texts.pageUnits, range, size);
};

export const findStretches = (texts: Texts, window: Window, segments: readonly Segment[]): Stretches => {
  const range = { e1: 0, e2: texts.expected.length, ...window };
  const backbone = withoutTeasers(chain(segments), segments);
  const moved = movedSegments(segments, backbone);
  const rest = withoutMoved(texts, moved);
  const shared: Segment[] = [];
  for (const link of refine(rest, range, backbone, levelOf(texts) + 1)) {
    const last = shared.at(-1);
    const isNext = last !== undefined && last.e + last.length === link.e && last.p + last.length === link.p;
    if (isNext) shared[shared.length - 1] = { ...last, length: last.length + link.length };
    else shared.push(link);
  }
  return { shared, moved };
};
