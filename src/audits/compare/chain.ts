import type { Segment } from './segments.ts';

/**
 * How far back a segment looks for its predecessor: only texts that repeat themselves have more candidates, and of those
 * the heaviest one far off is the wrong one oftener than not.
 */
const LOOK_BACK = 300;
/** Long segments are few and never forgotten, however much repeats between them. */
const LONG = 40;
/** A gap costs little, so that a true piece far off is still taken, but more than what chance offers. */
const GAP = 0.5;
/** Text left out in one place is likelier than other text in between or in its place. */
const LEFT_OUT = 1.5;
const OTHERWISE = 3;
/** Further off than this a short link needs company. */
const FAR_OFF = 60;
const DENSE = 0.8;

/** `log2(1 + n)`, as far as it counts: beyond, every gap costs the most. A text that repeats itself asks a million times. */
const LOGS = Float64Array.from({ length: 256 }, (_, n) => Math.log2(1 + n));
const log = (n: number): number => LOGS[Math.min(n, 255)] ?? 0;

const cost = (e: number, p: number): number => {
  if (e <= 0 && p <= 0) return 0;
  if (p <= 0) return GAP + Math.min(LEFT_OUT, 0.2 * log(e));
  return GAP + Math.min(OTHERWISE, 0.5 * log(Math.abs(p - e)));
};

const overlap = (before: Segment, after: Segment): number =>
  Math.max(0, before.e + before.length - after.e, before.p + before.length - after.p);

/** Segments by column, each with the weight of the heaviest run that ends in it, and the one before it there. */
interface Columns {
  readonly e: Int32Array;
  readonly p: Int32Array;
  readonly length: Int32Array;
  readonly weight: Float64Array;
  readonly previous: Int32Array;
}
const columnsOf = (sorted: readonly Segment[]): Columns => ({
  e: Int32Array.from(sorted, ({ e }) => e),
  p: Int32Array.from(sorted, ({ p }) => p),
  length: Int32Array.from(sorted, ({ length }) => length),
  weight: new Float64Array(sorted.length),
  previous: new Int32Array(sorted.length).fill(-1),
});

/** What the segment at `index` comes to when it follows the one at `back`, and whether that is more than before. */
const tryAfter = ({ e, p, length, weight, previous }: Columns, index: number, back: number): void => {
  const own = length[index] ?? 0;
  const before = weight[back] ?? 0;
  const known = weight[index] ?? 0;
  // Most fall short before anything is taken off: a text that repeats itself offers hundreds for each piece.
  if (before + own <= known) return;
  const stepE = (e[index] ?? 0) - (e[back] ?? 0);
  const stepP = (p[index] ?? 0) - (p[back] ?? 0);
  if (stepE <= 0 || stepP <= 0) return;
  const [gapE, gapP] = [stepE - (length[back] ?? 0), stepP - (length[back] ?? 0)];
  const lost = Math.max(0, -gapE, -gapP);
  if (lost >= own) return;
  const reached = before + own - lost - cost(gapE + lost, gapP + lost);
  if (reached <= known) return;
  weight[index] = reached;
  previous[index] = back;
};

const heaviest = (sorted: readonly Segment[], { left, right }: Corners): Segment[] => {
  const columns = columnsOf(sorted);
  const { weight, previous } = columns;
  const long: number[] = [];
  let last = -1;
  let lastWeight = Number.NEGATIVE_INFINITY;
  sorted.forEach(({ e, p, length }, index) => {
    weight[index] = length - (left === null ? 0 : cost(e - left.e, p - left.p));
    const near = Math.max(0, index - LOOK_BACK);
    for (let back = index - 1; back >= near; back -= 1) tryAfter(columns, index, back);
    for (let at = Math.max(0, long.length - LOOK_BACK); at < long.length; at += 1) {
      const back = long[at] ?? 0;
      if (back >= near) break;
      tryAfter(columns, index, back);
    }
    if (length >= LONG) long.push(index);
    const ended = (weight[index] ?? 0) - (right === null ? 0 : cost(right.e - e - length, right.p - p - length));
    if (ended > lastWeight) [last, lastWeight] = [index, ended];
  });
  const links: Segment[] = [];
  for (let at = last; at >= 0; at = previous[at] ?? -1) links.push(...sorted.slice(at, at + 1));
  return links.toReversed();
};

/** A link with far more of ours unmatched around it than it matches, and far from its neighbours, is a chance find. */
const isWeak = (before: Segment | undefined, link: Segment, after: Segment | undefined): boolean => {
  if (link.length >= LONG || (before === undefined && after === undefined)) return false;
  const unmatched = (one: Segment | undefined, two: Segment | undefined): number => {
    if (!one || !two) return 0;
    const [e, p] = [two.e - one.e - one.length, two.p - one.p - one.length];
    return e > 0 && p > 0 && Math.abs(p - e) > link.length + FAR_OFF ? e : 0;
  };
  return link.length < (unmatched(before, link) + unmatched(link, after)) * DENSE;
};

export interface Corner {
  readonly e: number;
  readonly p: number;
}
/** Where what is known to be shared ends before the segments and begins after them. */
export interface Corners {
  readonly left: Corner | null;
  readonly right: Corner | null;
}

/** The heaviest run of segments that goes forward in both texts, its pieces trimmed so that none overlap. */
export const chain = (segments: readonly Segment[], corners: Corners = { left: null, right: null }): Segment[] => {
  const links = heaviest(
    [...segments].sort((a, b) => a.e - b.e || a.p - b.p),
    corners,
  );
  const strong = links.filter((link, index) => !isWeak(links[index - 1], link, links[index + 1]));
  return trim(strong.length === 0 ? links : strong);
};

const trim = (links: readonly Segment[]): Segment[] => {
  const trimmed: Segment[] = [];
  for (const segment of links) {
    const before = trimmed.at(-1);
    const lost = before === undefined ? 0 : overlap(before, segment);
    if (lost < segment.length) {
      trimmed.push({ e: segment.e + lost, p: segment.p + lost, length: segment.length - lost });
    }
  }
  return trimmed;
};
