import { chain } from './chain.ts';
import type { LineMap } from './line-map.ts';
import type { Segment } from './segments.ts';
import type { Texts, Window } from './stretches.ts';

/** A text this short is found again by chance. */
const SHORT = 24;
/** A second copy carries nearly all of the text; a teaser or an excerpt does not, and is the site's own. */
const WHOLE = 0.9;
const DRIFT = 60;
/** So much of the text elsewhere, and the alignment might hop between the two. */
const PART = 0.3;
/** A page carries an article for the screen, the phone and the printer; more is not worth a look each. */
const MOST = 4;

interface Cluster extends Window {
  readonly share: number;
  /** Where it would begin and end if all of the text were there. */
  readonly from: number;
  readonly to: number;
}

/** How much of the expected text the segments cover, from 0 to 1, in whatever order. */
export const shareOf = (segments: readonly Segment[], total: number): number => {
  let [covered, end] = [0, 0];
  for (const { e, length } of [...segments].sort((a, b) => a.e - b.e)) {
    covered += Math.max(0, e + length - Math.max(e, end));
    end = Math.max(end, e + length);
  }
  return covered / Math.max(1, total);
};

/**
 * Segments of one copy stand at nearly the same distance from the text, but for what the page puts in between; two copies
 * are a text's length apart. A copy torn apart by more is not seen as one, and the page is compared as a whole.
 */
const clustersOf = (segments: readonly Segment[], total: number): Cluster[] => {
  const clusters: Cluster[] = [];
  let left = [...segments].sort((a, b) => b.length - a.length);
  while (clusters.length < MOST && left[0] !== undefined) {
    const shift = left[0].p - left[0].e;
    const drift = ({ p, e }: Segment): number => Math.abs(p - e - shift);
    const isNear = (segment: Segment): boolean => drift(segment) <= Math.max(DRIFT, total / 2);
    const mine = left.filter(isNear);
    const straight = mine.filter((segment) => drift(segment) <= Math.max(DRIFT, total / 8));
    // Chained, because a phrase that the text repeats also links the end of one copy with the beginning of the next.
    const backbone = chain(straight);
    const [first, last] = [backbone[0], backbone.at(-1)];
    const [p1, p2] = [first?.p ?? 0, last === undefined ? 0 : last.p + last.length];
    const from = p1 - (first?.e ?? 0);
    const to = p2 + total - (last === undefined ? total : last.e + last.length);
    clusters.push({ p1, p2, share: shareOf(mine, total), from, to });
    left = left.filter((segment) => !isNear(segment) && (segment.p >= p2 || segment.p + segment.length <= p1));
  }
  return clusters;
};

/** The rest of a line belongs to what stands before it. */
const endOfLine = (map: LineMap, p: number): number =>
  map.startSet.has(p) ? p : (map.starts[map.lineAt(p) + 1] ?? Number.POSITIVE_INFINITY);

const startOfLine = (map: LineMap, p: number): number => map.starts[map.lineAt(Math.max(0, p))] ?? 0;

/** Where to look: the whole page, or one window per copy where the page carries the text, or parts of it, several times. */
export const windowsOf = (texts: Texts, segments: readonly Segment[], map: LineMap): Window[] => {
  const [total, whole] = [texts.expected.length, { p1: 0, p2: texts.page.length }];
  const found = segments.reduce((sum, { length }) => sum + length, 0);
  if (total < SHORT || found < shareOf(segments, total) * total * (1 + PART)) return [whole];
  const clusters = clustersOf(segments, total).filter(({ share }) => share >= PART);
  const copies = clusters.filter(({ share }) => share >= WHOLE).sort((a, b) => a.p1 - b.p1);
  if (clusters.length < 2 || copies.length === 0) return [whole];
  const bounds = [...clusters].sort((a, b) => a.p1 - b.p1);
  return copies.map((copy) => {
    const at = bounds.indexOf(copy);
    const [before, after] = [bounds[at - 1], bounds[at + 1]];
    return {
      p1: before === undefined ? 0 : Math.min(copy.p1, endOfLine(map, Math.max(before.p2, before.to))),
      p2: after === undefined ? whole.p2 : Math.max(copy.p2, startOfLine(map, Math.min(after.p1, after.from))),
    };
  });
};

/** What of the segments lies inside a window. */
export const clipTo = (segments: readonly Segment[], { p1, p2 }: Window): Segment[] =>
  segments.flatMap((segment) => {
    const cut = Math.max(0, p1 - segment.p);
    const length = Math.min(segment.length, p2 - segment.p) - cut;
    return length > 0 ? [{ e: segment.e + cut, p: segment.p + cut, length }] : [];
  });
