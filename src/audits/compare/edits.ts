import { withoutMoves, type Move } from './moved.ts';
import type { Range, Segment } from './segments.ts';
import { findStretches, gapsOf, type Texts, type Window } from './stretches.ts';

/** Fewer same characters than this between two edits happen by chance: both are one edit. */
const ISLAND = 3;

const isEmpty = ({ e1, e2, p1, p2 }: Range): boolean => e1 === e2 && p1 === p2;
const isReplacement = ({ e1, e2, p1, p2 }: Range): boolean => e1 < e2 && p1 < p2;

/** Digits and what stands inside numbers: an island of them between two edits is the rest of one number. */
const NUMBER = /^[\d.,:/%-]+$/;

/** Two edits with a few same characters between them are one, unless both only say that the page says more. */
const belongTogether = ({ expected }: Texts, before: Range, after: Range): boolean => {
  const island = after.e1 - before.e2;
  if (island > ISLAND && !NUMBER.test(expected.slice(before.e2, after.e1))) return false;
  if (isReplacement(before) || isReplacement(after)) return true;
  const isBothAdded = before.e1 === before.e2 && after.e1 === after.e2;
  return !isBothAdded;
};

const join = (texts: Texts, edits: readonly Range[]): Range[] => {
  const joined: Range[] = [];
  for (const edit of edits) {
    const last = joined.at(-1);
    if (last !== undefined && belongTogether(texts, last, edit))
      joined[joined.length - 1] = { ...last, e2: edit.e2, p2: edit.p2 };
    else joined.push(edit);
  }
  return joined;
};

/** Where a stretch of `text` may slide without changing what it says: over the same characters before and after it. */
const slide = (text: string, start: number, end: number): { least: number; most: number } => {
  let least = 0;
  while (start + least > 0 && text[start + least - 1] === text[end + least - 1]) least -= 1;
  let most = 0;
  while (end + most < text.length && text[start + most] === text[end + most]) most += 1;
  return { least, most };
};

/** A reader sees the extra or missing stretch where a line begins, else where a sentence does. */
const bestShift = (text: string, starts: ReadonlySet<number>, start: number, end: number): number => {
  const { least, most } = slide(text, start, end);
  let best = 0;
  let bestScore = -1;
  for (let shift = most; shift >= least; shift -= 1) {
    const [from, to] = [start + shift, end + shift];
    const ends = starts.has(to) || to === text.length;
    const score =
      (starts.has(from) ? 4 : 0) +
      (ends ? 4 : 0) +
      (/[。！？；!?;]/.test(text[from - 1] ?? '') ? 2 : 0) +
      (shift === 0 ? 1 : 0);
    if (score > bestScore) [best, bestScore] = [shift, score];
  }
  return best;
};

/** Normalised offsets at which lines begin. */
export interface LineStarts {
  readonly expected: ReadonlySet<number>;
  readonly page: ReadonlySet<number>;
}

const settle = (texts: Texts, starts: LineStarts, edit: Range): Range => {
  const { e1, e2, p1, p2 } = edit;
  if (e1 === e2 && p1 < p2) {
    const shift = bestShift(texts.page, starts.page, p1, p2);
    return { e1: e1 + shift, e2: e2 + shift, p1: p1 + shift, p2: p2 + shift };
  }
  if (p1 === p2 && e1 < e2) {
    const shift = bestShift(texts.expected, starts.expected, e1, e2);
    return { e1: e1 + shift, e2: e2 + shift, p1: p1 + shift, p2: p2 + shift };
  }
  return edit;
};

/** A shred shared at the very edge, beside an edit, with more of ours beyond it: it is part of that edit. */
const dropShreds = (shared: readonly Segment[], expectedLength: number): Segment[] => {
  const kept = [...shared];
  const gap = (one: Segment | undefined, two: Segment | undefined): boolean =>
    one !== undefined && two !== undefined && (one.e + one.length < two.e || one.p + one.length < two.p);
  for (let last = kept.at(-1); kept.length > 1 && last !== undefined; last = kept.at(-1)) {
    if (last.length > ISLAND || last.e + last.length === expectedLength || !gap(kept.at(-2), last)) break;
    kept.pop();
  }
  for (let first = kept[0]; kept.length > 1 && first !== undefined; first = kept[0]) {
    if (first.length > ISLAND || first.e === 0 || !gap(first, kept[1])) break;
    kept.shift();
  }
  return kept;
};

/** What the two say before and after all that they share. */
export interface Edges {
  readonly before: readonly Range[];
  readonly after: readonly Range[];
}
export interface Script extends Edges {
  readonly edits: readonly Range[];
  readonly shared: readonly Segment[];
  readonly moved: readonly Move[];
}

/** What turns the expected text into what the page says of it, edges apart. */
export const scriptOf = (texts: Texts, starts: LineStarts, window: Window, segments: readonly Segment[]): Script => {
  const { shared: found, moved } = findStretches(texts, window, segments);
  const shared = dropShreds(found, texts.expected.length);
  const gaps = gapsOf({ e1: 0, e2: texts.expected.length, ...window }, shared);
  const inner = gaps.slice(1, -1).filter((gap) => !isEmpty(gap));
  const rest = (edits: readonly Range[]): Range[] => edits.flatMap((edit) => withoutMoves(edit, moved));
  return {
    edits: rest(join(texts, inner)).map((edit) => settle(texts, starts, edit)),
    shared,
    moved,
    before: rest(gaps.slice(0, 1)),
    after: rest(gaps.slice(1).slice(-1)),
  };
};
