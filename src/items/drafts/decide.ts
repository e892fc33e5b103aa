import { asc, eq } from 'drizzle-orm';
import type { Transaction } from '../../../db/client.ts';
import { reviews, type DraftRow, type ReviewRow } from '../../../db/schema/index.ts';
import { actorNow, eventActor, type PersonActor } from '../../accounts/actor.ts';
import { DECISION_NAMES, type DraftVerb } from '../../core/drafts.ts';
import { AppError } from '../../core/errors.ts';
import { beijingMinute } from '../../core/time.ts';
import { writeEvents, type EventKind } from '../../events.ts';
import { lockDraft, mustMove } from './find.ts';
import { isAuthor } from './people.ts';

/** What a reviewer had before the eyes when deciding. */
export interface Seen {
  readonly draftId: string;
  readonly round: number;
  readonly stage: string;
}

export interface OpenDecision {
  readonly draft: DraftRow;
  /** As the account is now. */
  readonly person: PersonActor;
  /** This round's approvals so far, oldest first. */
  readonly approved: readonly ReviewRow[];
}

const answersOf = async (tx: Transaction, { id }: DraftRow, round: number): Promise<ReviewRow[]> => {
  const rows = await tx.select().from(reviews).where(eq(reviews.draftId, id)).orderBy(asc(reviews.id));
  return rows.filter((row) => row.round === round);
};

const mustBeOpen = (draft: DraftRow, { round, stage }: Seen, answers: readonly ReviewRow[], verb: DraftVerb): void => {
  const answer = answers.find((each) => each.stage === stage);
  if (answer) {
    const { name: who, at, decision } = answer;
    throw new AppError('already-decided', { stage, who, at: beijingMinute(at), decision: DECISION_NAMES[decision] });
  }
  mustMove(draft, verb);
  if (draft.round === round && draft.stage === stage) return;
  const status = `第 ${draft.round} 次送审，等待“${draft.stage ?? ''}”`;
  throw new AppError('not-now', { what: '草稿', status, verb: `作第 ${round} 次送审的“${stage}”` });
};

/**
 * Opens one decision inside the transaction that will hold it: the draft locked, the account read anew, and everything
 * that could have changed since the page was shown looked at again. Throws `no-permission`, `other-unit`, `own-work`,
 * `already-decided` naming who and when, `not-now`.
 */
export const openDecision = async (
  tx: Transaction,
  seen: Seen,
  asked: PersonActor,
  verb: 'approve' | 'return',
): Promise<OpenDecision> => {
  const person = await actorNow(tx, asked);
  const draft = await lockDraft(tx, seen.draftId, person, 'item-review');
  if (isAuthor(person, draft)) throw new AppError('own-work');
  const answers = await answersOf(tx, draft, seen.round);
  mustBeOpen(draft, seen, answers, verb);
  return { draft, person, approved: answers.filter(({ decision }) => decision === 'approved') };
};

export interface Answer {
  readonly decision: 'approved' | 'returned';
  readonly kind: EventKind;
  readonly stage: string;
  readonly hash: string;
  readonly reason?: string;
}

/** Writes an answer and its event. */
export const writeAnswer = async (
  tx: Transaction,
  { draft, person }: OpenDecision,
  { kind, ...answer }: Answer,
): Promise<ReviewRow> => {
  const { id: personId, name } = person;
  const row = { draftId: draft.id, round: draft.round, personId, name, ...answer };
  const [review] = await tx.insert(reviews).values(row).returning();
  if (!review) throw new Error('Review not stored');
  const { stage, hash, reason } = answer;
  const about = draft.itemId === null ? {} : { itemId: draft.itemId };
  const data = { draftId: draft.id, round: draft.round, stage, hash, ...(reason === undefined ? {} : { reason }) };
  await writeEvents(tx, [{ actor: eventActor(person), kind, ...about, data }]);
  return review;
};
