import type { DatabaseLike } from '../../../db/client.ts';
import type { DraftRow } from '../../../db/schema/index.ts';
import type { Context } from '../../context.ts';
import type { Approval } from '../../core/content.ts';
import { issue, type Issue } from '../../core/issues.ts';
import { findItem, type StoredItem } from '../facts.ts';
import { judgePrepared, prepare, type Judged, type Prepared } from '../prepare.ts';
import { findRepeat } from '../store.ts';

type DraftLike = Pick<DraftRow, 'content' | 'externalId' | 'previous' | 'authors' | 'catalogEntry'>;

/** The draft as the API would have handed it in: from here on it takes the one path that everything takes. */
export const prepareDraft = async (draft: DraftLike, approvals: readonly Approval[] = []): Promise<Prepared> => {
  const { content, externalId, previous, authors, catalogEntry } = draft;
  const names = authors.map(({ name }) => name);
  const prepared = await prepare({
    ...content,
    externalId,
    author: names[0],
    approvals,
    catalogEntry,
    ...(previous === null ? {} : { previous }),
  });
  return { ...prepared, authors: names };
};

export interface JudgedDraft extends Judged {
  readonly prepared: Prepared;
  readonly stored: StoredItem | null;
}

/** The gate over a draft: with the approvals it has, or before there are any. */
export const judgeDraft = async (
  ctx: Context,
  draft: DraftLike,
  approvals: readonly Approval[] | null,
  db: DatabaseLike = ctx.db,
): Promise<JudgedDraft> => {
  const prepared = await prepareDraft(draft, approvals ?? []);
  const stored = await findItem(db, draft.externalId);
  const gate = approvals === null ? { ...ctx, approvalStages: [] } : ctx;
  return { prepared, stored, ...(await judgePrepared(gate, prepared, stored, db)) };
};

/** A correction that changes nothing; throws `stale-previous` when what it corrects is not the newest any more. */
export const checkCorrection = ({ prepared, stored }: JudgedDraft): Issue[] =>
  findRepeat(stored, prepared) ? [issue('', 'no-change', { revision: stored?.revision ?? 0 })] : [];
