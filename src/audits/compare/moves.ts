import type { Range } from './segments.ts';
import type { Texts } from './stretches.ts';

/** Shorter than this, the same words elsewhere are chance. */
const LEAST = 2;

export interface Moves {
  /** Each covers in the expected text all that changed places with one another. */
  readonly moved: readonly Range[];
  readonly rest: readonly Range[];
}

const isMissing = ({ e1, e2, p1, p2 }: Range): boolean => e1 < e2 && p1 === p2;
const isAdded = ({ e1, e2, p1, p2 }: Range): boolean => e1 === e2 && p1 < p2;

interface Pair {
  readonly missing: Range;
  readonly added: Range;
}

const hull = ({ missing, added }: Pair): Range => ({
  e1: Math.min(missing.e1, added.e1),
  e2: Math.max(missing.e2, added.e2),
  p1: Math.min(missing.p1, added.p1),
  p2: Math.max(missing.p2, added.p2),
});

const merge = (ranges: readonly Range[]): Range[] => {
  const merged: Range[] = [];
  for (const range of [...ranges].sort((a, b) => a.e1 - b.e1)) {
    const last = merged.at(-1);
    if (last !== undefined && range.e1 <= last.e2) {
      merged[merged.length - 1] = {
        e1: last.e1,
        e2: Math.max(last.e2, range.e2),
        p1: Math.min(last.p1, range.p1),
        p2: Math.max(last.p2, range.p2),
      };
    } else merged.push(range);
  }
  return merged;
};

/** What is missing in one place and stands in another: paragraphs that changed places are one difference. */
export const findMoves = (texts: Texts, edits: readonly Range[]): Moves => {
  const added = new Map<string, Range[]>();
  for (const edit of edits.filter(isAdded)) {
    const text = texts.page.slice(edit.p1, edit.p2);
    added.set(text, [...(added.get(text) ?? []), edit]);
  }
  const taken = new Set<Range>();
  const pairs: Pair[] = [];
  for (const missing of edits.filter(isMissing)) {
    const there = added.get(texts.expected.slice(missing.e1, missing.e2))?.shift();
    if (there === undefined || missing.e2 - missing.e1 < LEAST) continue;
    pairs.push({ missing, added: there });
    taken.add(missing).add(there);
  }
  return { moved: merge(pairs.map(hull)), rest: edits.filter((edit) => !taken.has(edit)) };
};
