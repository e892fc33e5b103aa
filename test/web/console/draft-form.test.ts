import { readFileSync } from 'node:fs';
import { load } from 'cheerio';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ContentInput } from '../../../src/core/content.ts';
import { receiveItem } from '../../../src/items/receive.ts';
import { writeDraft } from '../../support/drafts.ts';
import { buildGuide, buildRequest } from '../../support/factories.ts';
import { clerk } from '../../support/fakes.ts';
import { fieldsOf, openWriting, type Writing } from '../../support/writing.ts';

const WORD = new URL('../../fixtures/word/mingzhengban-2020-34.docx', import.meta.url);

let desk: Writing;
beforeAll(async () => {
  desk = await openWriting();
});
afterAll(() => desk.world.close());

describe('a new draft', () => {
  it('begins with a type, a unit and a column, and leads to its editor', async () => {
    await desk.browser.get('/console/drafts/new');
    const { to } = await desk.browser.post('/console/drafts', { type: 'guide', unit: 'xmzj', column: 'bszn' });
    expect(to).toMatch(/^\/console\/drafts\/[0-9a-f-]{36}$/);
    expect((await desk.browser.get(to)).html).toContain('name="guide.materials[0].name"');
  });

  it('wants a unit', async () => {
    const { status, html } = await desk.browser.post('/console/drafts', { type: 'notice', unit: '' });
    expect([status, html.includes('缺少此项')]).toEqual([422, true]);
  });

  it('is made of a Word file: title, 文号, issuer, date and annexes recognised, and what was dropped listed', async () => {
    const file = new File([readFileSync(WORD)], '34号文.docx');
    const { status, html } = await desk.upload('/console/drafts/word', {
      file,
      unit: 'xzfb',
      type: '',
      column: 'zcwj',
    });
    expect(status).toBe(200);
    const fields = fieldsOf(html);
    expect(fields['title']).toEqual([
      '明溪县人民政府办公室关于印发明溪县全面推进基层政务公开标准化规范化工作实施方案的通知',
    ]);
    expect([fields['documentNumber'], fields['writtenOn'], fields['source']]).toEqual([
      ['明政办〔2020〕34号'],
      ['2020-09-28'],
      ['明溪县人民政府办公室'],
    ]);
    expect(html).toContain('没有收入的内容');
    expect(html).toContain('版头“明溪县人民政府办公室文件”不计入正文');
    expect(html).toContain('明溪县推进政务公开工作联席会议制度');
    // Whether it may be published is never guessed.
    expect(fields['disclosure.kind'] ?? ['']).toEqual(['']);
  });

  it('says why a file is none of Word, and takes nothing of it', async () => {
    const file = new File(['<script>alert(1)</script>'], 'a.docx');
    const { status, html } = await desk.upload('/console/drafts/word', { file, unit: 'xzfb', type: '' });
    expect([status, html.includes('这份 Word 文件不能接收')]).toEqual([422, true]);
  });

  it('corrects an item: the one open correction, however often it is asked for', async () => {
    const { item } = await receiveItem(desk.world.ctx, buildRequest({ title: '待更正' }), clerk);
    await desk.browser.get('/console/items');
    const { to } = await desk.browser.post('/console/drafts/corrections', { itemId: item.id });
    const { html } = await desk.browser.get(to);
    expect(html).toContain('name="changeNote"');
    expect((await desk.browser.post('/console/drafts/corrections', { itemId: item.id })).to).toBe(to);
  });
});

describe('the form of a draft', () => {
  const FULL: readonly Partial<ContentInput>[] = [
    {
      type: 'policy',
      column: 'zcwj',
      shortTitle: '短',
      documentNumber: '明政办〔2026〕1号',
      writtenOn: '2026-01-05',
      indexNumber: 'XM001',
      validity: '有效',
      summary: '一行\n两行',
      keywords: ['停水', '公告'],
      channels: ['wechat'],
      publishAt: '2027-01-05T09:30:00+08:00',
      body: '<h2>一</h2><p data-align="center">甲<strong>乙</strong></p><ul><li>一<ul><li>二</li></ul></li></ul><p>a &lt; b &amp; “c”</p>',
    },
    {
      type: 'guide',
      column: 'bszn',
      body: '',
      guide: buildGuide({
        basis: ['一\n二', '三'],
        materials: [
          { name: '表', source: '网上', form: '电子', copies: 0, required: false },
          { name: '证', source: '自备', form: '原件', copies: 2, required: true },
        ],
        fee: { charged: true, standard: '10 元', basis: '文件' },
        questions: [{ question: '何时？', answer: '工作日。\n周末休息。' }],
        visits: 0,
        onlineUrl: 'https://zwfw.fujian.gov.cn/a?b=1&c=2',
      }),
    },
  ];

  it.each(FULL)(
    'holds every field of a $type: sent back untouched it means the same, byte for byte',
    async (content) => {
      const draft = await writeDraft(desk.world.ctx, content, desk.author);
      const before = await desk.sealOf(draft.id);
      expect(before).not.toBeNull();
      expect((await desk.save(draft.id, await desk.formOf(draft.id))).to).toContain('notice=draft-saved');
      expect(await desk.sealOf(draft.id)).toBe(before);
    },
  );

  it('loads into the editor only what was cleaned, and shows what was dropped', async () => {
    const draft = await writeDraft(
      desk.world.ctx,
      { body: '<p onclick="x()">好<script>alert(1)</script></p><iframe></iframe>' },
      desk.author,
    );
    const { html } = await desk.browser.get(`/console/drafts/${draft.id}`);
    expect(fieldsOf(html)['body']).toEqual(['<p>好</p>']);
    expect(html).not.toContain('alert(1)');
    expect(html).toContain('已去掉不支持的内容：script');
  });

  it('cannot be broken out of by what is typed', async () => {
    const title = '"><script>alert(1)</script></textarea>';
    const draft = await writeDraft(desk.world.ctx, { title, summary: title }, desk.author);
    const { html } = await desk.browser.get(`/console/drafts/${draft.id}`);
    expect(html).not.toContain('<script>alert');
    expect(fieldsOf(html)['summary']).toEqual([title]);
  });

  it('shows an issue beside its field, and the capability of each channel', async () => {
    const draft = await writeDraft(desk.world.ctx, { title: '长'.repeat(70) }, desk.author);
    const { html } = await desk.browser.get(`/console/drafts/${draft.id}`);
    expect(load(html)('#f-title-wrong').text()).toContain('标题最多 64');
    expect(html).toContain('发布后不能修改');
    expect(html).toContain('发布后可以更正');
  });

  it('keeps files that came with it, and drops those ticked', async () => {
    const { id, version } = await writeDraft(desk.world.ctx, {}, desk.author);
    const fields = await desk.formOf(id);
    const flat = Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, String(value)]));
    const pdf = new File(['%PDF-1.7 x'], '附表.pdf');
    expect(
      (await desk.upload(`/console/drafts/${id}`, { ...flat, version: String(version), newAttachments: pdf })).status,
    ).toBe(303);
    expect((await desk.read(id)).content['attachments']).toEqual([{ asset: expect.any(String), name: '附表' }]);
    const again = await desk.formOf(id);
    await desk.save(id, { ...again, dropAttachment: again['attachments[0].asset'] ?? '' });
    expect((await desk.read(id)).content['attachments']).toEqual([]);
  });

  it('has the policy of every staff page, and beside it only style attributes, for the editor', async () => {
    const { id } = await writeDraft(desk.world.ctx, {}, desk.author);
    const policy = (await desk.browser.get(`/console/drafts/${id}`)).headers.get('content-security-policy') ?? '';
    expect(policy).toMatch(/script-src 'nonce-[^']+' 'strict-dynamic'/);
    expect(policy).toContain("style-src 'self'; ");
    expect(policy).toContain("style-src-attr 'unsafe-inline'");
    expect((await desk.browser.get('/console/items')).headers.get('content-security-policy')).not.toContain('unsafe');
  });
});

describe('files', () => {
  it('are pictures shown in the page, and anything else only handed over', async () => {
    const png = Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
      'base64',
    );
    const answer = await desk.upload('/console/files', { file: new File([png], 'a.png') });
    const { id } = JSON.parse(answer.html) as { id: string };
    const shown = await desk.browser.get(`/console/files/${id}`);
    expect([shown.headers.get('content-type'), shown.headers.get('x-content-type-options')]).toEqual([
      'image/png',
      'nosniff',
    ]);
    expect((await desk.upload('/console/files', { file: new File(['<svg onload="x()">'], 'a.svg') })).status).toBe(415);
    expect((await desk.upload('/console/files', { file: new File(['%PDF-1.7 x'], 'a.pdf') })).status).toBe(415);
    expect((await desk.upload('/console/files', {})).status).toBe(400);
  });

  it('and a paste is cleaned here, and told what it lost', async () => {
    const html = '<p class="MsoNormal">甲<o:p></o:p></p><script>x()</script><img src="https://evil.example/a.png">';
    const answer = await desk.upload('/console/paste', { html });
    const { html: clean, dropped } = JSON.parse(answer.html) as { html: string; dropped: string[] };
    expect(clean).toBe('<p>甲</p>');
    expect(dropped.join()).toContain('script');
    expect(dropped.join()).toContain('图片');
  });
});
