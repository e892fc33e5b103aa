import type { Segment } from './segments.ts';

/** How far back a segment looks for its predecessor: only texts that repeat themselves have more candidates. */
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

const cost = (e: number, p: number): number => {
  if (e <= 0 && p <= 0) return 0;
  if (p <= 0) return GAP + Math.min(LEFT_OUT, 0.2 * Math.log2(1 + e));
  return GAP + Math.min(OTHERWISE, 0.5 * Math.log2(1 + Math.abs(p - e)));
};

const overlap = (before: Segment, after: Segment): number =>
  Math.max(0, before.e + before.length - after.e, before.p + before.length - after.p);

interface Best {
  readonly weights: Float64Array;
  readonly previous: Int32Array;
}

/** What the segment at `index` adds when it follows the one at `back`. */
const tryAfter = (sorted: readonly Segment[], { weights, previous }: Best, index: number, back: number): void => {
  const [before, segment] = [sorted[back], sorted[index]];
  if (before === undefined || segment === undefined || before.p >= segment.p || before.e >= segment.e) return;
  const lost = overlap(before, segment);
  if (lost >= segment.length) return;
  const gapE = segment.e + lost - before.e - before.length;
  const gapP = segment.p + lost - before.p - before.length;
  const weight = (weights[back] ?? 0) + segment.length - lost - cost(gapE, gapP);
  if (weight <= (weights[index] ?? 0)) return;
  weights[index] = weight;
  previous[index] = back;
};

const heaviest = (sorted: readonly Segment[], { left, right }: Corners): Segment[] => {
  const best: Best = { weights: new Float64Array(sorted.length), previous: new Int32Array(sorted.length).fill(-1) };
  const long: number[] = [];
  let last = -1;
  let lastWeight = Number.NEGATIVE_INFINITY;
  sorted.forEach((segment, index) => {
    const { e, p, length } = segment;
    best.weights[index] = length - (left === null ? 0 : cost(e - left.e, p - left.p));
    const near = Math.max(0, index - LOOK_BACK);
    for (let back = index - 1; back >= near; back -= 1) tryAfter(sorted, best, index, back);
    for (const back of long.slice(-LOOK_BACK)) if (back < near) tryAfter(sorted, best, index, back);
    if (segment.length >= LONG) long.push(index);
    const weight = (best.weights[index] ?? 0) - (right === null ? 0 : cost(right.e - e - length, right.p - p - length));
    if (weight > lastWeight) [last, lastWeight] = [index, weight];
  });
  const links: Segment[] = [];
  for (let at = last; at >= 0; at = best.previous[at] ?? -1) links.push(...sorted.slice(at, at + 1));
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
