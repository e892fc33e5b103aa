import type { Transaction } from '../../../db/client.ts';
import { drafts, type DraftRow } from '../../../db/schema/index.ts';
import { actorNow, eventActor, permit, type PersonActor } from '../../accounts/actor.ts';
import { writeEvents } from '../../events.ts';
import { listedOf, readCatalogEntry, type Entered, type Listed } from './entered.ts';
import { nameOf } from './people.ts';

export interface NewDraft {
  readonly content: Entered;
  readonly listed: Listed;
  readonly catalogEntry?: string | null | undefined;
  /** What it corrects. */
  readonly corrects?: { readonly itemId: string; readonly externalId: string; readonly previous: string };
}

/** Writes a draft and its event; null when the item it corrects has an open draft already. Throws `no-permission`, `other-unit`. */
export const insertDraft = async (tx: Transaction, draft: NewDraft, person: PersonActor): Promise<DraftRow | null> => {
  const { content, listed, catalogEntry, corrects } = draft;
  permit(await actorNow(tx, person), 'item-write', listed.unitId);
  const id = crypto.randomUUID();
  const by = nameOf(person);
  const [row] = await tx
    .insert(drafts)
    .values({
      id,
      // An item of the console needs no other system's number: its own id is one.
      externalId: id,
      ...corrects,
      content,
      catalogEntry: readCatalogEntry(catalogEntry),
      ...listedOf(content, listed),
      authors: [by],
      savedBy: by,
    })
    .onConflictDoNothing()
    .returning();
  if (!row) return null;
  const data = { draftId: id, title: row.title, unit: row.unitId };
  const about = corrects ? { itemId: corrects.itemId } : {};
  await writeEvents(tx, [{ actor: eventActor(person), kind: 'draft-created', ...about, data }]);
  return row;
};
