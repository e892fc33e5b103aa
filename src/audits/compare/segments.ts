/** The same units at `e` in the expected text and at `p` in the page, as far as they go. */
export interface Segment {
  readonly e: number;
  readonly p: number;
  readonly length: number;
}
/** A stretch of each text; ends are exclusive. */
export interface Range {
  readonly e1: number;
  readonly e2: number;
  readonly p1: number;
  readonly p2: number;
}

/** A piece that the page carries more often says little about where we are. */
const RARE = 8;
/** Bounds the work on texts that repeat themselves: units compared beyond the pieces, per unit of both texts. */
const PATIENCE = 8;

/** How soon after an edit a stretch goes on, in a text where every piece is frequent. */
const ON = 24;

interface Ended {
  readonly shift: number;
  readonly end: number;
}

const PRIME = 0x01000193;

interface Index {
  readonly heads: Int32Array;
  readonly next: Int32Array;
  readonly mask: number;
}

/** Hash of the `size` units at each place, rolled along. */
const hashes = (units: Uint16Array, from: number, to: number, size: number): Int32Array => {
  const count = Math.max(0, to - from - size + 1);
  const out = new Int32Array(count);
  if (count === 0) return out;
  let power = 1;
  for (let n = 1; n < size; n += 1) power = Math.imul(power, PRIME);
  let hash = 0;
  for (let n = 0; n < size; n += 1) hash = (Math.imul(hash, PRIME) + (units[from + n] ?? 0)) | 0;
  out[0] = hash;
  for (let n = 1; n < count; n += 1) {
    hash = (hash - Math.imul(units[from + n - 1] ?? 0, power)) | 0;
    hash = (Math.imul(hash, PRIME) + (units[from + n + size - 1] ?? 0)) | 0;
    out[n] = hash;
  }
  return out;
};

const spread = (hash: number): number => Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) >>> 0;

const indexOf = (keys: Int32Array): Index => {
  let size = 16;
  while (size < keys.length * 2) size *= 2;
  const heads = new Int32Array(size).fill(-1);
  const next = new Int32Array(keys.length);
  // Backwards, so that each chain runs in the order of the page.
  for (let at = keys.length - 1; at >= 0; at -= 1) {
    const slot = (spread(keys[at] ?? 0) >>> 4) & (size - 1);
    next[at] = heads[slot] ?? -1;
    heads[slot] = at;
  }
  return { heads, next, mask: size - 1 };
};

/**
 * Maximal common stretches that begin with a piece of `size` units the page carries rarely. A frequent piece counts only
 * where nothing else covers it: so text carried three times, or repeating itself, is still found.
 */
export const findSegments = (expected: Uint16Array, page: Uint16Array, range: Range, size: number): Segment[] => {
  const { e1, e2, p1, p2 } = range;
  const keys = hashes(page, p1, p2, size);
  const ours = hashes(expected, e1, e2, size);
  const { heads, next, mask } = indexOf(keys);
  const segments: Segment[] = [];
  const ends = new Map<number, number>();
  let patience = PATIENCE * (e2 - e1 + (p2 - p1)) + 1_000;
  let covered = e1;
  const recent: Ended[] = Array.from({ length: RARE }, () => ({ shift: 0, end: -ON }));

  const extend = (e: number, p: number): void => {
    const end = ends.get(p - e);
    if (end !== undefined && end > e) return;
    let right = size;
    while (e + right < e2 && p + right < p2 && expected[e + right] === page[p + right]) right += 1;
    let left = 0;
    while (e - left > e1 && p - left > p1 && expected[e - left - 1] === page[p - left - 1]) left += 1;
    patience -= right + left;
    ends.set(p - e, e + right);
    covered = Math.max(covered, e + right);
    segments.push({ e: e - left, p: p - left, length: left + right });
    recent[segments.length % recent.length] = { shift: p - e, end: e + right };
  };
  const isSame = (e: number, p: number): boolean => {
    for (let n = 0; n < size; n += 1) if (expected[e + n] !== page[p + n]) return false;
    return true;
  };

  const found = new Int32Array(RARE + 1);
  for (let n = 0; n < ours.length; n += 1) {
    if (patience <= 0) break;
    const key = ours[n] ?? 0;
    const e = e1 + n;
    let count = 0;
    for (let at = heads[(spread(key) >>> 4) & mask] ?? -1; at >= 0 && count <= RARE; at = next[at] ?? -1) {
      if (keys[at] === key && isSame(e, p1 + at)) {
        found[count] = p1 + at;
        count += 1;
      }
    }
    if (count > RARE && covered > e) {
      for (const { shift, end } of recent) {
        const p = e + shift;
        if (end <= e && end + ON > e && p >= p1 && p + size <= p2 && isSame(e, p)) extend(e, p);
      }
      continue;
    }
    for (let index = 0; index < Math.min(count, RARE); index += 1) extend(e, found[index] ?? 0);
  }
  return segments;
};
