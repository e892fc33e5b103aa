import type { GridCell, NamedGrid } from './grid.ts';

/** 报表: the closed list of what is due again and again. */
export const REPORT_KINDS = ['annual', 'quarterly', 'monthly'] as const;
export type ReportKind = (typeof REPORT_KINDS)[number];

/** Which report: `annual` of `2026`, `quarterly` of `2026-Q3`, `monthly` of `2026-10`. */
export interface ReportKey {
  readonly kind: ReportKind;
  readonly period: string;
}

/** `kept`: entered for an earlier period and said to last. `missing`: shown as missing, never as zero. */
export const LINE_STATES = ['known', 'entered', 'kept', 'missing'] as const;
export type LineState = (typeof LINE_STATES)[number];

/** One number or word of a report, and where it comes from. */
export interface ReportLine {
  readonly id: string;
  readonly group: string | null;
  readonly name: string;
  readonly unit: string | null;
  readonly value: GridCell;
  readonly state: LineState;
  /** Chinese: who counted or entered it, how and when. */
  readonly source: string;
}

export interface ReportTable extends NamedGrid {
  /** Chinese: what stands in it, and what does not. */
  readonly note: string;
}

export interface ReportBlock {
  readonly title: string;
  /** Sentences made of the numbers, as a notice reads. */
  readonly paragraphs: readonly string[];
  readonly lines: readonly ReportLine[];
  readonly tables: readonly ReportTable[];
}

/** 报表: everything that a page, a document and a workbook show of it. */
export interface ReportContent extends ReportKey {
  readonly title: string;
  readonly label: string;
  readonly basis: string;
  readonly blocks: readonly ReportBlock[];
}
