import type { Segment } from './segments.ts';

/** How far back a segment looks for its predecessor: only texts that repeat themselves have more candidates. */
const LOOK_BACK = 300;
/** A jump costs little, so that a true piece far off is still taken, but more than what chance offers. */
const JUMP = 0.5;
const FAR = 3;

const jump = (shift: number): number => JUMP + Math.min(FAR, 0.5 * Math.log2(1 + Math.abs(shift)));

const overlap = (before: Segment, after: Segment): number =>
  Math.max(0, before.e + before.length - after.e, before.p + before.length - after.p);

/** The heaviest run of segments that goes forward in both texts, its pieces trimmed so that none overlap. */
export const chain = (segments: readonly Segment[]): Segment[] => {
  const sorted = [...segments].sort((a, b) => a.e - b.e || a.p - b.p);
  const weights = new Float64Array(sorted.length);
  const previous = new Int32Array(sorted.length).fill(-1);
  let best = -1;
  sorted.forEach((segment, index) => {
    weights[index] = segment.length;
    for (let back = index - 1; back >= Math.max(0, index - LOOK_BACK); back -= 1) {
      const before = sorted[back];
      if (before === undefined || before.p >= segment.p || before.e >= segment.e) continue;
      const lost = overlap(before, segment);
      if (lost >= segment.length) continue;
      const shift = segment.p - segment.e - (before.p - before.e);
      const weight = (weights[back] ?? 0) + segment.length - lost - jump(shift);
      if (weight > (weights[index] ?? 0)) {
        weights[index] = weight;
        previous[index] = back;
      }
    }
    if (best < 0 || (weights[index] ?? 0) > (weights[best] ?? 0)) best = index;
  });
  const links: Segment[] = [];
  for (let at = best; at >= 0; at = previous[at] ?? -1) {
    const segment = sorted[at];
    if (segment !== undefined) links.push(segment);
  }
  return trim(links.toReversed());
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
