import type { GridCell } from '../core/grid.ts';
import type { ReportBlock, ReportLine } from '../core/reports.ts';

export const blockOf = (title: string, parts: Partial<Omit<ReportBlock, 'title'>>): ReportBlock => ({
  title,
  paragraphs: [],
  lines: [],
  tables: [],
  ...parts,
});

/** A number that the system counted itself. */
export const counted = (
  id: string,
  name: string,
  { value, unit, source }: { readonly value: GridCell; readonly unit: string; readonly source: string },
): ReportLine => ({ id, group: null, name, unit, value, state: value === null ? 'missing' : 'known', source });
