import type { Difference } from '../difference.ts';
import type { Page, PageLine } from '../page.ts';
import { severityOf } from './classify.ts';
import { normalise } from './normalise.ts';
import { passageOf } from './passage.ts';

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

const differs = (title: string, page: Page, line: PageLine | null): Difference => {
  const ours = normalise(title);
  const theirs = line === null ? null : normalise(page.text.slice(0, line.end));
  const from = theirs === null || line === null ? 0 : theirs.at.findIndex((at) => at >= line.start);
  return {
    kind: theirs === null ? 'missing' : 'changed',
    meaning: 'title',
    severity: severityOf('title'),
    expected: passageOf(ours, 0, ours.text.length),
    actual: theirs === null ? null : passageOf(theirs, from, theirs.text.length),
  };
};

const isNear = (length: number, wanted: number): boolean => length <= wanted * LONGER && length * LONGER >= wanted;

/** The title as readers see it; a heading that is nearly it counts before a teaser elsewhere that still has it right. */
export const compareTitle = (title: string, page: Page): Difference[] => {
  const wanted = normalise(title).text;
  if (wanted === '') return [];
  const lines = page.lines.map((line) => ({ line, text: normalise(page.text.slice(line.start, line.end)).text }));
  const near = lines.filter(({ text }) => isNear(text.length, wanted.length) && likeness(text, wanted) >= ALIKE);
  const headings = near.filter(({ line }) => /^h[1-3]$/.test(page.blocks[line.block]?.tag ?? ''));
  const candidates = headings.length > 0 ? headings : near;
  if (candidates.some(({ text }) => text.includes(wanted))) return [];
  if (headings.length === 0 && normalise(page.text).text.includes(wanted)) return [];
  const best = candidates.toSorted((a, b) => likeness(b.text, wanted) - likeness(a.text, wanted))[0];
  if (best === undefined && normalise(page.title).text.includes(wanted)) return [];
  return [differs(title, page, best?.line ?? null)];
};
