import { and, eq, inArray } from 'drizzle-orm';
import { drafts, items, revisions, units, type DraftRow } from '../../../db/schema/index.ts';
import { permit, type PersonActor } from '../../accounts/actor.ts';
import type { Context } from '../../context.ts';
import type { ItemType } from '../../core/content.ts';
import { OPEN_DRAFTS } from '../../core/drafts.ts';
import { AppError } from '../../core/errors.ts';
import { isUuid } from '../../core/uuid.ts';
import { uploadAsset } from '../assets.ts';
import { fieldsOfDraft } from '../word/fields.ts';
import { readWord, type Note, type WordDraft } from '../word/read-word.ts';
import { readEntered } from './entered.ts';
import { mustWriteFor } from './find.ts';
import { insertDraft, type NewDraft } from './insert.ts';
import { viewDraft, type DraftView } from './view.ts';

export interface DraftStart {
  readonly unit: string;
  readonly type?: ItemType | undefined;
  readonly column?: string | undefined;
  readonly catalogEntry?: string | undefined;
}

const insert = async (ctx: Context, draft: NewDraft, person: PersonActor): Promise<DraftRow> => {
  const row = await ctx.db.transaction((tx) => insertDraft(tx, draft, person));
  if (!row) throw new Error('Draft not stored');
  return row;
};

/** An empty draft of a unit. The disclosure attribute stays open: its author must choose it. */
export const createDraft = async (ctx: Context, start: DraftStart, person: PersonActor): Promise<DraftView> => {
  const { unit, type = 'notice', column, catalogEntry } = start;
  await mustWriteFor(ctx.db, person, unit);
  const [known] = await ctx.db.select({ name: units.name }).from(units).where(eq(units.id, unit));
  const content = readEntered({ type, unit, column, source: known?.name });
  return viewDraft(await insert(ctx, { content, listed: { type, unitId: unit }, catalogEntry }, person));
};

export interface WordStart extends DraftStart {
  readonly bytes: Uint8Array;
  readonly fileName: string;
}
export interface FromWord {
  readonly draft: DraftView;
  /** All that was dropped, changed or is doubtful. */
  readonly notes: readonly Note[];
  readonly annexes: WordDraft['annexes'];
}

/**
 * A draft of what a Word file says: text, pictures, 文号, date; what the caller gives stands above what was recognised.
 * Throws `bad-word`.
 */
export const createDraftFromWord = async (ctx: Context, start: WordStart, person: PersonActor): Promise<FromWord> => {
  const { bytes, fileName, unit, type, column, catalogEntry } = start;
  await mustWriteFor(ctx.db, person, unit);
  const word = await readWord(bytes, { fileName });
  for (const { data } of word.images) await uploadAsset(ctx, data);
  // Whether it may be published is never guessed from silence.
  const disclosure = word.disclosure === null ? undefined : { kind: word.disclosure };
  const content = readEntered({
    ...fieldsOfDraft(word, []),
    ...(type ? { type } : {}),
    unit,
    column,
    disclosure,
  });
  const listed = { type: type ?? word.type, unitId: unit };
  const row = await insert(ctx, { content, listed, catalogEntry }, person);
  return { draft: viewDraft(row), notes: word.notes, annexes: word.annexes };
};

/**
 * A correction of an item, beginning with its newest content; the open one where there is one. What the last correction
 * said of itself and a schedule gone by are not taken over. Throws `not-found`.
 */
export const createCorrection = async (ctx: Context, itemId: string, person: PersonActor): Promise<DraftView> => {
  const newest = and(eq(revisions.itemId, items.id), eq(revisions.number, items.revision));
  const [found] = isUuid(itemId)
    ? await ctx.db
        .select({
          unitId: items.unitId,
          type: items.type,
          externalId: items.externalId,
          catalogEntry: items.catalogEntry,
          revision: revisions,
        })
        .from(items)
        .innerJoin(revisions, newest)
        .where(eq(items.id, itemId))
    : [];
  if (!found) throw new AppError('not-found', { what: '稿件' });
  permit(person, 'item-write', found.unitId);
  const { changeNote: _note, publishAt: _at, ...content } = found.revision.content;
  const corrects = { itemId, externalId: found.externalId, previous: found.revision.hash };
  const { catalogEntry } = found;
  const draft: NewDraft = { content: readEntered(content), listed: found, catalogEntry, corrects };
  return ctx.db.transaction(async (tx) => {
    const row = await insertDraft(tx, draft, person);
    if (row) return viewDraft(row);
    const isOpen = and(eq(drafts.itemId, itemId), inArray(drafts.status, [...OPEN_DRAFTS]));
    const [open] = await tx.select().from(drafts).where(isOpen);
    if (!open) throw new AppError('unavailable', { what: '这篇稿件的更正' });
    permit(person, 'item-write', open.unitId);
    return viewDraft(open);
  });
};
