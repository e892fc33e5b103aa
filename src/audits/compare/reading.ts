import type { Page } from '../page.ts';
import { mapLines, type LineMap } from './line-map.ts';
import { normalise, type Normalised } from './normalise.ts';

/** A page's text as it is compared. */
export interface Reading {
  readonly normalised: Normalised;
  readonly map: LineMap;
}

const readings = new WeakMap<Page, Reading>();

/** Made once for each page, however often it is compared: for its title, its text, its former revisions. */
export const readingOf = (page: Page): Reading => {
  const known = readings.get(page);
  if (known) return known;
  const normalised = normalise(page.text);
  const map = mapLines(
    normalised,
    page.lines.map(({ start }) => start),
  );
  readings.set(page, { normalised, map });
  return { normalised, map };
};

/** One line of it. */
export const lineOf = ({ normalised, map }: Reading, line: number): string =>
  normalised.text.slice(map.starts[line], map.starts[line + 1] ?? normalised.text.length);
