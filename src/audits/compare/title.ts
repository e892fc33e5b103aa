import type { Difference } from '../difference.ts';
import type { Page } from '../page.ts';
import { severityOf } from './classify.ts';
import { normalise } from './normalise.ts';
import { passageOf } from './passage.ts';
import { lineOf, readingOf } from './reading.ts';

/** Alike enough to be the same title with something changed. */
const ALIKE = 0.5;
/** A title's line may carry a label or the site's name beside it, but not a paragraph. */
const LONGER = 2;

const pairsOf = (text: string): Set<string> => {
  const pairs = new Set<string>();
  for (let at = 0; at + 1 < text.length; at += 1) pairs.add(text.slice(at, at + 2));
  return pairs;
};
/** Share of the pairs of characters that two short texts have in common (Dice). */
const likeness = (one: string, other: string): number => {
  const [a, b] = [pairsOf(one), pairsOf(other)];
  if (a.size === 0 || b.size === 0) return one === other ? 1 : 0;
  let common = 0;
  for (const pair of a) if (b.has(pair)) common += 1;
  return (2 * common) / (a.size + b.size);
};

const differs = (title: string, page: Page, line: number | null): Difference => {
  const ours = normalise(title);
  const { normalised, map } = readingOf(page);
  const [from, to] = line === null ? [0, 0] : [map.starts[line] ?? 0, map.starts[line + 1] ?? normalised.text.length];
  return {
    kind: line === null ? 'missing' : 'changed',
    meaning: 'title',
    severity: severityOf('title'),
    expected: passageOf(ours, 0, ours.text.length),
    actual: line === null ? null : passageOf(normalised, from, to),
  };
};

const isNear = (length: number, wanted: number): boolean => length <= wanted * LONGER && length * LONGER >= wanted;

const isHeading = ({ blocks }: Page, block: number): boolean => /^h[1-3]$/.test(blocks[block]?.tag ?? '');

/** The title as readers see it; a heading that is nearly it counts before a teaser elsewhere that still has it right. */
export const compareTitle = (title: string, page: Page): Difference[] => {
  const wanted = normalise(title).text;
  if (wanted === '') return [];
  const reading = readingOf(page);
  const lines = page.lines.flatMap(({ block }, line) => {
    const text = lineOf(reading, line);
    return isNear(text.length, wanted.length) ? [{ line, text, isHeading: isHeading(page, block) }] : [];
  });
  const has = ({ text }: { text: string }): boolean => text.includes(wanted);
  if (lines.some((line) => line.isHeading && has(line))) return [];
  const near = lines.filter(({ text }) => likeness(text, wanted) >= ALIKE);
  const headings = near.filter(({ isHeading }) => isHeading);
  const candidates = headings.length > 0 ? headings : near;
  if (candidates.some(has)) return [];
  if (headings.length === 0 && reading.normalised.text.includes(wanted)) return [];
  const best = candidates.toSorted((a, b) => likeness(b.text, wanted) - likeness(a.text, wanted))[0];
  if (best === undefined && normalise(page.title).text.includes(wanted)) return [];
  return [differs(title, page, best?.line ?? null)];
};
