import {
  array,
  assert,
  constant,
  constantFrom,
  integer,
  oneof,
  property,
  record,
  string,
  type Arbitrary,
} from 'fast-check';
import { unzipSync, strFromU8 } from 'fflate';
import { describe, expect, it } from 'vitest';
import type { GridCell } from '../../src/core/grid.ts';
import { csvOf } from '../../src/grids/csv.ts';
import { workbookOf } from '../../src/grids/workbook.ts';

const FORMULAS = ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1'];
const cells: Arbitrary<GridCell> = oneof(
  constant(null),
  integer(),
  string({ unit: 'grapheme', maxLength: 20 }),
  constantFrom(...FORMULAS, '含,逗号', '含"引号"', '两\n行', '<b>&amp;</b>', '\u0000\uFFFF'),
);
const grids = record({ width: integer({ min: 1, max: 4 }), rows: integer({ min: 0, max: 5 }) }).chain(
  ({ width, rows }) =>
    record({
      head: array(string({ unit: 'grapheme' }), { minLength: width, maxLength: width }),
      rows: array(array(cells, { minLength: width, maxLength: width }), { minLength: rows, maxLength: rows }),
    }),
);

/** The fields of a CSV text, read by RFC 4180 and nothing else. */
const readCsv = (text: string): string[][] => {
  const rows: string[][] = [[]];
  for (let at = 0; at < text.length;) {
    let field = '';
    if (text[at] === '"') {
      for (at += 1; text[at] !== '"' || text[at + 1] === '"'; at += text[at] === '"' ? 2 : 1) field += text[at] ?? '';
      at += 1;
    } else while (at < text.length && text[at] !== ',' && text[at] !== '\r') field += text[at++];
    rows.at(-1)?.push(field);
    if (text[at] === ',') at += 1;
    else {
      at += 2;
      if (at < text.length) rows.push([]);
    }
  }
  return rows;
};

const parts = async (grid: { head: readonly string[]; rows: readonly (readonly GridCell[])[] }) => {
  const files = unzipSync(await workbookOf([{ name: '表[1]/2', ...grid }]));
  return Object.fromEntries(Object.entries(files).map(([name, data]) => [name, strFromU8(data)]));
};

describe('a table as a file', () => {
  it('says in CSV what the table says, cell by cell, and no cell is a formula', () => {
    assert(
      property(grids, ({ head, rows }) => {
        const text = csvOf({ head, rows }).replace(/^\uFEFF/, '');
        const wanted = [head, ...rows].map((row) => row.map((value) => (value === null ? '' : String(value))));
        const seen = readCsv(text);
        expect(seen).toHaveLength(wanted.length);
        for (const [at, row] of seen.entries())
          for (const [column, cell] of row.entries()) {
            const source = [head, ...rows][at]?.[column];
            expect(cell.replace(/^'(?=[=+\-@\t\r])/, '')).toBe(wanted[at]?.[column]);
            expect(typeof source === 'string' && /^[=+\-@\t\r]/.test(cell)).toBe(false);
          }
      }),
    );
  });

  it('holds in a workbook no formula, no broken character, numbers as numbers and nothing where nobody told', async () => {
    const rows = [...FORMULAS.map((formula) => [formula, 12.5, null]), ['坏\u0000字\uFFFF', 0, '<b>&</b>']];
    const files = await parts({ head: ['名称', '数', '无'], rows });
    const sheet = files['xl/worksheets/sheet1.xml'] ?? '';
    expect(sheet).not.toMatch(/<f[ >]/);
    expect(sheet).toContain('<v>12.5</v>');
    const all = Object.values(files).join('');
    expect(all).not.toMatch(/[\u0000\uFFFF]/);
    expect(all).toContain('坏字');
    expect(all).toContain('&lt;b&gt;&amp;&lt;/b&gt;');
    expect(files['xl/workbook.xml']).toContain('表 1  2');
  });

  it('never has two sheets of one name, however long the names', async () => {
    const name = '很长的名字'.repeat(10);
    const files = unzipSync(await workbookOf([1, 2, 3].map(() => ({ name, head: ['一'], rows: [] }))));
    const names = [...strFromU8(files['xl/workbook.xml'] ?? new Uint8Array()).matchAll(/<sheet [^>]*name="([^"]*)"/g)];
    expect(new Set(names.map(([, each]) => each)).size).toBe(3);
    expect(names.every(([, each = '']) => each.length <= 31)).toBe(true);
  });
});
