import writeWorkbook from 'write-excel-file/node';
import type { GridCell, NamedGrid } from '../core/grid.ts';

/** What a sheet may be called (Excel: 31 characters, none of these), and no two alike. */
const sheetNames = (names: readonly string[]): readonly string[] => {
  const used = new Set<string>();
  return names.map((name, index) => {
    const short =
      name
        .replaceAll(/[[\]:*?/\\']/g, ' ')
        .trim()
        .slice(0, 28) || `表${index + 1}`;
    const own = used.has(short) ? `${short.slice(0, 25)} ${index + 1}` : short;
    used.add(own);
    return own;
  });
};

/** Characters that no XML 1.0 document may hold. */
const clean = (text: string): string =>
  text.replaceAll(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, '');

/** Text stays text whatever it begins with: a cell that is typed as text is never a formula. */
const cellOf = (value: GridCell) => {
  if (value === null) return null;
  return typeof value === 'number'
    ? { type: Number, value }
    : { type: String, value: clean(value), wrap: true, alignVertical: 'top' as const };
};

/** Wide characters take two columns' units. */
const unitsOf = (value: GridCell): number =>
  Array.from(String(value ?? '')).reduce((sum, char) => sum + (char > '\u{2E7F}' ? 2 : 1), 0);
const WIDEST = 60;
const widthOf = ({ head, rows }: NamedGrid, column: number): number =>
  Math.min(WIDEST, 2 + Math.max(...[head, ...rows].map((row) => unitsOf(row[column] ?? ''))));

/** An .xlsx file with one sheet for each table, its head standing while one scrolls. */
export const workbookOf = (grids: readonly NamedGrid[]): Promise<Uint8Array<ArrayBuffer>> => {
  const names = sheetNames(grids.map(({ name }) => name));
  const sheets = grids.map((grid, index) => ({
    sheet: names[index] ?? '',
    columns: grid.head.map((_, column) => ({ width: widthOf(grid, column) })),
    stickyRowsCount: 1,
    data: [
      grid.head.map((value) => ({ type: String, value: clean(value), fontWeight: 'bold' as const })),
      ...grid.rows.map((row) => row.map(cellOf)),
    ],
  }));
  return writeWorkbook(sheets)
    .toBuffer()
    .then((buffer) => new Uint8Array(buffer));
};
