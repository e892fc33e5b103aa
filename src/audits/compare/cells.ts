import type { CellPlace, Difference, Expected } from '../difference.ts';
import type { Page } from '../page.ts';
import { normalise } from './normalise.ts';
import { compareTables, type CellDifference } from './tables.ts';

const plain = (text: string): string => normalise(text).text;

/** The whole lines of our text that a difference touches: a cell is a line of its own. */
const linesOf = (text: string, { expected }: Difference): string[] => {
  if (expected === null) return [];
  const from = text.lastIndexOf('\n', expected.start - 1) + 1;
  const to = text.indexOf('\n', Math.max(expected.start, expected.end));
  return text.slice(from, to < 0 ? text.length : to).split(/[\n\t]/);
};

const placeOf = ({ table, row, column }: CellDifference): CellPlace => ({ table, row, column });

/** A cell that says what it should, in a place where it should not: its words are all there, so nothing else tells it. */
const displaced = ({ text }: Expected, cells: readonly CellDifference[]): Difference[] => {
  const first = cells.find(({ isSameShape, expected }) => isSameShape && plain(expected) !== '');
  if (!first) return [];
  const start = Math.max(0, `\n${text}\n`.indexOf(`\n${first.expected}\n`));
  const end = start + first.expected.length;
  const expected = { start, end, text: first.expected, before: '', after: '' };
  const { meaning, severity } = first;
  return [{ kind: 'moved', meaning, severity, expected, actual: null, cell: placeOf(first) }];
};

/**
 * Says of what differs inside a table in which row and column it stands. Where all words are there and in order, but a
 * cell of a table of the same shape has changed its place, that is the one difference.
 */
export const placeCells = (expected: Expected, page: Page, differences: readonly Difference[]): Difference[] => {
  if (expected.tables.length === 0) return [...differences];
  const cells = compareTables(expected.tables, page.tables);
  if (cells.length === 0) return [...differences];
  if (!differences.some(({ severity }) => severity !== 'minor')) return [...differences, ...displaced(expected, cells)];
  const left = new Set(cells);
  return differences.map((difference) => {
    if (difference.meaning === 'title') return difference;
    const lines = new Set(linesOf(expected.text, difference).map(plain));
    const own = [...left].filter((cell) => plain(cell.expected) !== '' && lines.has(plain(cell.expected)));
    // One place for one difference; a whole row that is missing takes all its cells along.
    const taken = lines.size > 1 ? own : own.slice(0, 1);
    for (const cell of taken) left.delete(cell);
    return own[0] ? { ...difference, cell: placeOf(own[0]) } : difference;
  });
};
