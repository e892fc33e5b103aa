import * as fc from 'fast-check';
import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drafts, events, reviews } from '../../../db/schema/index.ts';
import type { PersonActor } from '../../../src/accounts/actor.ts';
import { DRAFT_MOVES, DRAFT_STATUSES, mayMove, type DraftStatus, type DraftVerb } from '../../../src/core/drafts.ts';
import { approveDraft } from '../../../src/items/drafts/approve.ts';
import { discardDraft } from '../../../src/items/drafts/discard.ts';
import { getDraft } from '../../../src/items/drafts/read.ts';
import { returnDraft } from '../../../src/items/drafts/return.ts';
import { saveDraft } from '../../../src/items/drafts/save.ts';
import { submitDraft } from '../../../src/items/drafts/submit.ts';
import type { DraftView } from '../../../src/items/drafts/view.ts';
import { withdrawDraft } from '../../../src/items/drafts/withdraw.ts';
import { approve, li, openDesk, outcome, submit, wang, writeDraft, zhang, type Desk } from '../../support/drafts.ts';
import { editor, reviewer } from '../../support/people.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.close());

const VERBS = Object.keys(DRAFT_MOVES) as DraftVerb[];
let edits = 0;

/** Each verb, called as somebody would who has the draft open as it is. */
const act: Readonly<Record<DraftVerb, (draft: DraftView, who: PersonActor) => Promise<unknown>>> = {
  save: ({ id, version, content }, who) => {
    edits += 1;
    return saveDraft(desk.ctx, { draftId: id, version, content: { ...content, summary: `第${edits}次` } }, who);
  },
  submit: ({ id, version }, who) => submitDraft(desk.ctx, { draftId: id, version }, who),
  withdraw: ({ id }, who) => withdrawDraft(desk.ctx, id, who),
  approve: ({ id, round, stage, hash }, who) =>
    approveDraft(desk.ctx, { draftId: id, round, stage: stage ?? '签发', hash: hash ?? '' }, who),
  return: ({ id, round, stage }, who) =>
    returnDraft(desk.ctx, { draftId: id, round, stage: stage ?? '签发', reason: '请改' }, who),
  discard: ({ id, version }, who) => discardDraft(desk.ctx, { draftId: id, version }, who),
};
const AFTER: Readonly<Record<DraftVerb, (from: DraftStatus) => DraftStatus>> = {
  save: (from) => from,
  submit: () => 'reviewing',
  withdraw: () => 'editing',
  approve: () => 'approved',
  return: () => 'returned',
  discard: () => 'discarded',
};

/** A draft of 张三 that stands where it is asked for. */
const draftAt: Readonly<Record<DraftStatus, () => Promise<DraftView>>> = {
  editing: () => writeDraft(desk.ctx),
  reviewing: async () => submit(desk.ctx, await writeDraft(desk.ctx)),
  returned: async () => {
    const { id: draftId, round } = await draftAt.reviewing();
    return returnDraft(desk.ctx, { draftId, round, stage: '签发', reason: '请改' }, wang);
  },
  approved: async () => (await approve(desk.ctx, await draftAt.reviewing(), wang)).draft,
  discarded: async () => {
    const { id: draftId, version } = await writeDraft(desk.ctx);
    return discardDraft(desk.ctx, { draftId, version }, zhang);
  },
};

/** Everything a move could change. */
const world = async (id: string) => ({
  draft: await desk.ctx.db.select().from(drafts).where(eq(drafts.id, id)),
  reviews: await desk.ctx.db.$count(reviews, eq(reviews.draftId, id)),
  events: await desk.ctx.db.$count(events, sql`${events.data} ->> 'draftId' = ${id}`),
  published: await desk.published(),
});

/** Full rights, so that nothing but the moves and authorship stands in the way. */
const AUTHOR = reviewer('张三');
const WHO: readonly (readonly [string, PersonActor])[] = [
  ['its author', AUTHOR],
  ['another reviewer', li],
  ['another editor', editor('孙八')],
];
const DECIDES: readonly DraftVerb[] = ['approve', 'return'];

const isAllowed = (verb: DraftVerb, status: DraftStatus, who: PersonActor): boolean =>
  mayMove(verb, status) && (!DECIDES.includes(verb) || (who !== AUTHOR && who.permissions.includes('item-review')));

const MATRIX = DRAFT_STATUSES.flatMap((status) =>
  VERBS.flatMap((verb) => WHO.map(([name, who]) => ({ status, verb, name, who }))),
);

describe('every verb from every status by everybody', () => {
  const allowed = MATRIX.filter(({ verb, status, who }) => isAllowed(verb, status, who));
  const refused = MATRIX.filter(({ verb, status, who }) => !isAllowed(verb, status, who));

  it.each(allowed)(
    '$verb of what is $status by $name moves it, and writes its event',
    async ({ verb, status, who }) => {
      const draft = await draftAt[status]();
      const before = await world(draft.id);
      expect(await outcome(act[verb](draft, who))).toBe('done');
      const after = await world(draft.id);
      expect(after.draft[0]?.status).toBe(AFTER[verb](status));
      expect(after.events).toBe(before.events + 1);
      expect(after.published.items - before.published.items).toBe(verb === 'approve' ? 1 : 0);
    },
  );

  it.each(refused)(
    '$verb of what is $status by $name is refused and changes nothing',
    async ({ verb, status, who }) => {
      const draft = await draftAt[status]();
      const before = await world(draft.id);
      expect(['not-now', 'own-work', 'no-permission', 'already-decided']).toContain(
        await outcome(act[verb](draft, who)),
      );
      expect(await world(draft.id)).toEqual(before);
    },
  );
});

interface Model {
  status: DraftStatus;
  round: number;
}
const PEOPLE = [zhang, reviewer('李四'), reviewer('王五')] as const;

describe('any walk of many people over one draft', () => {
  it('goes only where the moves lead, never lets an author decide, and publishes at most once, what was approved', async () => {
    const step = fc.record({ verb: fc.constantFrom(...VERBS), who: fc.constantFrom(...PEOPLE) });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 14 }), async (walk) => {
        const { id } = await writeDraft(desk.ctx);
        const items = (await desk.published()).items;
        const model: Model = { status: 'editing', round: 0 };
        for (const { verb, who } of walk) {
          const draft = await getDraft(desk.ctx, id, zhang);
          const isAuthor = draft.authors.some((author) => author.id === who.id);
          const may =
            mayMove(verb, model.status) &&
            (!DECIDES.includes(verb) || (!isAuthor && who.permissions.includes('item-review')));
          expect((await outcome(act[verb](draft, who))) === 'done').toBe(may);
          if (may) model.status = AFTER[verb](model.status);
          if (may && verb === 'submit') model.round += 1;
          const now = await getDraft(desk.ctx, id, zhang);
          expect({ status: now.status, round: now.round }).toEqual(model);
        }
        const grown = (await desk.published()).items - items;
        expect(grown).toBe(model.status === 'approved' ? 1 : 0);
      }),
      { numRuns: 25 },
    );
  });
});
