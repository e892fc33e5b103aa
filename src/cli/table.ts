import { measure, truncate } from '../core/text.ts';

const pad = (text: string, width: number): string => text + ' '.repeat(Math.max(0, width - measure(text, 'width')));
const shorten = (text: string, width: number): string =>
  measure(text, 'width') <= width ? text : `${truncate(text, width - 2, 'width')}..`;

/** Rows in columns, Chinese characters two wide; a column wider than its maximum is cut, the last one never. */
export const formatTable = (
  head: readonly string[],
  rows: readonly (readonly string[])[],
  maxima: readonly number[] = [],
): string => {
  const last = head.length - 1;
  const cut = (cells: readonly string[]) =>
    cells.map((cell, index) => (index === last ? cell : shorten(cell, maxima[index] ?? 40)));
  const lines = [head, ...rows].map(cut);
  const widths = head.map((_, index) => Math.max(...lines.map((cells) => measure(cells[index] ?? '', 'width'))));
  const write = (cells: readonly string[]): string =>
    cells
      .map((cell, index) => (index === last ? cell : pad(cell, widths[index] ?? 0)))
      .join('  ')
      .trimEnd();
  const [first = '', ...others] = lines.map(write);
  return [first, '─'.repeat(Math.max(measure(first, 'width'), 60)), ...others].join('\n');
};
