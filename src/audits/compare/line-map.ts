import type { Normalised } from './normalise.ts';

/** Which line of a text a normalised offset is in. Lines of space alone have no offsets and are never met. */
export interface LineMap {
  /** Normalised offsets at which lines begin, one per line; an empty line begins where the next one does. */
  readonly starts: readonly number[];
  readonly startSet: ReadonlySet<number>;
  lineAt(offset: number): number;
}

export const mapLines = (normalised: Normalised, lineStarts: readonly number[]): LineMap => {
  const { at, text } = normalised;
  const starts: number[] = [];
  let offset = 0;
  for (const start of lineStarts) {
    while (offset < text.length && (at[offset] ?? 0) < start) offset += 1;
    starts.push(offset);
  }
  const lineAt = (wanted: number): number => {
    let [low, high] = [0, starts.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= wanted) low = middle;
      else high = middle - 1;
    }
    return low;
  };
  return { starts, startSet: new Set(starts), lineAt };
};

/** Where the lines of a plain text begin. */
export const lineStartsOf = (text: string): number[] => {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
};
