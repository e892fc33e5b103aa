import type { Grid, GridCell } from '../core/grid.ts';

/** What a spreadsheet takes for a formula (OWASP, CSV Injection) is made text by an apostrophe before it. */
const cell = (value: GridCell): string => {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

/** RFC 4180, with the mark by which spreadsheets know UTF-8. */
export const csvOf = ({ head, rows }: Grid): string =>
  `\uFEFF${[head, ...rows].map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`;
