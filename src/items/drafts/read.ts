import type { PersonActor } from '../../accounts/actor.ts';
import type { Context } from '../../context.ts';
import { findDraft } from './find.ts';
import { viewDraft, type DraftView } from './view.ts';

/** Throws `not-found`, `no-permission`, `other-unit`. */
export const getDraft = async (ctx: Context, draftId: string, person: PersonActor): Promise<DraftView> =>
  viewDraft(await findDraft(ctx.db, draftId, person, 'item-read'));
