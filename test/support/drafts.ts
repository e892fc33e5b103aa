import type { PersonActor } from '../../src/accounts/actor.ts';
import type { Context } from '../../src/context.ts';
import type { ContentInput } from '../../src/core/content.ts';
import { approveDraft, type ApprovedDraft } from '../../src/items/drafts/approve.ts';
import { createDraft } from '../../src/items/drafts/create.ts';
import { saveDraft } from '../../src/items/drafts/save.ts';
import { submitDraft } from '../../src/items/drafts/submit.ts';
import type { DraftView } from '../../src/items/drafts/view.ts';
import { approvals, deliveries, items, outbox, revisions } from '../../db/schema/index.ts';
import { expect } from 'vitest';
import { createTestDatabase, type TestDatabase } from './database.ts';
import { buildContent } from './factories.ts';
import { fakeAdapter, fakeChannel, fakeContext } from './fakes.ts';
import { editor, reviewer } from './people.ts';
import { seedBasics } from './seed.ts';

export const zhang = editor('张三');
export const li = reviewer('李四');
export const wang = reviewer('王五');
export const zhao = reviewer('赵六');

/** A draft that could be submitted as it is. */
export const writeDraft = async (
  ctx: Context,
  content: Partial<ContentInput> = {},
  author: PersonActor = zhang,
): Promise<DraftView> => {
  const { id, version } = await createDraft(ctx, { unit: 'xzfb' }, author);
  return saveDraft(ctx, { draftId: id, version, content: buildContent(content) }, author);
};

export const submit = async (
  ctx: Context,
  { id, version }: DraftView,
  author: PersonActor = zhang,
): Promise<DraftView> => (await submitDraft(ctx, { draftId: id, version }, author)).draft;

/** Approves the awaited stage, as somebody who read exactly what was submitted. */
export const approve = (
  ctx: Context,
  { id, round, stage, hash }: DraftView,
  who: PersonActor,
): Promise<ApprovedDraft> => approveDraft(ctx, { draftId: id, round, stage: stage ?? '', hash: hash ?? '' }, who);

export interface Desk {
  readonly database: TestDatabase;
  /** One stage. */
  readonly ctx: Context;
  /** The three of 三审三校. */
  readonly three: Context;
  /** How much there is of all that an approval writes. */
  published(): Promise<Readonly<Record<'items' | 'revisions' | 'approvals' | 'deliveries' | 'outbox', number>>>;
  close(): Promise<void>;
}

/** A database of its own with a portal, which can change its copies, and an account, which cannot. */
export const openDesk = async (): Promise<Desk> => {
  const database = await createTestDatabase();
  const canUpdate = fakeAdapter({ update: (receipt) => Promise.resolve(receipt) });
  const channels = [fakeChannel({ adapter: canUpdate }), fakeChannel({ id: 'wechat', name: '明溪在线' })];
  await seedBasics(database.db, channels);
  const { db } = database;
  return {
    database,
    ctx: fakeContext(database, { channels }),
    three: fakeContext(database, { channels, approvalStages: ['初审', '复审', '终审'] }),
    published: async () => ({
      items: await db.$count(items),
      revisions: await db.$count(revisions),
      approvals: await db.$count(approvals),
      deliveries: await db.$count(deliveries),
      outbox: await db.$count(outbox),
    }),
    close: () => database.close(),
  };
};

export interface Refusal {
  readonly code: string;
  readonly message: string;
  readonly issues: readonly { readonly code: string }[];
}

/** What a verb threw on purpose; null when it did what it was asked. */
export const refusalOf = (work: Promise<unknown>): Promise<Refusal | null> =>
  work.then(
    () => null,
    (error: Refusal) => error,
  );
export const mustRefuse = async (work: Promise<unknown>): Promise<Refusal> =>
  (await refusalOf(work)) ?? expect.unreachable('must be refused');
/** `done`, or the code of the refusal. */
export const outcome = async (work: Promise<unknown>): Promise<string> => {
  const error = await refusalOf(work);
  return error === null ? 'done' : (error.code ?? `bug: ${String(error)}`);
};
