import { eq } from 'drizzle-orm';
import { dbNow, drafts, reviews } from '../../../db/schema/index.ts';
import { eventActor, type PersonActor } from '../../accounts/actor.ts';
import type { Context } from '../../context.ts';
import { writeEvents } from '../../events.ts';
import { lockDraft, mustMove } from './find.ts';
import { viewDraft, type DraftView } from './view.ts';

/** 撤回送审: takes a draft back from its reviewers to go on writing; what they said in this round no longer counts. */
export const withdrawDraft = (ctx: Context, draftId: string, person: PersonActor): Promise<DraftView> =>
  ctx.db.transaction(async (tx) => {
    const draft = await lockDraft(tx, draftId, person, 'item-write');
    mustMove(draft, 'withdraw');
    const { round, hash } = draft;
    const { id: personId, name } = person;
    await tx.insert(reviews).values({ draftId, round, decision: 'withdrawn', personId, name, hash: hash ?? '' });
    const [row] = await tx
      .update(drafts)
      .set({ status: 'editing', stage: null, hash: null, updatedAt: dbNow })
      .where(eq(drafts.id, draftId))
      .returning();
    if (!row) throw new Error('Draft gone');
    const about = draft.itemId === null ? {} : { itemId: draft.itemId };
    await writeEvents(tx, [{ actor: eventActor(person), kind: 'draft-withdrawn', ...about, data: { draftId, round } }]);
    return viewDraft(row);
  });
