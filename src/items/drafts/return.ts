import { eq } from 'drizzle-orm';
import { dbNow, drafts } from '../../../db/schema/index.ts';
import type { PersonActor } from '../../accounts/actor.ts';
import type { Context } from '../../context.ts';
import { openDecision, writeAnswer, type Seen } from './decide.ts';
import { readReason } from '../reason.ts';
import { viewDraft, type DraftView } from './view.ts';

export interface ReturnInput extends Seen {
  /** What must change; the author reads it. */
  readonly reason: string;
}

/** 退回修改: the round is over, and a new submission needs every stage anew. Throws as `openDecision`, and `invalid`. */
export const returnDraft = async (ctx: Context, input: ReturnInput, person: PersonActor): Promise<DraftView> => {
  const reason = readReason(input.reason);
  return ctx.db.transaction(async (tx) => {
    const open = await openDecision(tx, input, person, 'return');
    const { stage } = input;
    await writeAnswer(tx, open, {
      decision: 'returned',
      kind: 'draft-returned',
      stage,
      hash: open.draft.hash ?? '',
      reason,
    });
    const [row] = await tx
      .update(drafts)
      .set({ status: 'returned', stage: null, hash: null, updatedAt: dbNow })
      .where(eq(drafts.id, open.draft.id))
      .returning();
    if (!row) throw new Error('Draft gone');
    return viewDraft(row);
  });
};
