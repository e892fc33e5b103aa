import type { Severity } from '../core/severity.ts';

/** What should be on the page: a rendition's words, or those of a document. */
export interface Expected {
  readonly title: string;
  /** In reading order, one line per paragraph, heading, list item or table cell. */
  readonly text: string;
  readonly tables: readonly (readonly (readonly string[])[])[];
  /** Names (people, places, units) whose change is critical although they look like plain words. */
  readonly names: readonly string[];
}

export const DIFFERENCE_KINDS = ['changed', 'missing', 'added', 'moved'] as const;
/** 改动, 缺失, 多出, 移位. `added` is inside the text; what stands around it is other people's and no difference. */
export type DifferenceKind = (typeof DIFFERENCE_KINDS)[number];

export const MEANINGS = [
  'number',
  'date',
  'amount',
  'phone',
  'id',
  'document-number',
  'name',
  'negation',
  'title',
  'words',
  'notation',
  'punctuation',
  'spacing',
] as const;
/** What kind of thing differs: it decides how severe the difference is. `notation`: the same value, written otherwise. */
export type Meaning = (typeof MEANINGS)[number];

/** A place in a text, with what stands around it. Offsets are UTF-16 units into the text as given, never as normalised. */
export interface Passage {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly before: string;
  readonly after: string;
}

/** Tables, rows and columns count from 1, as people do. */
export interface CellPlace {
  readonly table: number;
  readonly row: number;
  readonly column: number;
}

export interface Difference {
  readonly kind: DifferenceKind;
  readonly meaning: Meaning;
  readonly severity: Severity;
  /** In `Expected.text` (in `Expected.title` for the meaning `title`); null for what was added. */
  readonly expected: Passage | null;
  /** In `Page.text`; for what is missing, the empty place where it should stand, null where no place can be told. */
  readonly actual: Passage | null;
  /** Where in our tables, for what differs inside one. */
  readonly cell?: CellPlace;
}
