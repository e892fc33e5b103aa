import type { Range, Segment } from './segments.ts';

/** A stretch that stands elsewhere on the page than where it should: `toE` is the place in the expected text it went to. */
export interface Move extends Segment {
  readonly toE: number;
}

/** Less than this left of a stretch, once what is shared is cut from it, is chance. */
const LEAST = 8;
/** Longer than any paragraph: such a stretch is a second copy of the article. */
const MOVABLE = 2_000;
/** How far outside of all that is shared a stretch may have gone: the site's teasers repeat a sentence further off. */
const OUTSIDE = 12;

interface Free {
  readonly from: number;
  readonly to: number;
}
const cutFree = (start: number, length: number, taken: readonly Free[]): Free => {
  let [from, to] = [start, start + length];
  for (const other of taken) {
    if (other.to <= from || other.from >= to) continue;
    if (other.from - from > to - other.to) to = other.from;
    else from = other.to;
  }
  return { from, to: Math.max(from, to) };
};

const expectedPlace = (backbone: readonly Segment[], p: number): number => {
  const before = backbone.findLast((link) => link.p <= p);
  return before === undefined ? 0 : before.e + before.length;
};

/** So much longer elsewhere: the link is only a teaser of what stands there. */
const FULLER = 1.5;

/** Nearer than this a neighbour shows that the link stands where it should. */
const CLOSE = 20;
const isAlone = (before: Segment | undefined, link: Segment, after: Segment | undefined): boolean => {
  const isClose = (one: Segment, two: Segment): boolean =>
    two.e - one.e - one.length <= CLOSE && two.p - one.p - one.length <= CLOSE;
  return !(before && isClose(before, link)) && !(after && isClose(link, after));
};

/** Links whose words the page carries at fuller length elsewhere, out of order: a headline or teaser, and a paragraph that moved. */
export const withoutTeasers = (backbone: readonly Segment[], segments: readonly Segment[]): Segment[] => {
  if (backbone.length < 2 || segments.length === backbone.length) return [...backbone];
  const kept = backbone.filter(
    (link, index) =>
      !isAlone(backbone[index - 1], link, backbone[index + 1]) ||
      !segments.some(
        ({ e, length }) =>
          e <= link.e && e + length >= link.e + link.length && length >= link.length * FULLER && length < MOVABLE,
      ),
  );
  return kept.length === 0 ? [...backbone] : kept;
};

/** The stretches that both texts have and the chain had to leave out, because they stand in another order. */
export const movedSegments = (segments: readonly Segment[], backbone: readonly Segment[]): Move[] => {
  const [first, last] = [backbone[0], backbone.at(-1)];
  if (first === undefined || last === undefined || segments.length === backbone.length) return [];
  const takenE: Free[] = backbone.map(({ e, length }) => ({ from: e, to: e + length }));
  const takenP: Free[] = backbone.map(({ p, length }) => ({ from: p, to: p + length }));
  const moves: Move[] = [];
  let [low, high] = [first.p - OUTSIDE, last.p + last.length + OUTSIDE];
  for (const segment of [...segments].sort((a, b) => b.length - a.length)) {
    const ours = cutFree(segment.e, segment.length, takenE);
    const shift = segment.p - segment.e;
    const theirs = cutFree(ours.from + shift, ours.to - ours.from, takenP);
    const length = theirs.to - theirs.from;
    if (length < LEAST || theirs.to < low || theirs.from > high) continue;
    const move = { e: theirs.from - shift, p: theirs.from, length, toE: expectedPlace(backbone, theirs.from) };
    takenE.push({ from: move.e, to: move.e + length });
    takenP.push({ from: move.p, to: move.p + length });
    [low, high] = [Math.min(low, move.p - OUTSIDE), Math.max(high, move.p + length + OUTSIDE)];
    moves.push(move);
  }
  return whole(moves, backbone);
};

/** Less of what is out of place than this found elsewhere: it is missing, and a teaser has a part of it. */
const NEARLY_ALL = 0.7;

const whole = (moves: readonly Move[], backbone: readonly Segment[]): Move[] => {
  // By the link before them; -1: none.
  const placed = moves.map((move) => ({ move, gap: backbone.findLastIndex(({ e }) => e < move.e) }));
  const found = new Map<number, number>();
  for (const { move, gap } of placed) found.set(gap, (found.get(gap) ?? 0) + move.length);
  const isWhole = (gap: number): boolean => {
    const [before, after] = [backbone[gap], backbone[gap + 1]];
    // At the edges what is missing may reach further than the paragraph that moved.
    if (before === undefined || after === undefined) return true;
    return (found.get(gap) ?? 0) >= NEARLY_ALL * (after.e - before.e - before.length);
  };
  return placed.filter(({ gap }) => isWhole(gap)).map(({ move }) => move);
};

/** From the place it left to the place it went to, in both texts. */
export const hullOf = ({ e, p, length, toE }: Move): Range => ({
  e1: Math.min(e, toE),
  e2: Math.max(e + length, toE),
  p1: p,
  p2: p + length,
});

/** What is left of an edit once what has moved is taken out of it. */
export const withoutMoves = (edit: Range, moves: readonly Move[]): Range[] => {
  const ours = subtract(
    edit.e1,
    edit.e2,
    moves.map(({ e, length }) => ({ from: e, to: e + length })),
  );
  const theirs = subtract(
    edit.p1,
    edit.p2,
    moves.map(({ p, length }) => ({ from: p, to: p + length })),
  );
  const isWhole = (parts: readonly Free[], from: number, to: number): boolean =>
    from === to || (parts[0]?.from === from && parts[0].to === to);
  if (isWhole(ours, edit.e1, edit.e2) && isWhole(theirs, edit.p1, edit.p2)) return [edit];
  return [
    ...ours.map(({ from, to }) => ({ e1: from, e2: to, p1: edit.p1, p2: edit.p1 })),
    ...theirs.map(({ from, to }) => ({ e1: edit.e1, e2: edit.e1, p1: from, p2: to })),
  ];
};

const subtract = (from: number, to: number, cuts: readonly Free[]): Free[] => {
  let left: Free[] = from < to ? [{ from, to }] : [];
  for (const cut of cuts) {
    if (cut.to <= from || cut.from >= to) continue;
    left = left.flatMap((part) =>
      cut.to <= part.from || cut.from >= part.to
        ? [part]
        : [
            { from: part.from, to: cut.from },
            { from: cut.to, to: part.to },
          ].filter((piece) => piece.from < piece.to),
    );
  }
  return left;
};
