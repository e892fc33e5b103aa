import type { DraftRow, PersonName } from '../../../db/schema/index.ts';
import { ITEM_TYPE_NAMES, type ItemType } from '../../core/content.ts';
import { DRAFT_STATUS_NAMES, type DraftStatus } from '../../core/drafts.ts';
import type { Entered } from './entered.ts';

/** A draft as the pages show it. `content.body` is HTML of any origin: show only what `previewDraft` cleaned. */
export interface DraftView {
  readonly id: string;
  /** What it corrects, or what became of it. */
  readonly itemId: string | null;
  readonly externalId: string;
  /** Hash of the revision it corrects. */
  readonly previous: string | null;
  readonly revision: number | null;
  readonly authors: readonly PersonName[];
  readonly content: Entered;
  readonly catalogEntry: string | null;
  readonly type: ItemType;
  readonly typeName: string;
  readonly unit: string;
  readonly column: string | null;
  readonly title: string;
  /** Send it back with the next save. */
  readonly version: number;
  readonly status: DraftStatus;
  readonly statusName: string;
  /** How often it was submitted. */
  readonly round: number;
  /** The stage that must answer next. */
  readonly stage: string | null;
  /** The seal of the last submission. */
  readonly hash: string | null;
  readonly submittedAt: string | null;
  readonly savedBy: PersonName;
  readonly savedAt: string;
  readonly createdAt: string;
  readonly updatedAt: string;
}

export const viewDraft = (row: DraftRow): DraftView => {
  const { search: _search, documentNumber: _number, unitId: unit, columnId: column, ...rest } = row;
  return {
    ...rest,
    unit,
    column,
    typeName: ITEM_TYPE_NAMES[row.type],
    statusName: DRAFT_STATUS_NAMES[row.status],
    submittedAt: row.submittedAt?.toISOString() ?? null,
    savedAt: row.savedAt.toISOString(),
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
};
