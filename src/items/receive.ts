import type { Context } from '../context.ts';
import { invalid } from '../core/errors.ts';
import { blocks, type Issue } from '../core/issues.ts';
import { permit, type Actor } from '../accounts/actor.ts';
import { findItem, type StoredItem } from './facts.ts';
import { fileUnder } from './file-under.ts';
import type { ChannelRendition } from './gate.ts';
import { judgePrepared, prepare, type Prepared } from './prepare.ts';
import { findRepeat, storeSubmission } from './store.ts';
import type { Submission } from './submission.ts';

/** What came of one item handed in. */
export interface Received {
  readonly item: { readonly id: string; readonly externalId: string; readonly revision: number; readonly hash: string };
  /** False when this very content was already there. */
  readonly created: boolean;
  /** Warnings; what blocks is thrown. */
  readonly issues: readonly Issue[];
}

const mayWrite = (actor: Actor, { broken, content }: Prepared, stored: StoredItem | null): void => {
  permit(actor, 'item-write', broken.has('unit') ? undefined : content.unit);
  if (stored) permit(actor, 'item-write', stored.unitId);
};

/** The item of this external id, if the actor may write it; whatever could not be read belongs to no item. */
const findStored = async (ctx: Context, prepared: Prepared, actor: Actor): Promise<StoredItem | null> => {
  const stored = prepared.broken.has('externalId') ? null : await findItem(ctx.db, prepared.request.externalId);
  mayWrite(actor, prepared, stored);
  return stored;
};

const identify = ({ id, revision, hash }: Pick<StoredItem, 'id' | 'revision' | 'hash'>) => ({ id, revision, hash });

/**
 * Takes one approved item: cleans it, judges it, stores it and plans its deliveries. The same external id with the same
 * content answers as before, and at most files the item under another 目录事项. Throws `invalid` with every issue, `other-content`, `stale-previous`, `no-permission`.
 */
export const receiveItem = async (ctx: Context, input: unknown, actor: Actor): Promise<Received> => {
  const prepared = await prepare(input);
  const stored = await findStored(ctx, prepared, actor);
  const { externalId } = prepared.request;
  const repeat = blocks(prepared.issues) ? null : findRepeat(stored, prepared);
  if (repeat) {
    const { catalogEntry } = prepared.request;
    if (catalogEntry !== undefined) await fileUnder(ctx, { itemId: repeat.id, catalogEntry, actor: actor.name });
    return { item: { ...identify(repeat), externalId }, created: false, issues: prepared.issues };
  }
  const { submission, verdict, issues } = await judgePrepared(ctx, prepared, stored);
  if (blocks(issues)) {
    ctx.log.info({ actor: actor.name, externalId, codes: issues.map(({ code }) => code) }, 'item refused at the gate');
    throw invalid(issues);
  }
  const channelIds = verdict.targets.map(({ id }) => id);
  const { item, created } = await storeSubmission(ctx, { submission, channelIds, actor: actor.name });
  return { item: { ...identify(item), externalId }, created, issues };
};

export interface Preview {
  /** What an approval must name to seal this content. */
  readonly hash: string;
  readonly content: Submission['content'];
  readonly issues: readonly Issue[];
  readonly renditions: readonly ChannelRendition[];
}

/** Everything `receiveItem` would say of it, and how it would look on each channel; stores nothing. */
export const previewItem = async (ctx: Context, input: unknown, actor: Actor): Promise<Preview> => {
  const prepared = await prepare(input);
  const stored = await findStored(ctx, prepared, actor);
  const { verdict, issues } = await judgePrepared(ctx, prepared, stored);
  if (blocks(prepared.issues)) throw invalid(issues);
  return { hash: prepared.hash, content: prepared.content, issues, renditions: verdict.renditions };
};
