import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drafts } from '../../../db/schema/index.ts';
import { approveDraft } from '../../../src/items/drafts/approve.ts';
import { createCorrection, createDraft } from '../../../src/items/drafts/create.ts';
import { discardDraft } from '../../../src/items/drafts/discard.ts';
import { changesSinceReview, listReviewRecord, listRevisions } from '../../../src/items/drafts/history.ts';
import { getDraft } from '../../../src/items/drafts/read.ts';
import { returnDraft } from '../../../src/items/drafts/return.ts';
import { saveDraft } from '../../../src/items/drafts/save.ts';
import { submitDraft } from '../../../src/items/drafts/submit.ts';
import { withdrawDraft } from '../../../src/items/drafts/withdraw.ts';
import { receiveItem } from '../../../src/items/receive.ts';
import {
  approve,
  li,
  openDesk,
  outcome,
  submit,
  wang,
  writeDraft,
  zhang,
  zhao,
  type Desk,
} from '../../support/drafts.ts';
import { buildContent, buildRequest } from '../../support/factories.ts';
import { clerk } from '../../support/fakes.ts';
import { editor } from '../../support/people.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.close());

describe('a return', () => {
  it('needs a reason somebody can read', async () => {
    const { id: draftId, round, stage } = await submit(desk.ctx, await writeDraft(desk.ctx));
    for (const reason of ['', ' \u200b ', 'x'.repeat(501)])
      expect(await outcome(returnDraft(desk.ctx, { draftId, round, stage: stage ?? '', reason }, li))).toBe('invalid');
    expect((await getDraft(desk.ctx, draftId, zhang)).status).toBe('reviewing');
  });

  it('ends the round: a new submission needs every stage anew, and tells what changed since', async () => {
    const draft = await submit(desk.three, await writeDraft(desk.three));
    const { draft: second } = await approve(desk.three, draft, li);
    const { id: draftId, round, version } = second;
    await returnDraft(desk.three, { draftId, round, stage: '复审', reason: '日期不对，请核对' }, wang);
    const content = buildContent({ body: '<p>因管网检修，11月26日8时至18时城区部分路段停水，请提前储水。</p>' });
    const saved = await saveDraft(desk.three, { draftId, version, content }, zhang);
    const again = await submit(desk.three, saved);
    expect(again).toMatchObject({ round: 2, stage: '初审' });
    const changes = await changesSinceReview(desk.three, draftId, li);
    expect(changes?.since).toBe('第 1 次送审');
    expect(changes?.diff.fields).toEqual([]);
    expect(changes?.diff.body).toEqual([
      {
        kind: 'changed',
        at: 1,
        pieces: [
          { kind: 'same', text: '因管网检修，11月2' },
          { kind: 'removed', text: '5' },
          { kind: 'added', text: '6' },
          { kind: 'same', text: '日8时至18时城区部分路段停水，请提前储水。' },
        ],
      },
    ]);
    const record = await listReviewRecord(desk.three, draftId, zhang);
    expect(record.map(({ round, decision, name, reason }) => [round, decision, name, reason])).toEqual([
      [1, 'submitted', '张三', null],
      [1, 'approved', '李四', null],
      [1, 'returned', '王五', '日期不对，请核对'],
      [2, 'submitted', '张三', null],
    ]);
    expect(await outcome(approve(desk.three, { ...again, round: 1, stage: '终审' }, zhao))).toBe('not-now');
  });
});

describe('a draft taken back', () => {
  it('counts none of the yeses it had, and can be changed again', async () => {
    const draft = await submit(desk.three, await writeDraft(desk.three));
    const { draft: second } = await approve(desk.three, draft, li);
    expect(await withdrawDraft(desk.three, second.id, zhang)).toMatchObject({ status: 'editing', hash: null });
    expect(await outcome(approve(desk.three, second, wang))).toBe('not-now');
    expect(await submit(desk.three, second)).toMatchObject({ round: 2, stage: '初审' });
  });

  it('or thrown away is gone from every list and verb, but not from the record', async () => {
    const draft = await writeDraft(desk.ctx);
    const input = { draftId: draft.id, version: draft.version };
    expect(await outcome(discardDraft(desk.ctx, { ...input, version: 1 }, zhang))).toBe('stale-draft');
    await discardDraft(desk.ctx, input, zhang);
    expect(await outcome(submitDraft(desk.ctx, input, zhang))).toBe('not-now');
    expect(await desk.ctx.db.$count(drafts, eq(drafts.id, draft.id))).toBe(1);
  });
});

it('tells an item’s revisions with what each changed and who approved it', async () => {
  const { item } = await receiveItem(desk.ctx, buildRequest(), clerk);
  const draft = await createCorrection(desk.ctx, item.id, zhang);
  const content = { ...draft.content, title: '关于城区全部路段停水的通知' };
  const saved = await saveDraft(desk.ctx, { draftId: draft.id, version: draft.version, content }, zhang);
  expect(await changesSinceReview(desk.ctx, draft.id, zhang)).toMatchObject({ since: '第 1 版' });
  await approve(desk.ctx, await submit(desk.ctx, saved), li);
  const [second, first] = await listRevisions(desk.ctx, item.id, clerk);
  expect(first).toMatchObject({ number: 1, diff: null });
  expect(second).toMatchObject({ number: 2, author: '张三', approvals: [{ stage: '签发', name: '李四' }] });
  expect(second?.diff?.fields.map(({ label }) => label)).toEqual(['标题']);
});

it('is nobody’s of another unit, and nothing with another’s id', async () => {
  const draft = await writeDraft(desk.ctx);
  const stranger = editor('外人', ['xmzj']);
  expect(await outcome(getDraft(desk.ctx, draft.id, stranger))).toBe('other-unit');
  expect(await outcome(createDraft(desk.ctx, { unit: 'xzfb' }, stranger))).toBe('other-unit');
  for (const id of ['', 'x', '00000000-0000-4000-8000-000000000000'])
    expect(await outcome(getDraft(desk.ctx, id, zhang))).toBe('not-found');
  const moved = buildContent({ unit: 'xmzj' });
  const narrow = editor('窄', ['xzfb']);
  expect(
    await outcome(saveDraft(desk.ctx, { draftId: draft.id, version: draft.version, content: moved }, narrow)),
  ).toBe('other-unit');
  expect(
    await outcome(approveDraft(desk.ctx, { draftId: draft.id, round: 1, stage: '签发', hash: '' }, editor('不审'))),
  ).toBe('no-permission');
});

it('answers whatever somebody sends as number, stage or entry with words, never with a fault of ours', async () => {
  const draft = await submit(desk.ctx, await writeDraft(desk.ctx));
  const hash = draft.hash ?? '';
  for (const round of [Number.NaN, 1.5, -1, 2 ** 40])
    expect(await outcome(approveDraft(desk.ctx, { draftId: draft.id, round, stage: '签发', hash }, li))).toBe(
      'not-now',
    );
  expect(await outcome(approveDraft(desk.ctx, { draftId: draft.id, round: 1, stage: '\0', hash }, li))).toBe('not-now');
  const { id: draftId, version, content } = await writeDraft(desk.ctx);
  const save = (catalogEntry: string) =>
    outcome(saveDraft(desk.ctx, { draftId, version, content, catalogEntry }, zhang));
  expect(await save('x'.repeat(129))).toBe('invalid');
  expect(await save('a\0b\ud800')).toBe('done');
});
