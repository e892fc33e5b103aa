import type { Difference } from '../../../../src/audits/difference.ts';
import type { Edit } from './edit.ts';
import { fold } from './fold.ts';
import type { Change } from './kinds.ts';

export interface Outcome {
  readonly isFound: boolean;
  readonly isOnce: boolean;
  readonly isRightSeverity: boolean;
}
export type Direction = 'text' | 'page';

/** A stretch of the expected text as it was given to the audit. */
interface Place {
  readonly start: number;
  readonly end: number;
  /** What only one side has, for differences that have no place in the expected text. */
  readonly text: string;
}

/** Where the edits stand in the text that the audit is given: in the edited one, or in the one that stayed. */
const placesOf = (text: string, edits: readonly Edit[], direction: Direction): Place[] => {
  let shift = 0;
  return [...edits]
    .sort((a, b) => a.start - b.start)
    .map(({ start, end, text: put }) => {
      const gone = text.slice(start, end);
      if (direction === 'page') return { start, end, text: put };
      const place = { start: start + shift, end: start + shift + put.length, text: gone };
      shift += put.length - (end - start);
      return place;
    });
};

/** Equal neighbours make an edit's place ambiguous by a unit or two. */
const TOLERANCE = 3;

const isAt = ({ expected, actual }: Difference, places: readonly Place[]): boolean => {
  if (expected !== null) {
    return places.some(({ start, end }) => expected.start <= end + TOLERANCE && expected.end >= start - TOLERANCE);
  }
  if (actual === null) return false;
  const shown = fold(actual.text).text;
  return places.some(({ text }) => {
    const put = fold(text).text;
    const around = fold(actual.before.slice(-TOLERANCE) + actual.text + actual.after.slice(0, TOLERANCE)).text;
    return put !== '' && (put.includes(shown) || around.includes(put));
  });
};

export const judgeOutcome = (
  differences: readonly Difference[],
  text: string,
  change: Change,
  direction: Direction,
): Outcome => {
  const places = placesOf(text, change.edits, direction);
  const found = differences.filter((difference) => isAt(difference, places));
  const isFound = found.length > 0;
  return {
    isFound,
    isOnce: isFound && differences.length === 1,
    isRightSeverity: isFound && found.every(({ severity }) => change.severities.includes(severity)),
  };
};
