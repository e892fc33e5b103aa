import type { Entry } from '../article/card.ts';

/** On an archive page when it is cut off the first one, which shows up to twice as many, less one. */
export const PER_PAGE = 20;

/** Sizes of a list's archive pages, oldest first; the first page shows the rest. */
export type Cuts = readonly number[];

const sum = (sizes: Cuts): number => sizes.reduce((total, size) => total + size, 0);

const evenly = (count: number): Cuts =>
  Array.from({ length: Math.max(0, Math.floor(count / PER_PAGE) - 1) }, () => PER_PAGE);

/** The cuts of a list that has noted none, as lists once did. */
export const cutsOf = ({ entries, cuts }: { readonly entries: readonly Entry[]; readonly cuts?: Cuts }): Cuts =>
  cuts ?? evenly(entries.length);

/** Every entry stays on the page where it stood, a new one joins the entry before it. */
const keepPlaces = (old: readonly Entry[], cuts: Cuts, entries: readonly Entry[]): number[] => {
  const numbers = cuts.flatMap((size, number) => Array.from({ length: size }, () => number));
  const places = new Map(old.map(({ path }, index) => [path, numbers[index] ?? cuts.length]));
  const sizes = cuts.map(() => 0);
  let number = 0;
  for (const { path } of entries) {
    number = Math.max(number, places.get(path) ?? number);
    sizes[number] = (sizes[number] ?? 0) + 1;
  }
  return sizes.slice(0, cuts.length);
};

/**
 * Cuts a list, oldest first, so that as few pages change as can be: a new entry changes the first one, an entry that
 * leaves its own. Only where a page became empty or too long are it and the younger ones cut anew.
 */
export const cutList = (old: readonly Entry[], cuts: Cuts, entries: readonly Entry[]): Cuts => {
  const kept = keepPlaces(old, cuts, entries);
  const bad = kept.findIndex((size) => size === 0 || size >= 2 * PER_PAGE);
  const sizes = bad === -1 ? kept : kept.slice(0, bad);
  while (sizes.length > 0 && entries.length - sum(sizes) < PER_PAGE) sizes.pop();
  return [...sizes, ...evenly(entries.length - sum(sizes))];
};
