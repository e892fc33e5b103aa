import { eq, sql } from 'drizzle-orm';
import type { Transaction } from '../../db/client.ts';
import { approvals, dbNow, items, revisions } from '../../db/schema/index.ts';
import type { Context } from '../context.ts';
import { AppError } from '../core/errors.ts';
import { planDeliveries, type UndoWindow } from '../deliveries/plan.ts';
import { writeEvents } from '../events.ts';
import { findItem, type StoredItem } from './facts.ts';
import type { Submission } from './submission.ts';

export type Sent = Pick<Submission, 'request' | 'hash'>;

/**
 * The stored item, if this content is its newest already; null for a content to be stored. Throws `other-content` when
 * it does not say which revision it corrects, `stale-previous` when that is not the newest.
 */
export const findRepeat = (stored: StoredItem | null, { request, hash }: Sent): StoredItem | null => {
  const { externalId, previous } = request;
  if (stored === null && previous !== undefined) {
    throw new AppError('not-found', { what: `外部编号为“${externalId}”的稿件（previous 只用于更正已有稿件）` });
  }
  if (stored === null || stored.hash === hash) return stored;
  const facts = { externalId, revision: stored.revision, hash: stored.hash };
  if (previous === undefined) throw new AppError('other-content', facts);
  if (previous !== stored.hash) throw new AppError('stale-previous', facts);
  return null;
};

/** Requests of one external id one after the other: the second sees what the first stored. */
const lockExternalId = (tx: Transaction, externalId: string) =>
  tx.execute(sql`select pg_advisory_xact_lock(hashtext('item'), hashtext(${externalId}))`);

export interface Approved {
  readonly submission: Submission;
  readonly channelIds: readonly string[];
  readonly actor: string;
  readonly undo?: UndoWindow;
}
export interface Stored {
  readonly item: Pick<StoredItem, 'id' | 'revision' | 'hash'>;
  /** False when this very content was there already. */
  readonly created: boolean;
}

/** Where a revision belongs, as seen under the lock. */
interface Place {
  readonly itemId: string;
  readonly revision: number;
}

const writeItem = async (tx: Transaction, { submission }: Approved, { itemId, revision }: Place) => {
  const { request, content } = submission;
  const { catalogEntry } = request;
  const { type, unit: unitId, column: columnId, title, documentNumber = null, publishAt } = content;
  const wished = publishAt === undefined ? dbNow : sql`greatest(clock(), ${publishAt}::timestamptz)`;
  const row = {
    type,
    unitId,
    columnId,
    title,
    documentNumber,
    revision,
    ...(catalogEntry === undefined ? {} : { catalogEntry }),
  };
  if (revision === 1) {
    await tx.insert(items).values({ ...row, id: itemId, externalId: request.externalId, publishedAt: wished });
    return;
  }
  const publishedAt = sql`case when ${items.publishedAt} > clock() then ${wished} else ${items.publishedAt} end`;
  const changes = { ...row, publishedAt };
  await tx.update(items).set(changes).where(eq(items.id, itemId));
};

const writeRevision = async (tx: Transaction, { submission, actor }: Approved, { itemId, revision }: Place) => {
  const { request, authors, content, hash } = submission;
  const author = authors.join('、');
  const sealed = { itemId, revision, hash };
  const seals = request.approvals.map(({ stage, name, at }) => ({ ...sealed, stage, name, at: new Date(at) }));
  const approvedBy = seals.map(({ stage, name }) => `${stage}：${name}`);
  const kind = revision === 1 ? 'item-received' : 'item-revised';
  await Promise.all([
    tx.insert(revisions).values({ itemId, number: revision, hash, content, author }),
    tx.insert(approvals).values(seals),
    writeEvents(tx, [{ actor, kind, itemId, data: { revision, hash, author, approvedBy } }]),
  ]);
};

/**
 * Stores an approved submission: item, revision, approvals, deliveries, outbox and events in one transaction. Answers
 * the item as it stands then, and whether this request made it so: of parallel repeats, one does.
 */
export const storeSubmission = (ctx: Context, approved: Approved): Promise<Stored> =>
  ctx.db.transaction((tx) => storeInside(tx, approved));

/** The same inside the caller's transaction: the last approval of a draft and what follows from it are one change. */
export const storeInside = async (tx: Transaction, approved: Approved): Promise<Stored> => {
  const { submission, channelIds, actor, undo } = approved;
  const { request, content, hash, facts } = submission;
  await lockExternalId(tx, request.externalId);
  const stored = await findItem(tx, request.externalId);
  const repeat = findRepeat(stored, submission);
  if (repeat) return { item: repeat, created: false };
  const place = { itemId: stored?.id ?? facts.item.itemId, revision: (stored?.revision ?? 0) + 1 };
  const publishAt = content.publishAt === undefined ? undefined : new Date(content.publishAt);
  await writeItem(tx, approved, place);
  await Promise.all([
    writeRevision(tx, approved, place),
    planDeliveries(tx, { ...place, channelIds, publishAt, actor, ...(undo ? { undo } : {}) }),
  ]);
  return { item: { id: place.itemId, revision: place.revision, hash }, created: true };
};
