import type { Texts } from './stretches.ts';
import type { Segment } from './segments.ts';

/** So short a text may stand in a page by chance, in its navigation for one. */
const SHORT = 48;

/**
 * The page carries the text in one piece, once: nothing is left to look for between. Most faithful pages are like that, and
 * the pieces that would be cut and chained to find it out cost more than reading the page.
 */
export const wholeIn = ({ expected, page }: Pick<Texts, 'expected' | 'page'>): Segment | null => {
  if (expected.length < SHORT) return null;
  const at = page.indexOf(expected);
  if (at < 0 || page.includes(expected, at + 1)) return null;
  return { e: 0, p: at, length: expected.length };
};
