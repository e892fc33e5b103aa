import { readFileSync } from 'node:fs';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { events } from '../../../db/schema/index.ts';
import { createCorrection, createDraft, createDraftFromWord } from '../../../src/items/drafts/create.ts';
import { previewDraft } from '../../../src/items/drafts/preview.ts';
import { getDraft } from '../../../src/items/drafts/read.ts';
import { saveDraft } from '../../../src/items/drafts/save.ts';
import { submitDraft } from '../../../src/items/drafts/submit.ts';
import { receiveItem } from '../../../src/items/receive.ts';
import {
  mustRefuse,
  openDesk,
  outcome,
  refusalOf,
  submit,
  wang,
  writeDraft,
  zhang,
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

describe('a draft', () => {
  it('begins empty, without a disclosure attribute: its author must choose it', async () => {
    const draft = await createDraft(desk.ctx, { unit: 'xzfb' }, zhang);
    expect(draft).toMatchObject({ status: 'editing', version: 1, title: '', authors: [{ name: '张三' }] });
    expect(draft.content).toEqual({ type: 'notice', unit: 'xzfb', source: '明溪县人民政府办公室' });
  });

  it('begins with what a Word file says, and tells what it dropped and doubted', async () => {
    const bytes = readFileSync(new URL('../../fixtures/word/mingzhengban-2020-34.docx', import.meta.url));
    const { draft, notes } = await createDraftFromWord(
      desk.ctx,
      { bytes, fileName: '34.docx', unit: 'xzfb', column: 'zcwj' },
      zhang,
    );
    expect(draft).toMatchObject({ type: 'policy', column: 'zcwj' });
    expect(draft.content).toMatchObject({
      documentNumber: '明政办〔2020〕34号',
      writtenOn: '2020-09-28',
      unit: 'xzfb',
    });
    expect(notes.length).toBeGreaterThan(0);
  });

  it('takes what is incomplete, and loses no character that PostgreSQL could not hold: the checks tell of it', async () => {
    const { id, version } = await createDraft(desk.ctx, { unit: 'xzfb' }, zhang);
    const content = { type: 'notice', unit: 'xzfb', title: '停\0水\ud800通知', summary: '', keywords: [] };
    const saved = await saveDraft(desk.ctx, { draftId: id, version, content }, zhang);
    expect(saved.content).toEqual({ type: 'notice', unit: 'xzfb', title: '停\ufffd水\ufffd通知', keywords: [] });
    const { issues } = await previewDraft(desk.ctx, { draftId: id }, zhang);
    expect(issues.filter(({ field }) => field === 'title').map(({ code }) => code)).toContain('broken-character');
  });

  it.each([
    ['a list', [], 'invalid'],
    ['nothing', null, 'invalid'],
    ['an unknown field', { colour: 'red' }, 'invalid'],
    ['an unknown unit', { unit: 'nobody' }, 'invalid'],
    ['a deep nest', { guide: JSON.parse(`${'['.repeat(60)}${']'.repeat(60)}`) }, 'invalid'],
    ['six million characters', { body: 'x'.repeat(6_000_000) }, 'too-large'],
  ])('refuses %s and stays as it was', async (_name, content, code) => {
    const { id, version } = await createDraft(desk.ctx, { unit: 'xzfb' }, zhang);
    expect(await outcome(saveDraft(desk.ctx, { draftId: id, version, content }, zhang))).toBe(code);
    expect((await getDraft(desk.ctx, id, zhang)).version).toBe(1);
  });

  it('makes no version of a save that changes nothing', async () => {
    const draft = await writeDraft(desk.ctx);
    const again = await saveDraft(
      desk.ctx,
      { draftId: draft.id, version: draft.version, content: buildContent() },
      zhang,
    );
    expect(again.version).toBe(draft.version);
  });

  it('lets exactly one of 50 parallel saves win; the others read who saved, and when', async () => {
    const { id, version } = await writeDraft(desk.ctx);
    const saves = Array.from({ length: 50 }, (_, n) => {
      const who = editor(`编辑${n}`);
      return refusalOf(
        saveDraft(desk.ctx, { draftId: id, version, content: buildContent({ title: `第${n}稿` }) }, who),
      );
    });
    const refused = (await Promise.all(saves)).flatMap((error) => error ?? []);
    expect(refused).toHaveLength(49);
    const stored = await getDraft(desk.ctx, id, zhang);
    expect(stored.version).toBe(version + 1);
    expect(stored.authors).toHaveLength(2);
    for (const { code, message } of refused) {
      expect(code).toBe('stale-draft');
      expect(message).toMatch(new RegExp(`^${stored.savedBy.name}已于\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d保存了`));
    }
    const saved = sql`${events.kind} = 'draft-saved' and ${events.data} ->> 'draftId' = ${id}`;
    expect(await desk.ctx.db.$count(events, saved)).toBe(2);
  });
});

describe('the preview', () => {
  it('shows what is incomplete, with stand-ins, limits counted as the platform counts, and each issue at its field', async () => {
    const { id, version } = await createDraft(desk.ctx, { unit: 'xzfb', column: 'tzgg' }, zhang);
    const content = { type: 'notice', unit: 'xzfb', column: 'tzgg', body: '<p>停水<script>x</script></p>' };
    await saveDraft(desk.ctx, { draftId: id, version, content }, zhang);
    const preview = await previewDraft(desk.ctx, { draftId: id }, zhang);
    expect(preview.hash).toBeNull();
    expect(preview.content.body).toBe('<p>停水</p>');
    expect(preview.channels.map(({ channel, canUpdate }) => [channel.id, canUpdate])).toEqual([
      ['portal', true],
      ['wechat', false],
    ]);
    expect(preview.channels[0]?.rendition.title).toBe('（未填写）');
    expect(preview.channels[0]?.used).toEqual({
      title: { actual: 5, max: 64, unit: '字' },
      body: { actual: 9, max: 20_000, unit: '字' },
      images: { actual: 0, max: 10, unit: '张' },
    });
    const fields = preview.issues.filter(({ level }) => level === 'block').map(({ field }) => field);
    expect(fields.sort()).toEqual(['disclosure', 'source', 'title']);
  });

  it('shows what the form holds before it is saved, and stores nothing', async () => {
    const draft = await writeDraft(desk.ctx);
    const content = { ...draft.content, title: '还没有保存的标题' };
    const preview = await previewDraft(desk.ctx, { draftId: draft.id, content }, zhang);
    expect(preview.channels[0]?.rendition.title).toBe('还没有保存的标题');
    expect(await getDraft(desk.ctx, draft.id, zhang)).toEqual(draft);
  });

  it('tells the hash that a submission seals', async () => {
    const draft = await writeDraft(desk.ctx);
    const { hash } = await previewDraft(desk.ctx, { draftId: draft.id }, zhang);
    expect((await submit(desk.ctx, draft)).hash).toBe(hash);
  });
});

describe('a submission', () => {
  it('is refused with every issue at once, and changes nothing', async () => {
    const { id, version } = await createDraft(desk.ctx, { unit: 'xzfb' }, zhang);
    const content = { type: 'notice', unit: 'xzfb', column: 'nowhere', disclosure: { kind: '不予公开' } };
    const { version: saved } = await saveDraft(desk.ctx, { draftId: id, version, content }, zhang);
    const error = await mustRefuse(submitDraft(desk.ctx, { draftId: id, version: saved }, zhang));
    const codes = error.issues.map((each) => each.code);
    expect(codes).toEqual(
      expect.arrayContaining(['missing', 'empty-body', 'not-public', 'no-reason', 'unknown-column']),
    );
    expect(codes).not.toContain('approval-missing');
    expect(await getDraft(desk.ctx, id, zhang)).toMatchObject({ status: 'editing', round: 0, hash: null });
  });

  it('is refused when somebody saved meanwhile', async () => {
    const draft = await writeDraft(desk.ctx);
    await saveDraft(
      desk.ctx,
      { draftId: draft.id, version: draft.version, content: buildContent({ title: '改' }) },
      wang,
    );
    expect(await outcome(submitDraft(desk.ctx, { draftId: draft.id, version: draft.version }, zhang))).toBe(
      'stale-draft',
    );
  });

  it('of a correction that changes nothing says so', async () => {
    const { item } = await receiveItem(desk.ctx, buildRequest(), clerk);
    const draft = await createCorrection(desk.ctx, item.id, zhang);
    const error = await mustRefuse(submitDraft(desk.ctx, { draftId: draft.id, version: draft.version }, zhang));
    expect(error.issues.map(({ code }) => code)).toEqual(['no-change']);
  });
});
