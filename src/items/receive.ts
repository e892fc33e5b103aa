import type { Context } from '../context.ts';
import { invalid } from '../core/errors.ts';
import { sha256 } from '../core/hash.ts';
import { blocks, type Issue } from '../core/issues.ts';
import { canonicalJson } from '../core/json.ts';
import { permit, type Actor } from '../accounts/actor.ts';
import { cleanContent } from './clean.ts';
import { findItem, loadFacts, type StoredItem } from './facts.ts';
import { judge, type ChannelRendition, type Verdict } from './gate.ts';
import { contentOf, readRequest } from './request.ts';
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

type Draft = Omit<Submission, 'facts'> & { readonly issues: readonly Issue[] };

/** Reads, cleans and hashes what somebody sent. What was found in fields that could not be read says nothing. */
const prepare = async (input: unknown): Promise<Draft> => {
  const { request, broken, issues } = readRequest(input);
  const cleaned = cleanContent(contentOf(request));
  const found = cleaned.issues.filter(({ field }) => !broken.has(field.replace(/[.[].*$/s, '')));
  const judged = broken.has('type') ? found.filter(({ code }) => code !== 'empty-body') : found;
  return {
    request: { ...request, ...cleaned.content },
    content: cleaned.content,
    hash: await sha256(canonicalJson(cleaned.content)),
    broken,
    issues: [...issues, ...judged],
  };
};

const mayWrite = (actor: Actor, { broken, content }: Draft, stored: StoredItem | null): void => {
  permit(actor, 'items:write', broken.has('unit') ? undefined : content.unit);
  if (stored) permit(actor, 'items:write', stored.unitId);
};

/** The item of this external id, if the actor may write it; whatever could not be read belongs to no item. */
const findStored = async (ctx: Context, draft: Draft, actor: Actor): Promise<StoredItem | null> => {
  const stored = draft.broken.has('externalId') ? null : await findItem(ctx.db, draft.request.externalId);
  mayWrite(actor, draft, stored);
  return stored;
};

const judgeDraft = async (ctx: Context, draft: Draft, stored: StoredItem | null) => {
  const submission: Submission = { ...draft, facts: await loadFacts(ctx, draft.content, stored) };
  const verdict: Verdict = judge(submission);
  return { submission, verdict, issues: [...draft.issues, ...verdict.issues] };
};

const identify = ({ id, revision, hash }: Pick<StoredItem, 'id' | 'revision' | 'hash'>) => ({ id, revision, hash });

/**
 * Takes one approved item: cleans it, judges it, stores it and plans its deliveries. The same external id with the same
 * content answers as before. Throws `invalid` with every issue, `other-content`, `stale-previous`, `no-scope`.
 */
export const receiveItem = async (ctx: Context, input: unknown, actor: Actor): Promise<Received> => {
  const draft = await prepare(input);
  const stored = await findStored(ctx, draft, actor);
  const { externalId } = draft.request;
  const repeat = blocks(draft.issues) ? null : findRepeat(stored, draft);
  if (repeat) return { item: { ...identify(repeat), externalId }, created: false, issues: draft.issues };
  const { submission, verdict, issues } = await judgeDraft(ctx, draft, stored);
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
  const draft = await prepare(input);
  const stored = await findStored(ctx, draft, actor);
  const { verdict, issues } = await judgeDraft(ctx, draft, stored);
  if (blocks(draft.issues)) throw invalid(issues);
  return { hash: draft.hash, content: draft.content, issues, renditions: verdict.renditions };
};
