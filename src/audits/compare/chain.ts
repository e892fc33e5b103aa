import type { Segment } from './segments.ts';

/** How far back a segment looks for its predecessor: only texts that repeat themselves have more candidates. */
const LOOK_BACK = 300;
/** Long segments are few and never forgotten, however much repeats between them. */
const LONG = 40;
/** A jump costs little, so that a true piece far off is still taken, but more than what chance offers. */
const JUMP = 0.5;
const FAR = 3;
/** Further off than this a short link needs company. */
const FAR_OFF = 60;
const DENSE = 0.8;

const jump = (shift: number): number => JUMP + Math.min(FAR, 0.5 * Math.log2(1 + Math.abs(shift)));

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
  const shift = segment.p - segment.e - (before.p - before.e);
  const weight = (weights[back] ?? 0) + segment.length - lost - jump(shift);
  if (weight <= (weights[index] ?? 0)) return;
  weights[index] = weight;
  previous[index] = back;
};

const heaviest = (sorted: readonly Segment[]): Segment[] => {
  const best: Best = { weights: new Float64Array(sorted.length), previous: new Int32Array(sorted.length).fill(-1) };
  const long: number[] = [];
  let last = -1;
  sorted.forEach((segment, index) => {
    best.weights[index] = segment.length;
    const near = Math.max(0, index - LOOK_BACK);
    for (let back = index - 1; back >= near; back -= 1) tryAfter(sorted, best, index, back);
    for (const back of long.slice(-LOOK_BACK)) if (back < near) tryAfter(sorted, best, index, back);
    if (segment.length >= LONG) long.push(index);
    if (last < 0 || (best.weights[index] ?? 0) > (best.weights[last] ?? 0)) last = index;
  });
  const links: Segment[] = [];
  for (let at = last; at >= 0; at = best.previous[at] ?? -1) links.push(...sorted.slice(at, at + 1));
  return links.toReversed();
};

/** A link with far more of ours unmatched around it than it matches, and far from its neighbours, is a chance find. */
const isWeak = (before: Segment | undefined, link: Segment, after: Segment | undefined): boolean => {
  const gap = (one: Segment | undefined, two: Segment | undefined): { e: number; p: number } =>
    one && two ? { e: two.e - one.e - one.length, p: two.p - one.p - one.length } : { e: 0, p: 0 };
  const [left, right] = [gap(before, link), gap(link, after)];
  const isFar = ({ e, p }: { e: number; p: number }): boolean => Math.abs(p - e) > link.length + FAR_OFF;
  const farE = (isFar(left) ? left.e : 0) + (isFar(right) ? right.e : 0);
  return link.length < LONG && link.length < farE * DENSE;
};

/** The heaviest run of segments that goes forward in both texts, its pieces trimmed so that none overlap. */
export const chain = (segments: readonly Segment[]): Segment[] => {
  const links = heaviest([...segments].sort((a, b) => a.e - b.e || a.p - b.p));
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
