import { permit, type Actor } from '../accounts/actor.ts';
import type { Context } from '../context.ts';
import { itemLines, type WorkQuery } from './drafts/list-query.ts';

export interface Picked {
  readonly ids: readonly string[];
  /** There are more than one call takes. */
  readonly more: boolean;
}

/** 全选: the items that a filter lists, the newest first, at most so many; what is still a draft is none. */
export const pickItems = async (
  { db }: Context,
  { query, most }: { readonly query: WorkQuery; readonly most: number },
  actor: Actor,
): Promise<Picked> => {
  permit(actor, 'item-read');
  const rows = await itemLines(db, { ...query, cursor: undefined, limit: most }, actor);
  return { ids: rows.slice(0, most).map(({ id }) => id), more: rows.length > most };
};
