import { eq } from 'drizzle-orm';
import { dbNow, drafts } from '../../../db/schema/index.ts';
import { eventActor, type PersonActor } from '../../accounts/actor.ts';
import type { Context } from '../../context.ts';
import { writeEvents } from '../../events.ts';
import { lockDraft, mustBeNewest, mustMove } from './find.ts';
import { viewDraft, type DraftView } from './view.ts';

export interface DiscardInput {
  readonly draftId: string;
  /** The version the person saw: nobody throws away what somebody just wrote. */
  readonly version: number;
}

/** 废弃: the draft leaves the lists and can never be submitted again; its record stays. */
export const discardDraft = (
  ctx: Context,
  { draftId, version }: DiscardInput,
  person: PersonActor,
): Promise<DraftView> =>
  ctx.db.transaction(async (tx) => {
    const draft = await lockDraft(tx, draftId, person, 'item-write');
    mustMove(draft, 'discard');
    mustBeNewest(draft, version);
    const [row] = await tx
      .update(drafts)
      .set({ status: 'discarded', updatedAt: dbNow })
      .where(eq(drafts.id, draftId))
      .returning();
    if (!row) throw new Error('Draft gone');
    const about = draft.itemId === null ? {} : { itemId: draft.itemId };
    const data = { draftId, title: draft.title };
    await writeEvents(tx, [{ actor: eventActor(person), kind: 'draft-discarded', ...about, data }]);
    return viewDraft(row);
  });
