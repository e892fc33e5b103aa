import { hullOf, type Move } from './moved.ts';
import type { Range } from './segments.ts';
import type { Edges, Script } from './edits.ts';
import type { Texts } from './stretches.ts';

/** Shorter than this, the same words elsewhere are chance. */
const LEAST = 2;
/** From this length on, the same words inside a longer stretch are surely the ones that moved. */
const SAFE = 5;
const SHRED = 3;
/** How far outside of all that is shared the page may have put something of ours. */
const AROUND = 60;

export interface Moves {
  /** Each covers in the expected text all that changed places with one another. */
  readonly moved: readonly Range[];
  readonly rest: readonly Range[];
  readonly edges: Edges;
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

const isNear = (one: Range, { e, p, length }: Move): boolean =>
  one.e2 === e || one.e1 === e + length || (one.p1 < one.p2 && (one.p2 === p || one.p1 === p + length));
/** Two paragraphs that begin alike share their first characters with the wrong one. */
export const isShred = (edit: Range, long: readonly Move[]): boolean =>
  Math.max(edit.e2 - edit.e1, edit.p2 - edit.p1) <= SHRED && long.some((move) => isNear(edit, move));

const sorted = (text: string): string => text.split('').sort().join('');
/** The same parts in another order: two short lines that changed places inside one gap. */
const isTurned = (one: string, other: string): boolean => one.length === other.length && sorted(one) === sorted(other);

interface Found {
  readonly pair: Pair;
  /** The edit whose page side holds the text, and what is left of it. */
  readonly from: Range;
  readonly left: readonly Range[];
}
/** Where the page puts in what it lacks elsewhere, perhaps among other text. */
const findElsewhere = (texts: Texts, missing: Range, edits: readonly Range[]): Found | null => {
  const text = texts.expected.slice(missing.e1, missing.e2);
  if (text.length < LEAST) return null;
  for (const from of edits.filter(isAdded)) {
    const there = texts.page.slice(from.p1, from.p2);
    const at = isTurned(text, there) ? 0 : there.indexOf(text);
    if (at < 0 || (text.length < SAFE && from.p2 - from.p1 > text.length)) continue;
    const [p1, p2] = [from.p1 + at, from.p1 + at + text.length];
    const left = [
      { ...from, p2: p1 },
      { ...from, p1: p2 },
    ].filter((part) => part.p1 < part.p2);
    return { pair: { missing, added: { ...from, p1, p2 } }, from, left };
  }
  return null;
};

/** Near what is shared, the page's side of an edge may hold what is missing elsewhere. */
const additionsAround = ({ before, after }: Edges): Range[] => [
  ...before.map((edge) => ({ ...edge, e1: edge.e2, p1: Math.max(edge.p1, edge.p2 - AROUND) })),
  ...after.map((edge) => ({ ...edge, e2: edge.e1, p2: Math.min(edge.p2, edge.p1 + AROUND) })),
];
/** Ours at an edge, as far as nothing on the page stands for it. */
const lackingAt = (edge: Range, p: number): Range => ({ ...edge, p1: p, p2: p });

interface Pairing {
  readonly pairs: readonly Pair[];
  readonly rest: readonly Range[];
}
const pairUp = (
  texts: Texts,
  edits: readonly Range[],
  missing: readonly Range[],
  around: readonly Range[],
): Pairing => {
  let rest = [...edits];
  const pairs: Pair[] = [];
  for (const lack of missing) {
    const found = findElsewhere(texts, lack, [...rest, ...around]);
    if (found === null) continue;
    pairs.push(found.pair);
    rest = rest.flatMap((edit) => (edit === lack ? [] : edit === found.from ? found.left : [edit]));
  }
  return { pairs, rest };
};

/** What is missing in one place and stands in another: paragraphs that changed places are one difference. */
export const findMoves = (texts: Texts, { edits, moved: long, before, after }: Script): Moves => {
  const around = additionsAround({ before, after });
  const candidates = edits.filter((edit) => !isShred(edit, long));
  const first = pairUp(texts, candidates, candidates.filter(isMissing), around);
  const pairs = [...first.pairs];
  let { rest } = first;
  const settle = (edge: Range, p: number): Range => {
    const lack = lackingAt(edge, p);
    const found = edge.e1 < edge.e2 ? pairUp(texts, rest, [lack], around) : { pairs: [], rest };
    pairs.push(...found.pairs);
    rest = found.rest;
    return found.pairs.length > 0 ? { ...lack, e2: lack.e1 } : edge;
  };
  const edges = {
    before: before.map((edge) => settle(edge, edge.p2)),
    after: after.map((edge) => settle(edge, edge.p1)),
  };
  return { moved: merge([...long.map(hullOf), ...pairs.map(hull)]), rest, edges };
};

/** The same once other people's text is out of the way: what stood in its place may only have been in between. */
export const findMoreMoves = (texts: Texts, moved: readonly Range[], edits: readonly Range[]): Omit<Moves, 'edges'> => {
  const { pairs, rest } = pairUp(texts, edits, edits.filter(isMissing), []);
  return { moved: merge([...moved, ...pairs.map(hull)]), rest };
};
