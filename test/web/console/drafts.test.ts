import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { saveDraft } from '../../../src/items/drafts/save.ts';
import { submit, writeDraft } from '../../support/drafts.ts';
import { buildGuide } from '../../support/factories.ts';
import { fieldsOf, openWriting, type Writing } from '../../support/writing.ts';

let desk: Writing;
beforeAll(async () => {
  desk = await openWriting();
});
afterAll(() => desk.world.close());

describe('saving while somebody else saves', () => {
  const conflict = async () => {
    const draft = await writeDraft(desk.world.ctx, { title: '原题' }, desk.author);
    const fields = await desk.formOf(draft.id);
    const theirs = { ...draft.content, title: '别人的题' };
    await saveDraft(desk.world.ctx, { draftId: draft.id, version: draft.version, content: theirs }, desk.other);
    return { id: draft.id, fields: { ...fields, title: '我的题' } };
  };

  it('overwrites nothing, shows both texts, and neither saves nor submits until one is chosen', async () => {
    const { id, fields } = await conflict();
    const { status, html } = await desk.save(id, { ...fields, do: 'submit' });
    expect(status).toBe(409);
    expect(html).toMatch(/<del>别人<\/del>/);
    expect(html).toMatch(/<ins>我<\/ins>/);
    expect(await desk.read(id)).toMatchObject({ title: '别人的题', status: 'editing' });
    expect(html).not.toContain('value="submit"');
  });

  it('takes mine when I say so', async () => {
    const { id, fields } = await conflict();
    const { html } = await desk.save(id, fields);
    const kept = fieldsOf(html, 'main form[method="post"]');
    expect((await desk.save(id, { ...kept, do: 'save' })).to).toContain('notice=draft-saved');
    expect((await desk.read(id)).title).toBe('我的题');
  });

  it('stops the automatic save, too, with the words to show', async () => {
    const { id, fields } = await conflict();
    const { status, html } = await desk.browser.post(`/console/drafts/${id}/autosave`, fields, {
      'hx-request': 'true',
    });
    expect(status).toBe(409);
    expect(html).toContain('data-conflict');
    expect(html).not.toContain('data-version');
  });
});

describe('what is typed and not saved', () => {
  it('is previewed as it would go out, in a page and in frames, and nothing of it is kept', async () => {
    const draft = await writeDraft(desk.world.ctx, { title: '存过的题' }, desk.author);
    const path = `/console/drafts/${draft.id}`;
    const typed = { ...(await desk.formOf(draft.id)), title: '没存的题', body: '<p>没存的字<script>x</script></p>' };
    const page = await desk.browser.post(`${path}/preview`, typed);
    expect([page.status, page.html.includes('预览（未保存）：没存的题')]).toEqual([200, true]);
    const carried = fieldsOf(page.html, 'main form[method="post"]');
    expect(carried['body']).toEqual([typed.body]);
    const [, frame = ''] = /formaction="([^"]+\/preview\/[^"]+)"/.exec(page.html) ?? [];
    for (const address of [`${path}/source`, frame]) {
      const { html, headers } = await desk.browser.post(address, carried);
      expect(html).toContain('没存的字');
      expect(html).not.toContain('<script');
      expect(headers.get('content-security-policy')).toMatch(/^sandbox/);
    }
    expect(await desk.read(draft.id)).toMatchObject({ title: '存过的题', version: draft.version });
  });
});

describe('saving by itself', () => {
  it('answers with the new version and the issues of what was typed, lints of a guide among them', async () => {
    const content = { type: 'guide', column: 'bszn', body: '', guide: buildGuide() } as const;
    const draft = await writeDraft(desk.world.ctx, content, desk.author);
    const fields = await desk.formOf(draft.id);
    const { html } = await desk.browser.post(`/console/drafts/${draft.id}/autosave`, {
      ...fields,
      title: '',
      'guide.legalDays': '三',
    });
    expect(html).toContain(`data-version="${draft.version + 1}"`);
    expect(html).toContain('data-field="title"');
    expect(html).toContain('data-field="guide.legalDays"');
    expect((await desk.read(draft.id)).version).toBe(draft.version + 1);
  });

  it('saves nothing of a draft under review', async () => {
    const draft = await submit(desk.world.ctx, await writeDraft(desk.world.ctx, {}, desk.author), desk.author);
    const fields = { title: 'x', version: String(draft.version) };
    expect((await desk.browser.post(`/console/drafts/${draft.id}/autosave`, fields)).status).toBe(409);
  });
});

describe('handing in', () => {
  it('keeps what was typed and tells every issue at once', async () => {
    const draft = await writeDraft(desk.world.ctx, {}, desk.author);
    const fields = await desk.formOf(draft.id);
    const { status, html } = await desk.save(draft.id, {
      ...fields,
      title: '新题',
      'disclosure.kind': '不予公开',
      do: 'submit',
    });
    expect(status).toBe(422);
    expect(html).toContain('只有“主动公开”的稿件可以发布');
    expect(html).toContain('须依法说明理由');
    expect(await desk.read(draft.id)).toMatchObject({ title: '新题', status: 'editing' });
  });

  it('saves and submits in one step, then shows the draft to read, and takes it back', async () => {
    const draft = await writeDraft(desk.world.ctx, { body: '<p>送审正文</p>' }, desk.author);
    const { to } = await desk.save(draft.id, { ...(await desk.formOf(draft.id)), do: 'submit' });
    expect(to).toContain('notice=draft-submitted');
    const { html } = await desk.browser.get(to);
    expect(html).toContain('<p>送审正文</p>');
    expect(html).not.toContain('name="title"');
    expect((await desk.browser.post(`/console/drafts/${draft.id}/withdraw`, {})).to).toContain(
      'notice=draft-withdrawn',
    );
    expect((await desk.read(draft.id)).status).toBe('editing');
  });

  it('asks before it throws away, and not what somebody just wrote', async () => {
    const draft = await writeDraft(desk.world.ctx, {}, desk.author);
    const { html } = await desk.browser.get(`/console/drafts/${draft.id}/discard`);
    expect(html).toContain('不能再送审');
    const version = String(draft.version - 1);
    expect((await desk.browser.post(`/console/drafts/${draft.id}/discard`, { version })).status).toBe(409);
    const now = String(draft.version);
    expect((await desk.browser.post(`/console/drafts/${draft.id}/discard`, { version: now })).to).toContain(
      'draft-discarded',
    );
  });
});

describe('the record', () => {
  it('shows who did what, and what changed since the reviewers last saw it', async () => {
    const draft = await submit(
      desk.world.ctx,
      await writeDraft(desk.world.ctx, { title: '停水通知' }, desk.author),
      desk.author,
    );
    await desk.browser.get('/console/items');
    await desk.browser.post(`/console/drafts/${draft.id}/withdraw`, {});
    await desk.save(draft.id, { ...(await desk.formOf(draft.id)), title: '停电通知' });
    const { html } = await desk.browser.get(`/console/drafts/${draft.id}/history`);
    expect(html).toContain('自第 1 次送审以来的改动');
    expect(html).toContain('<del>水</del>');
    expect(html).toContain('<ins>电</ins>');
    expect(html).toContain('撤回送审');
  });
});
