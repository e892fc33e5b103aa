import type { Severity } from '../../core/severity.ts';
import type { Meaning } from '../difference.ts';
import type { Table } from '../page.ts';
import { meaningOf, severityOf } from './classify.ts';
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
  /** The page's table has as many rows, and each as many cells: a cell stands where it stands for sure. */
  readonly isSameShape: boolean;
}

interface Read {
  readonly table: Table;
  /** As compared. */
  readonly cells: readonly (readonly string[])[];
}

const cellText = (cell: string): string => normalise(cell).text;
const read = (table: Table): Read => ({ table, cells: table.map((row) => row.map(cellText)) });

/** The page's table that has most of ours; null where none has a third. */
const counterpart = ({ cells }: Read, candidates: readonly Read[]): Read | null => {
  const wanted = cells.flat().filter((cell) => cell !== '');
  const shares = candidates.map((other) => {
    const theirs = new Set(other.cells.flat());
    return wanted.filter((cell) => theirs.has(cell)).length / Math.max(1, wanted.length);
  });
  const best = shares.indexOf(Math.max(...shares));
  return (shares[best] ?? 0) >= 1 / 3 ? (candidates[best] ?? null) : null;
};

const sharedCells = (row: readonly string[], other: readonly string[]): number =>
  other.filter((cell, column) => cell === row[column]).length;

/** Rows that are searched on from where the one before was found: more were put in at once nowhere. */
const FAR = 200;

/** Rows go by the cells they share, in order, so that one row more does not shift all that follow. */
const rowFor = (row: readonly string[], index: number, { cells }: Read, from: number): number => {
  const next = cells[from];
  if (next && next.length === row.length && sharedCells(row, next) === row.length) return from;
  let best = -1;
  let highest = 1_000 - cells.length - 1;
  for (let at = from; at < Math.min(cells.length, from + FAR); at += 1) {
    const score = sharedCells(row, cells[at] ?? []) * 1_000 - Math.abs(at - index);
    if (score <= highest) continue;
    highest = score;
    best = at;
  }
  return best;
};

const side = (text: string) => ({ text, start: 0, end: text.length, lineStarts: new Set<number>() });

const compareCell = (ours: string, theirs: string): { meaning: Meaning; severity: Severity } | null => {
  if (ours === theirs) return null;
  const meaning = meaningOf(side(ours), side(theirs), []);
  const severity = severityOf(meaning);
  return severity === 'minor' ? null : { meaning, severity };
};

const isSameShape = (table: Table, other: Table): boolean =>
  table.length === other.length && table.every((row, index) => row.length === other[index]?.length);

/** Tables by cell: tells in which row and column something differs. */
export const compareTables = (expected: readonly Table[], page: readonly Table[]): CellDifference[] => {
  const candidates = page.map(read);
  return expected.map(read).flatMap((ours, number) => {
    const other = counterpart(ours, candidates) ?? { table: [], cells: [] };
    const same = isSameShape(ours.table, other.table);
    let from = 0;
    return ours.table.flatMap((row, index) => {
      const cells = ours.cells[index] ?? [];
      const at = rowFor(cells, index, other, from);
      if (at >= 0) from = at + 1;
      return row.flatMap((cell, column): CellDifference[] => {
        const actual = other.table[at]?.[column] ?? null;
        const found = compareCell(cells[column] ?? '', other.cells[at]?.[column] ?? '');
        const place = { table: number + 1, row: index + 1, column: column + 1 };
        return found === null ? [] : [{ ...place, expected: cell, actual, ...found, isSameShape: same }];
      });
    });
  });
};
