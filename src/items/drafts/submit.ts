import { and, eq, inArray } from 'drizzle-orm';
import { dbNow, drafts, reviews } from '../../../db/schema/index.ts';
import { actorNow, eventActor, permit, type PersonActor } from '../../accounts/actor.ts';
import type { Context } from '../../context.ts';
import { DRAFT_MOVES } from '../../core/drafts.ts';
import { AppError, invalid } from '../../core/errors.ts';
import { blocks, type Issue } from '../../core/issues.ts';
import { writeEvents } from '../../events.ts';
import { findDraft, mustBeNewest, mustMove } from './find.ts';
import { checkCorrection, judgeDraft } from './judge.ts';
import { withAuthor } from './people.ts';
import { viewDraft, type DraftView } from './view.ts';

export interface SubmitInput {
  readonly draftId: string;
  /** The version the author saw. */
  readonly version: number;
}
export interface Submitted {
  readonly draft: DraftView;
  /** Warnings; what blocks is thrown. */
  readonly issues: readonly Issue[];
}

/**
 * Hands a draft to the reviewers: the gate judges it, its clean content is sealed by its hash and kept as what was put
 * before them. Whoever submits answers for it as an author. Throws `invalid` with every issue, `stale-draft`, `not-now`,
 * `stale-previous`.
 */
export const submitDraft = async (ctx: Context, input: SubmitInput, person: PersonActor): Promise<Submitted> => {
  const seen = await findDraft(ctx.db, input.draftId, person, 'item-write');
  mustMove(seen, 'submit');
  mustBeNewest(seen, input.version);
  const judged = await judgeDraft(ctx, seen, null);
  const issues = [...judged.issues, ...(blocks(judged.issues) ? [] : checkCorrection(judged))];
  if (blocks(issues)) throw invalid(issues);
  const { hash, content } = judged.prepared;
  const [stage] = ctx.approvalStages;
  if (stage === undefined) throw new AppError('unavailable', { what: '审签环节' });
  const round = seen.round + 1;
  return ctx.db.transaction(async (tx) => {
    permit(await actorNow(tx, person), 'item-write', seen.unitId);
    const untouched = and(
      eq(drafts.id, seen.id),
      eq(drafts.version, seen.version),
      eq(drafts.round, seen.round),
      inArray(drafts.status, [...DRAFT_MOVES.submit[1]]),
    );
    const [row] = await tx
      .update(drafts)
      .set({
        status: 'reviewing',
        round,
        stage,
        hash,
        authors: withAuthor(seen.authors, person),
        submittedAt: dbNow,
        updatedAt: dbNow,
      })
      .where(untouched)
      .returning();
    if (!row) {
      const now = await findDraft(tx, seen.id, person, 'item-write');
      mustMove(now, 'submit');
      mustBeNewest(now, seen.version);
      throw new AppError('not-now', { what: '草稿', status: '刚被退回', verb: '送审' });
    }
    const { id: personId, name } = person;
    await tx.insert(reviews).values({ draftId: seen.id, round, decision: 'submitted', personId, name, hash, content });
    const about = seen.itemId === null ? {} : { itemId: seen.itemId };
    const data = { draftId: seen.id, round, stage, hash };
    await writeEvents(tx, [{ actor: eventActor(person), kind: 'draft-submitted', ...about, data }]);
    return { draft: viewDraft(row), issues };
  });
};
