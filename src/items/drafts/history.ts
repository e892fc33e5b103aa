import { and, asc, desc, eq, lt, lte } from 'drizzle-orm';
import { approvals, items, reviews, revisions, type DraftRow, type ReviewRow } from '../../../db/schema/index.ts';
import { permit, type Actor, type PersonActor } from '../../accounts/actor.ts';
import type { Context } from '../../context.ts';
import type { Content } from '../../core/content.ts';
import { DECISION_NAMES, type Decision } from '../../core/drafts.ts';
import { AppError } from '../../core/errors.ts';
import { isUuid } from '../../core/uuid.ts';
import { compareContents, type ContentDiff } from '../compare.ts';
import { findDraft } from './find.ts';
import { prepareDraft } from './judge.ts';

export interface ReviewView {
  readonly round: number;
  readonly stage: string | null;
  readonly decision: Decision;
  readonly decisionName: string;
  readonly name: string;
  readonly reason: string | null;
  readonly hash: string;
  readonly at: string;
}

const viewReview = ({ round, stage, decision, name, reason, hash, at }: ReviewRow): ReviewView => ({
  round,
  stage,
  decision,
  decisionName: DECISION_NAMES[decision],
  name,
  reason,
  hash,
  at: at.toISOString(),
});

/** Every submission and every answer of a draft, oldest first: the record of its review. */
export const listReviewRecord = async (ctx: Context, draftId: string, person: PersonActor): Promise<ReviewView[]> => {
  await findDraft(ctx.db, draftId, person, 'item-read');
  const rows = await ctx.db.select().from(reviews).where(eq(reviews.draftId, draftId)).orderBy(asc(reviews.id));
  return rows.map(viewReview);
};

export interface Changes {
  /** What it is compared with, for a person: `第 1 次送审` or `第 2 版`. */
  readonly since: string;
  readonly diff: ContentDiff;
}

interface Before {
  readonly since: string;
  readonly content: Content;
}

/** While a round is open, what stood in the one before; while it is written, what was last put before the reviewers. */
const lastSubmission = async ({ db }: Context, { id, round, status }: DraftRow): Promise<Before | null> => {
  const [row] = await db
    .select()
    .from(reviews)
    .where(
      and(
        eq(reviews.draftId, id),
        eq(reviews.decision, 'submitted'),
        status === 'reviewing' ? lt(reviews.round, round) : lte(reviews.round, round),
      ),
    )
    .orderBy(desc(reviews.round))
    .limit(1);
  return row?.content ? { since: `第 ${row.round} 次送审`, content: row.content } : null;
};

const corrected = async ({ db }: Context, { itemId, previous }: DraftRow): Promise<Before | null> => {
  if (itemId === null || previous === null) return null;
  const base = and(eq(revisions.itemId, itemId), eq(revisions.hash, previous));
  const [row] = await db.select().from(revisions).where(base).orderBy(desc(revisions.number)).limit(1);
  return row ? { since: `第 ${row.number} 版`, content: row.content } : null;
};

/**
 * What changed since the reviewers last saw it; for a correction nobody has seen yet, since the revision it corrects. Null
 * for a new item before its first review: all of it is new.
 */
export const changesSinceReview = async (
  ctx: Context,
  draftId: string,
  person: PersonActor,
): Promise<Changes | null> => {
  const draft = await findDraft(ctx.db, draftId, person, 'item-read');
  const before = (await lastSubmission(ctx, draft)) ?? (await corrected(ctx, draft));
  if (!before) return null;
  const { content } = await prepareDraft(draft);
  return { since: before.since, diff: compareContents(before.content, content) };
};

export interface RevisionHistory {
  readonly number: number;
  readonly hash: string;
  readonly author: string;
  readonly createdAt: string;
  readonly approvals: readonly { readonly stage: string; readonly name: string; readonly at: string }[];
  /** Against the revision before; null for the first. */
  readonly diff: ContentDiff | null;
}

/** An item's revisions, newest first, each with what it changed and who approved it. Throws `not-found`. */
export const listRevisions = async (ctx: Context, itemId: string, actor: Actor): Promise<RevisionHistory[]> => {
  const [item] = isUuid(itemId) ? await ctx.db.select().from(items).where(eq(items.id, itemId)) : [];
  if (!item) throw new AppError('not-found', { what: '稿件' });
  permit(actor, 'item-read', item.unitId);
  const rows = await ctx.db.select().from(revisions).where(eq(revisions.itemId, itemId)).orderBy(asc(revisions.number));
  const seals = await ctx.db.select().from(approvals).where(eq(approvals.itemId, itemId)).orderBy(asc(approvals.at));
  const history = rows.map(({ number, hash, author, createdAt, content }, index) => {
    const before = rows[index - 1];
    return {
      number,
      hash,
      author,
      createdAt: createdAt.toISOString(),
      approvals: seals
        .filter(({ revision }) => revision === number)
        .map(({ stage, name, at }) => ({ stage, name, at: at.toISOString() })),
      diff: before ? compareContents(before.content, content) : null,
    };
  });
  return history.toReversed();
};
