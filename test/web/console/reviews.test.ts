import { inArray } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { assets, events } from '../../../db/schema/index.ts';
import { wechatAccount } from '../../../adapters/wechat-account/index.ts';
import { portalColumn } from '../../../adapters/portal-column/index.ts';
import { guideFeed } from '../../../adapters/guide-feed/index.ts';
import { actingPerson } from '../../../src/accounts/acting.ts';
import type { Person } from '../../../src/accounts/person.ts';
import { saveDraft } from '../../../src/items/drafts/save.ts';
import { createDraft } from '../../../src/items/drafts/create.ts';
import { getDraft } from '../../../src/items/drafts/read.ts';
import { submitDraft } from '../../../src/items/drafts/submit.ts';
import type { DraftView } from '../../../src/items/drafts/view.ts';
import { submit, writeDraft } from '../../support/drafts.ts';
import { buildGuideContent } from '../../support/factories.ts';
import { fakeChannel } from '../../support/fakes.ts';
import { openStaffWorld, PASSWORD, type StaffBrowser, type StaffWorld } from '../../support/staff.ts';

const SETTINGS = {
  baseUrl: 'https://www.example.gov.cn',
  siteIdCode: '3504210001',
  siteName: '明溪县人民政府',
  siteDomain: '',
  organizer: '办公室',
  units: '',
  contact: '待填',
  icp: '待填',
  police: '待填',
  errorReport: '待填',
  agencyMark: '待填',
  author: '',
  origin: 'http://yigao.test',
  consumerUrl: 'https://esm.example.cn/guide/{id}',
  fileUrl: '',
  appSecret: 'a-secret-nobody-may-see',
};

let world: StaffWorld;
let author: Person;
let li: StaffBrowser;
let wang: StaffBrowser;
let zhang: StaffBrowser;
beforeAll(async () => {
  const channels = [
    fakeChannel({ adapter: portalColumn, settings: SETTINGS }),
    fakeChannel({ id: 'wechat', name: '明溪在线', adapter: wechatAccount, settings: SETTINGS }),
    fakeChannel({ id: 'esanming', name: 'e三明', adapter: guideFeed, settings: SETTINGS }),
  ];
  world = await openStaffWorld({ channels, approvalStages: ['初审', '终审'] });
  author = await world.user('zhang', ['editor'], { name: '张三' });
  await world.user('li', ['reviewer'], { name: '李四' });
  await world.user('wang', ['reviewer'], { name: '王五' });
  [zhang, li, wang] = [world.open(), world.open(), world.open()];
  await zhang.signIn('zhang');
  await li.signIn('li');
  await wang.signIn('wang');
});
afterAll(() => world.close());

const write = (content = {}): Promise<DraftView> => writeDraft(world.ctx, content, actingPerson(author));
const send = (draft: DraftView): Promise<DraftView> => submit(world.ctx, draft, actingPerson(author));
const seen = ({ round, stage, hash }: DraftView) => ({ round: String(round), stage: stage ?? '', hash: hash ?? '' });
const frameIn = (html: string, title: string): string =>
  new RegExp(`<iframe[^>]*src="([^"]+)" title="${title}"`).exec(html)?.[1] ?? '';

describe('预览', () => {
  it('shows the source left, and in a frame per channel exactly what will be sent, with limits as that channel counts', async () => {
    const { id } = await write({ title: '停水通知' });
    const page = await zhang.get(`/console/drafts/${id}/preview?channel=wechat`);
    expect(page.status).toBe(200);
    expect(page.html).toContain('标题 <span class="chip good"><span aria-hidden="true">✓</span> 4/32 字 合适</span>');
    expect(page.html).toContain('发布后不能修改');
    for (const told of ['通知公告', '明溪县人民政府办公室', '全部可接收的渠道'])
      expect(page.html).toContain(`<dd>${told}`);
    expect(page.html).toContain('class="phone"');
    const shown = await zhang.get(frameIn(page.html, '明溪在线的渠道稿'));
    expect(shown.html).toContain('<h1>停水通知</h1>');
    expect(shown.html).toContain('font-size:16px;line-height:1.85');
    expect(shown.headers.get('content-security-policy')).toMatch(/^sandbox; default-src 'none'/);
    const portal = await zhang.get(`/console/drafts/${id}/preview/portal`);
    expect(portal.html).toContain('明溪县人民政府');
    expect(portal.html).not.toMatch(/<script|<link|asset:/);
    expect(page.html + shown.html + portal.html).not.toContain('a-secret-nobody-may-see');
    expect((await zhang.get(`/console/drafts/${id}/preview/nowhere`)).status).toBe(404);
  });

  it('works on what is hardly begun, and names each issue beside its place with the way to mend it', async () => {
    const { id } = await createDraft(world.ctx, { unit: 'xzfb' }, actingPerson(author));
    const { status, html } = await zhang.get(`/console/drafts/${id}/preview`);
    expect(status).toBe(200);
    for (const told of ['还有必须修改之处', '缺少此项，请补上', `/console/drafts/${id}#f-column`])
      expect(html).toContain(told);
  });

  it('tells what is over a limit in red words, not colour alone', async () => {
    const { id } = await write({ title: '长'.repeat(40) });
    const { html } = await zhang.get(`/console/drafts/${id}/preview?channel=wechat`);
    expect(html).toContain('40/32 字 超出');
    expect(html).toContain('“明溪在线”标题最多 32 字，现有 40');
  });

  it('shows a guide in words and as the data that are sent', async () => {
    const { id } = await write(buildGuideContent());
    const { html } = await zhang.get(`/console/drafts/${id}/preview/esanming`);
    expect(html).toContain('咨询电话');
    expect(html).toContain('&quot;promisedDays&quot;: 10');
  });

  it('shows pictures of the body to the frame alone, by an address that nobody can make up', async () => {
    const png = Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
      'base64',
    );
    const id = 'ab'.repeat(32);
    await world.ctx.db
      .insert(assets)
      .values({ id, mime: 'image/png', bytes: png.length, width: 1, height: 1, data: png });
    const draft = await write({ body: `<p>图</p><figure><img src="asset:${id}" alt="图"></figure>` });
    const { html } = await zhang.get(`/console/drafts/${draft.id}/preview/wechat`);
    const [, src = ''] = /<img src="(\/console\/preview-images\/[^"]+)"/.exec(html) ?? [];
    const picture = await world.open().get(src);
    expect([picture.status, picture.headers.get('content-type')]).toEqual([200, 'image/png']);
    expect(picture.headers.get('cross-origin-resource-policy')).toBe('cross-origin');
    expect((await world.open().get(`/console/preview-images/${id}/${'A'.repeat(43)}`)).status).toBe(404);
  });
});

describe('审签', () => {
  it('lists what waits, says who may answer, and counts it', async () => {
    const draft = await send(await write({ title: '待审的通知' }));
    const page = await li.get('/console/reviews');
    expect(page.html).toContain('待审的通知');
    expect(page.html).toContain('可以审签');
    expect(page.html).toMatch(/您可以审签 \d+ 篇/);
    expect((await li.get('/console/review-count')).html).toMatch(/篇待您审签/);
    expect((await li.get('/console/reviews?stage=终审')).html).toContain('没有符合条件');
    expect((await li.get('/console/reviews?cursor=junk')).status).toBe(422);
    expect((await zhang.get(`/console/reviews/${draft.id}`)).status).toBe(403);
  });

  it('returns with a reason, never without; then shows what changed since, field changes first', async () => {
    const draft = await send(await write({ title: '关于停水的通知', body: '<p>8时至18时停水。</p>' }));
    const path = `/console/reviews/${draft.id}`;
    const page = await li.get(path);
    expect(page.html).toContain('这是首次送审');
    expect(page.html).toContain(draft.hash ?? '-');
    const without = await li.post(`${path}/return`, { ...seen(draft), reason: ' ' });
    expect([without.status, without.html.includes('缺少此项')]).toEqual([422, true]);
    expect((await li.post(`${path}/return`, { ...seen(draft), reason: '时间写错' })).to).toContain('notice=returned');
    const now = await getDraft(world.ctx, draft.id, actingPerson(author));
    const content = { ...now.content, title: '关于临时停水的通知', body: '<p>8时至20时停水。</p>' };
    const saved = await saveDraft(
      world.ctx,
      { draftId: draft.id, version: now.version, content },
      actingPerson(author),
    );
    await submitDraft(world.ctx, { draftId: draft.id, version: saved.version }, actingPerson(author));
    const { html } = await li.get(path);
    expect(html).toContain('与第 1 次送审相比');
    for (const marked of ['<ins>临时</ins>', '<del>18</del>', '<ins>20</ins>']) expect(html).toContain(marked);
    expect(html.indexOf('变动的项目')).toBeLessThan(html.indexOf('变动的正文'));
    expect(html).toContain('时间写错');
  });

  it('takes one stage after the other by different people, and hands the last to the deliveries', async () => {
    const draft = await send(await write({ title: '两级审签的通知' }));
    const path = `/console/reviews/${draft.id}`;
    expect((await li.get(path)).html).toContain('同意后交由“终审”环节');
    expect((await li.post(`${path}/approve`, seen(draft))).to).toBe('/console/reviews?notice=stage-approved');
    const second = await getDraft(world.ctx, draft.id, actingPerson(author));
    expect((await li.get(path)).html).toContain('须由另一人审签');
    const again = await li.post(`${path}/approve`, seen(second));
    expect([again.status, again.html.includes('各环节须由不同的人审签')]).toEqual([403, true]);
    const late = await wang.post(`${path}/approve`, seen(draft));
    expect([late.status, late.html.includes('“初审”环节已由李四')]).toEqual([409, true]);
    expect(late.html).toContain('同意“终审”');
    const { to } = await wang.post(`${path}/approve`, seen(second));
    expect(to).toMatch(/^\/console\/items\/[0-9a-f-]{36}\?notice=approved$/);
    const [told] = await world.ctx.db
      .select()
      .from(events)
      .where(inArray(events.kind, ['draft-approved']))
      .limit(1);
    expect(told?.actor).toBe('李四（li）');
  });

  it('asks for the password again before an approval, keeps the decision, and never decides for the author', async () => {
    const draft = await send(await write({ title: '须再次确认' }));
    await world.ctx.db.execute(`update sessions set proven_at = clock() - interval '1 hour'`);
    const path = `/console/reviews/${draft.id}/approve`;
    const asked = await li.post(path, seen(draft));
    expect([asked.status, asked.html.includes(draft.hash ?? '-')]).toEqual([403, true]);
    expect((await li.post(path, { ...seen(draft), _password: PASSWORD })).status).toBe(303);
    await world.user('both', ['editor', 'reviewer'], { name: '兼职' });
    const both = await world.user('both2', ['editor', 'reviewer'], { name: '兼职二' });
    const own = await submit(world.ctx, await writeDraft(world.ctx, {}, actingPerson(both)), actingPerson(both));
    const browser = world.open();
    await browser.signIn('both2');
    expect((await browser.get(`/console/reviews/${own.id}`)).html).toContain('您是作者');
    expect((await browser.post(`/console/reviews/${own.id}/approve`, seen(own))).html).toContain('不能审签自己的稿件');
  });

  it('shows another unit’s draft to nobody of this unit', async () => {
    await world.user('mz', ['reviewer'], { unitIds: ['xmzj'] });
    const draft = await send(await write());
    const browser = world.open();
    await browser.signIn('mz');
    expect((await browser.get('/console/reviews')).html).not.toContain(draft.id);
    expect((await browser.get(`/console/reviews/${draft.id}`)).status).toBe(403);
    expect((await browser.get(`/console/drafts/${draft.id}/preview`)).status).toBe(403);
  });
});
