import type { Table } from '../page.ts';
import { meaningOf, severityOf } from './classify.ts';
import type { Meaning } from '../difference.ts';
import type { Severity } from '../../core/severity.ts';
import { normalise } from './normalise.ts';

/** One cell that says something else, or is not there. Rows and columns count from 1, as people do. */
export interface CellDifference {
  readonly table: number;
  readonly row: number;
  readonly column: number;
  readonly expected: string;
  readonly actual: string | null;
  readonly meaning: Meaning;
  readonly severity: Severity;
}

const cellText = (cell: string): string => normalise(cell).text;
const cellsOf = (table: Table): string[] => table.flat().map(cellText);

/** The page's table that has most of ours; null where none has a third. */
const counterpart = (table: Table, candidates: readonly Table[]): Table | null => {
  const wanted = cellsOf(table).filter((cell) => cell !== '');
  const share = (other: Table): number => {
    const theirs = new Set(cellsOf(other));
    return wanted.filter((cell) => theirs.has(cell)).length / Math.max(1, wanted.length);
  };
  const best = candidates.toSorted((a, b) => share(b) - share(a))[0];
  return best !== undefined && share(best) >= 1 / 3 ? best : null;
};

/** Rows go by the cells they share, in order, so that one row more does not shift all that follow. */
const rowFor = (row: readonly string[], index: number, table: Table, from: number): number => {
  const wanted = row.map(cellText);
  const likeness = (other: readonly string[]): number =>
    other.map(cellText).filter((cell, column) => cell === wanted[column]).length;
  const scores = table.map((other, at) => (at < from ? -1 : likeness(other) * 1_000 - Math.abs(at - index)));
  const best = scores.indexOf(Math.max(...scores));
  return (scores[best] ?? -1) >= 1_000 - table.length ? best : -1;
};

const side = (text: string) => ({ text, start: 0, end: text.length, lineStarts: new Set<number>() });

const compareCell = (expected: string, actual: string | null): { meaning: Meaning; severity: Severity } | null => {
  const [ours, theirs] = [cellText(expected), cellText(actual ?? '')];
  if (ours === theirs) return null;
  const meaning = meaningOf(side(ours), side(theirs), []);
  const severity = severityOf(meaning);
  return severity === 'minor' ? null : { meaning, severity };
};

/** Tables by cell: tells in which row and column something differs. */
export const compareTables = (expected: readonly Table[], page: readonly Table[]): CellDifference[] =>
  expected.flatMap((table, number) => {
    const other = counterpart(table, page) ?? [];
    let from = 0;
    return table.flatMap((row, index) => {
      const at = rowFor(row, index, other, from);
      if (at >= 0) from = at + 1;
      return row.flatMap((cell, column): CellDifference[] => {
        const actual = other[at]?.[column] ?? null;
        const found = compareCell(cell, actual);
        const place = { table: number + 1, row: index + 1, column: column + 1 };
        return found === null ? [] : [{ ...place, expected: cell, actual, ...found }];
      });
    });
  });
