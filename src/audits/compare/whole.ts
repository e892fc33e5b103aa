import type { Texts } from './stretches.ts';
import type { Segment } from './segments.ts';

/** So short a text may stand in a page by chance, in its navigation for one. */
const SHORT = 48;
/** Pieces by which a second copy, or a good part of one, would show itself. */
const SAMPLES = 24;
const PIECE = 12;
/** Pieces that the text itself says twice tell nothing; with fewer others than this nothing is known. */
const TELLING = 8;

/**
 * The page carries the text in one piece and nowhere else: nothing is left to look for between. Most faithful pages are
 * like that, and the pieces that would be cut and chained to find it out cost more than reading the page.
 */
export const wholeIn = ({ expected, page }: Pick<Texts, 'expected' | 'page'>): Segment | null => {
  if (expected.length < SHORT) return null;
  const at = page.indexOf(expected);
  if (at < 0) return null;
  const around = [page.slice(0, at), page.slice(at + expected.length)];
  const step = (expected.length - PIECE) / (SAMPLES - 1);
  let telling = 0;
  for (let sample = 0; sample < SAMPLES; sample += 1) {
    const from = Math.floor(sample * step);
    const piece = expected.slice(from, from + PIECE);
    if (!around.some((part) => part.includes(piece))) telling += 1;
    else if (expected.indexOf(piece) === expected.lastIndexOf(piece)) return null;
  }
  return telling < TELLING ? null : { e: 0, p: at, length: expected.length };
};
