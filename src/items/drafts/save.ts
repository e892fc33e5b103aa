import { and, eq, inArray } from 'drizzle-orm';
import { dbNow, drafts, type DraftRow } from '../../../db/schema/index.ts';
import { actorNow, eventActor, permit, type PersonActor } from '../../accounts/actor.ts';
import type { Context } from '../../context.ts';
import { DRAFT_MOVES } from '../../core/drafts.ts';
import { canonicalJson } from '../../core/json.ts';
import { writeEvents } from '../../events.ts';
import { listedOf, readCatalogEntry, readEntered, type Entered } from './entered.ts';
import { findDraft, mustBeNewest, mustMove, mustWriteFor } from './find.ts';
import { nameOf, withAuthor } from './people.ts';
import { viewDraft, type DraftView } from './view.ts';

export interface SaveInput {
  readonly draftId: string;
  /** The version these changes were made on. */
  readonly version: number;
  readonly content: unknown;
  /** Null takes it away; absent leaves it. */
  readonly catalogEntry?: string | null | undefined;
}

const changedFields = (before: Entered, after: Entered): string[] =>
  [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((name) => canonicalJson(before[name]) !== canonicalJson(after[name]))
    .sort();

/**
 * Saves what an editor holds, complete or not, as the next version; nothing changed is no version. Whoever saves is an
 * author. Throws `stale-draft` when somebody saved meanwhile, `not-now` while it is under review or closed.
 */
export const saveDraft = async (ctx: Context, input: SaveInput, person: PersonActor): Promise<DraftView> => {
  const seen = await findDraft(ctx.db, input.draftId, person, 'item-write');
  mustMove(seen, 'save');
  mustBeNewest(seen, input.version);
  const content = readEntered(input.content);
  const listed = listedOf(content, seen);
  if (listed.unitId !== seen.unitId) await mustWriteFor(ctx.db, person, listed.unitId);
  const catalogEntry = input.catalogEntry === undefined ? seen.catalogEntry : readCatalogEntry(input.catalogEntry);
  const changed = changedFields(seen.content, content);
  if (changed.length === 0 && catalogEntry === seen.catalogEntry) return viewDraft(seen);
  return viewDraft(await write(ctx, seen, { content, ...listed, catalogEntry }, { person, changed }));
};

const write = (
  ctx: Context,
  seen: DraftRow,
  changes: Partial<DraftRow>,
  { person, changed }: { readonly person: PersonActor; readonly changed: string[] },
): Promise<DraftRow> =>
  ctx.db.transaction(async (tx) => {
    const now = await actorNow(tx, person);
    for (const unitId of [seen.unitId, changes.unitId ?? seen.unitId]) permit(now, 'item-write', unitId);
    const version = seen.version + 1;
    const [row] = await tx
      .update(drafts)
      .set({
        ...changes,
        version,
        authors: withAuthor(seen.authors, person),
        savedBy: nameOf(person),
        savedAt: dbNow,
        updatedAt: dbNow,
      })
      .where(
        and(eq(drafts.id, seen.id), eq(drafts.version, seen.version), inArray(drafts.status, [...DRAFT_MOVES.save[1]])),
      )
      .returning();
    if (!row) {
      const found = await findDraft(tx, seen.id, person, 'item-write');
      mustMove(found, 'save');
      mustBeNewest(found, seen.version);
      throw new Error(`Draft ${seen.id} would not be saved`);
    }
    const about = seen.itemId === null ? {} : { itemId: seen.itemId };
    const data = { draftId: seen.id, version, changed };
    await writeEvents(tx, [{ actor: eventActor(person), kind: 'draft-saved', ...about, data }]);
    return row;
  });
