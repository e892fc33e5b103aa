import { fold, type Folded } from './fold.ts';
import { readVisible, type Visible } from './visible.ts';

/** Whether a page carries a text: every line of it occurs in what is visible, in order. */
export interface Verdict {
  readonly isFaithful: boolean;
  /** The first lines that do not occur after the ones before them. */
  readonly lacks: readonly string[];
  readonly visible: Visible;
  readonly folded: Folded;
  /** Per line of the text: where it stands in the folded visible text; null where more than one place will do. */
  readonly places: readonly (number | null)[];
}

export const linesOf = (text: string): string[] => text.split('\n');

const forwards = (page: string, lines: readonly string[]): { places: number[]; lacks: number[] } => {
  const places: number[] = [];
  const lacks: number[] = [];
  let at = 0;
  lines.forEach((line, index) => {
    const found = page.indexOf(line, at);
    places.push(found);
    if (found < 0) lacks.push(index);
    else at = found + line.length;
  });
  return { places, lacks };
};
const backwards = (page: string, lines: readonly string[]): number[] => {
  const places: number[] = [];
  let end = page.length;
  for (const line of lines.toReversed()) {
    const found = end - line.length < 0 ? -1 : page.lastIndexOf(line, end - line.length);
    places.push(found);
    if (found >= 0) end = found;
  }
  return places.toReversed();
};

/** So near to the line before or after, a line that occurs several times is the one of that copy. */
const NEAR = 40;

/** The place of each line: the only one, or the first where the lines beside it stand beside it. */
const sure = (first: readonly number[], last: readonly number[], lines: readonly string[]): (number | null)[] =>
  first.map((place, index) => {
    if (place < 0) return null;
    const [before, after] = [first[index - 1], first[index + 1]];
    const isAfter = before !== undefined && place - before - (lines[index - 1]?.length ?? 0) <= NEAR;
    const isBefore = after !== undefined && after - place - (lines[index]?.length ?? 0) <= NEAR;
    return place === last[index] || (isAfter && isBefore) ? place : null;
  });

export const judgePage = (html: string, text: string): Verdict => {
  const visible = readVisible(html);
  const folded = fold(visible.text);
  const lines = linesOf(text);
  const ours = lines.map((line) => fold(line).text);
  const first = forwards(folded.text, ours);
  const last = backwards(folded.text, ours);
  return {
    isFaithful: first.lacks.length === 0,
    lacks: first.lacks.slice(0, 3).map((index) => lines[index] ?? ''),
    visible,
    folded,
    places: sure(first.places, last, ours),
  };
};
