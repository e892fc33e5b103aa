import { eq } from 'drizzle-orm';
import type { Transaction } from '../../../db/client.ts';
import { dbNow, drafts, type ReviewRow } from '../../../db/schema/index.ts';
import { eventActor, type PersonActor } from '../../accounts/actor.ts';
import type { Channel, Context } from '../../context.ts';
import { AppError, invalid } from '../../core/errors.ts';
import { blocks, type Issue } from '../../core/issues.ts';
import type { UndoWindow } from '../../deliveries/plan.ts';
import { storeInside, type Stored } from '../store.ts';
import { openDecision, writeAnswer, type OpenDecision, type Seen } from './decide.ts';
import { judgeDraft, prepareDraft } from './judge.ts';
import { isSamePerson } from './people.ts';
import { viewDraft, type DraftView } from './view.ts';

export interface ApproveInput extends Seen {
  /** Of the content the reviewer read. */
  readonly hash: string;
}
export interface ApprovedDraft {
  readonly draft: DraftView;
  /** What it became; null while another stage must answer. */
  readonly item: Stored['item'] | null;
  /** Warnings of the gate. */
  readonly issues: readonly Issue[];
}

const mustBeAnother = ({ person, approved }: OpenDecision): void => {
  const before = approved.find(({ personId: id, name }) => isSamePerson({ id, name }, person));
  if (before) throw new AppError('same-person', { stage: before.stage ?? '' });
};

/** What was sealed, what the reviewer read and what stands in the table now must be one content. */
const mustBeSealed = async ({ draft }: OpenDecision, { hash: read }: ApproveInput): Promise<string> => {
  const { hash: actual } = await prepareDraft(draft);
  const sealed = draft.hash ?? '';
  if (sealed === actual && read === actual) return actual;
  const other = sealed === actual ? read : sealed;
  throw new AppError('seal-broken', { sealed: other.slice(0, 12), actual: actual.slice(0, 12) });
};

const asApproval = ({ stage, name, at, hash }: ReviewRow) => ({ stage: stage ?? '', name, at: at.toISOString(), hash });

/** Channels that cannot change what they have shown wait until a slip of the finger can be undone. */
const undoWindow = (targets: readonly Channel[], ms: number): { undo?: UndoWindow } => {
  const channelIds = targets.filter(({ adapter }) => adapter.update === undefined).map(({ id }) => id);
  return ms > 0 && channelIds.length > 0 ? { undo: { channelIds, ms } } : {};
};

/** The last stage: the same gate and the same plan as for an item that comes in approved, in this transaction. */
const publish = async (
  ctx: Context,
  tx: Transaction,
  { draft, person }: OpenDecision,
  answers: readonly ReviewRow[],
) => {
  // A stage that the setting no longer names was answered, and is no longer asked for.
  const counting = answers.filter(({ stage }) => stage !== null && ctx.approvalStages.includes(stage));
  const { submission, verdict, issues } = await judgeDraft(ctx, draft, counting.map(asApproval), tx);
  if (blocks(issues)) throw invalid(issues);
  const channelIds = verdict.targets.map(({ id }) => id);
  const undo = undoWindow(verdict.targets, ctx.undoMs);
  const { item } = await storeInside(tx, { submission, channelIds, actor: eventActor(person), ...undo });
  return { item, issues };
};

/**
 * 审签: one stage's yes to one hash. The last stage's yes puts the content through the gate again and plans its deliveries
 * in the same transaction: approvals, revision, deliveries, wakes and events are there together or not at all.
 * Throws as `openDecision`, and `same-person`, `seal-broken`, `invalid`, `stale-previous`.
 */
export const approveDraft = (ctx: Context, input: ApproveInput, person: PersonActor): Promise<ApprovedDraft> =>
  ctx.db.transaction(async (tx) => {
    const open = await openDecision(tx, input, person, 'approve');
    mustBeAnother(open);
    const hash = await mustBeSealed(open, input);
    const { stage } = input;
    const answer = await writeAnswer(tx, open, { decision: 'approved', kind: 'draft-approved', stage, hash });
    const answers = [...open.approved, answer];
    const next = ctx.approvalStages.find((name) => !answers.some((each) => each.stage === name)) ?? null;
    const published = next === null ? await publish(ctx, tx, open, answers) : null;
    const became = published
      ? { status: 'approved' as const, itemId: published.item.id, revision: published.item.revision }
      : {};
    const [row] = await tx
      .update(drafts)
      .set({ stage: next, ...became, updatedAt: dbNow })
      .where(eq(drafts.id, open.draft.id))
      .returning();
    if (!row) throw new Error('Draft gone');
    return { draft: viewDraft(row), item: published?.item ?? null, issues: published?.issues ?? [] };
  });
