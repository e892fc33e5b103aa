import type { Table } from '../page.ts';

export interface TableReader {
  open(tag: string): void;
  close(tag: string): void;
  text(text: string): void;
  tables(): Table[];
}

interface OpenTable {
  readonly rows: string[][];
  cell: string[] | null;
}
const isCell = (tag: string): boolean => tag === 'td' || tag === 'th';

/** Cells as written; text belongs to the innermost table only, so that layout tables do not hold the whole page again. */
export const createTableReader = (): TableReader => {
  const open: OpenTable[] = [];
  const done: OpenTable[] = [];
  const endCell = (table: OpenTable): void => {
    if (table.cell === null) return;
    const text = table.cell.join('').replace(/[ \t\n\r\f]+/g, ' ');
    table.rows.at(-1)?.push(text.trim());
    table.cell = null;
  };
  return {
    open: (tag) => {
      if (tag === 'table') {
        const table: OpenTable = { rows: [], cell: null };
        open.push(table);
        done.push(table);
        return;
      }
      const table = open.at(-1);
      if (!table) return;
      if (tag === 'tr') table.rows.push([]);
      if (isCell(tag)) {
        endCell(table);
        if (table.rows.length === 0) table.rows.push([]);
        table.cell = [];
      } else table.cell?.push(' ');
    },
    close: (tag) => {
      const table = open.at(-1);
      if (!table) return;
      if (isCell(tag)) endCell(table);
      if (tag !== 'table') return;
      endCell(table);
      open.pop();
    },
    text: (text) => open.at(-1)?.cell?.push(text),
    tables: () => done.map(({ rows }) => rows.filter((row) => row.length > 0)).filter((rows) => rows.length > 0),
  };
};
