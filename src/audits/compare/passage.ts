import type { Passage } from '../difference.ts';
import type { Normalised } from './normalise.ts';

/** Enough around it to find the place by eye. */
const CONTEXT = 20;

/** The stretch of the text as given that a normalised range stands for. */
export const passageOf = ({ source, at }: Normalised, from: number, to: number): Passage => {
  const start = at[from] ?? source.length;
  const last = at[to - 1];
  const end = to > from && last !== undefined ? last + 1 : start;
  return {
    start,
    end,
    text: source.slice(start, end),
    before: source.slice(Math.max(0, start - CONTEXT), start),
    after: source.slice(end, end + CONTEXT),
  };
};
