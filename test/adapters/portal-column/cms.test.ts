import { describe, expect, it } from 'vitest';
import type { LiveReceipt } from '../../../adapters/contract.ts';
import { portalColumn } from '../../../adapters/portal-column/index.ts';
import { locate } from '../../../adapters/portal-column/locate.ts';
import { render } from '../../../adapters/portal-column/render.ts';
import type { StepMemory } from '../../../src/deliveries/steps.ts';
import { openCms } from './cms.ts';
import { BASE, FORM, manuscriptOf, PICTURE } from './portal.ts';

const why = { kind: 'withdrawn', reason: '内容有误' } as const;
const rich = manuscriptOf({
  body: `<p>正文<img src="asset:${PICTURE.id}" alt="图"></p>`,
  attachments: [{ asset: FORM.id, name: '附件.pdf' }],
});
const slept = (value: { version: number | null; path: string | null }) =>
  new Map<string, StepMemory>([['look', { state: 'done', beganAt: new Date(0), value }]]);

describe('the way to a CMS', () => {
  it('brings the same article, tags and files as the way to a folder', async () => {
    const cms = openCms();
    const { url } = await cms.publish(rich);
    const [status, text] = await cms.page(url);
    expect(status).toBe(200);
    expect(text).toContain(render(rich).body);
    for (const tag of ['SiteName', 'ColumnName', 'ArticleTitle', 'PubDate', 'ContentSource', 'YigaoRevision'])
      expect(text).toContain(`<meta name="${tag}" content="`);
    for (const { file } of render(rich).files) expect((await cms.page(`${BASE}/assets/${file}`))[0]).toBe(200);
  });

  it('sends a file once, and keeps the address when a correction changes the column', async () => {
    const cms = openCms();
    const first = await cms.publish(rich);
    const second = manuscriptOf({ ...rich.content, column: 'zwdt' }, { revision: 2 });
    const receipt = await portalColumn.update?.(first, render(second), cms.io());
    expect(receipt).toEqual(first);
    const sent = cms.requests.filter(({ method, url }) => method === 'PUT' && url.includes('/files/'));
    expect(sent.length).toBe(2);
    expect((await cms.page(first.url))[1]).toContain(`<meta name="Url" content="${first.url}" />`);
  });

  it('takes an article back: 410 with kind and reason, no file, no title in the list, surely absent', async () => {
    const cms = openCms();
    const receipt = await cms.publish(rich);
    expect((await cms.page(`${BASE}/`))[1]).toContain(rich.content.title);
    await portalColumn.withdraw(receipt, why, cms.io());
    const [status, text] = await cms.page(receipt.url);
    expect([status, text.includes('信息已撤回'), text.includes('内容有误')]).toEqual([410, true, true]);
    expect((await cms.page(`${BASE}/assets/${render(rich).files[0]?.file}`))[0]).toBe(404);
    const [listed, list] = await cms.page(`${BASE}/`);
    expect([listed, list.includes(rich.content.title)]).toEqual([200, false]);
    expect(await locate(render(rich), null, cms.io())).toBeNull();
    await portalColumn.withdraw(receipt, why, cms.io());
    expect(cms.effects().filter((effect) => effect.startsWith('withdraw'))).toEqual(['withdraw item-1@1#2']);
  });

  it('finds an article without a receipt, and knows when there is none', async () => {
    const cms = openCms();
    expect(await locate(render(rich), null, cms.io())).toBeNull();
    const { url } = await cms.publish(rich);
    expect(await locate(render(rich), null, cms.io())).toMatchObject({ url, title: rich.content.title, revision: 1 });
  });
});

describe('an older revision', () => {
  it('never overwrites a newer one, live or withdrawn', async () => {
    const cms = openCms();
    const receipt = await cms.publish(manuscriptOf({}, { revision: 3 }));
    await expect(cms.publish(manuscriptOf({}, { revision: 2 }))).rejects.toMatchObject({ fault: 'refused' });
    await portalColumn.withdraw(receipt, why, cms.io());
    await expect(cms.publish(manuscriptOf({}, { revision: 1 }))).rejects.toMatchObject({ fault: 'refused' });
    expect((await cms.page(receipt.url))[0]).toBe(410);
  });

  it('is not put back by a run that slept through a withdrawal', async () => {
    const cms = openCms();
    const receipt = await cms.publish(manuscriptOf());
    await portalColumn.withdraw(receipt, why, cms.io());
    const io = cms.io({ steps: slept({ version: null, path: null }) });
    await expect(cms.publish(manuscriptOf(), io)).rejects.toMatchObject({ fault: 'refused' });
    expect((await cms.page(receipt.url))[0]).toBe(410);
  });

  it('does not take back a newer one by a withdrawal that slept', async () => {
    const cms = openCms();
    const receipt = await cms.publish(manuscriptOf());
    await cms.publish(manuscriptOf({}, { revision: 2 }));
    const io = cms.io({ steps: slept({ version: 1, path: null }) });
    await expect(portalColumn.withdraw(receipt, why, io)).rejects.toMatchObject({ fault: 'refused' });
    expect((await cms.page(receipt.url))[0]).toBe(200);
  });
});

describe('a lost answer', () => {
  it('is settled by asking what is there, not by sending again', async () => {
    const cms = openCms();
    const steps = new Map<string, StepMemory>();
    const lost = cms.io({ steps, crash: { at: 4, mode: 'lost' } });
    await expect(cms.publish(manuscriptOf(), lost)).rejects.toMatchObject({ fault: 'outcome-unknown' });
    const receipt = await cms.publish(manuscriptOf(), cms.io({ steps }));
    expect(receipt.remoteId).toBe('item-1');
    expect(cms.requests.map(({ method }) => method)).toEqual(['GET', 'PUT', 'GET']);
  });

  it.each([
    [502, {}, 'outcome-unknown'],
    [429, { 'retry-after': '60' }, 'rate-limited'],
    [401, {}, 'signed-out'],
    [413, {}, 'refused'],
    [302, { location: 'https://elsewhere.example/' }, 'refused'],
    [200, {}, 'outcome-unknown'],
  ])('or the answer %i to a change says what may have happened', async (status, headers, fault) => {
    const cms = openCms();
    const fetch: typeof globalThis.fetch = async (input, init) =>
      init?.method === 'PUT' ? new Response('{}', { status, headers }) : cms.io().fetch(input, init);
    await expect(cms.publish(manuscriptOf(), cms.io({ fetch }))).rejects.toMatchObject({ fault });
  });

  it('to a look means only that the CMS cannot be reached now', async () => {
    const fetch = () => Promise.reject(new TypeError('fetch failed'));
    const cms = openCms();
    await expect(cms.publish(manuscriptOf(), cms.io({ fetch }))).rejects.toMatchObject({ fault: 'unavailable' });
  });
});

describe('settings', () => {
  const faultOf = async (own: Readonly<Record<string, string>>): Promise<string> => {
    const cms = openCms();
    const error: unknown = await cms.publish(manuscriptOf(), cms.io({}, own)).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ fault: 'signed-out' });
    return (error as Error).message;
  };

  it.each([
    [{ transport: 'ftp' }, ['transport 应为 folder 或 cms', '“ftp”']],
    [{ transport: 'folder' }, ['缺少 documentRoot（门户网站的文档根目录']],
    [{ cmsUrl: '', cmsSecret: '' }, ['缺少 cmsUrl（', '缺少 cmsSecret（']],
    [{ cmsUrl: 'cms.example.cn' }, ['cmsUrl 应为 http(s) 地址']],
    [{ cmsSecret: '太短' }, ['cmsSecret 至少 32 个字符']],
  ])('that are missing or wrong are named in Chinese, and the channel rests (%j)', async (own, words) => {
    const message = await faultOf(own);
    for (const word of words) expect(message).toContain(word);
  });

  it('with another secret are refused by the CMS, and the person is told where to look', async () => {
    expect(await faultOf({ cmsSecret: 'x'.repeat(40) })).toMatch(/cmsSecret.*签名不对/s);
  });

  it('that changed the way leave earlier articles alone until they were withdrawn the old way', async () => {
    const cms = openCms();
    const receipt: LiveReceipt = { state: 'live', remoteId: 'tzgg/202611/0123456789abcdef.html', url: `${BASE}/x` };
    const update = portalColumn.update?.(receipt, render(rich), cms.io());
    await expect(update).rejects.toMatchObject({ fault: 'refused' });
    await expect(portalColumn.withdraw(receipt, why, cms.io())).rejects.toMatchObject({ fault: 'refused' });
    expect(cms.requests).toEqual([]);
  });
});
