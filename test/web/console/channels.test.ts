import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { channelSettings, events } from '../../../db/schema/index.ts';
import { adapters } from '../../../adapters/registry.ts';
import { openChannels } from '../../../src/context.ts';
import { ChannelError } from '../../../src/core/faults.ts';
import { fakeAdapter, fakeChannel, recordLog } from '../../support/fakes.ts';
import { openStaffWorld, PASSWORD, type StaffBrowser, type StaffWorld } from '../../support/staff.ts';

const answer: { error: Error | null } = { error: null };
const probing = fakeAdapter({
  probe: () => (answer.error ? Promise.reject(answer.error) : Promise.resolve('取到了接口令牌')),
});
const SECRET = 'wx-app-secret-0123456789abcdef';

let world: StaffWorld;
let admin: StaffBrowser;
let editor: StaffBrowser;
const { log, lines } = recordLog();
beforeAll(async () => {
  const [wechat] = openChannels(
    [{ id: 'wechat', kind: 'wechat-account', name: '明溪在线', settings: { appId: 'wx-from-file' } }],
    adapters,
  );
  if (!wechat) throw new Error('No channel');
  world = await openStaffWorld({ log, channels: [fakeChannel({ adapter: probing }), wechat] });
  await world.user('admin', ['admin']);
  await world.user('editor', ['editor']);
  [admin, editor] = [world.open(), world.open()];
  await admin.signIn('admin');
  await editor.signIn('editor');
});
afterAll(() => world.close());

const path = '/console/channels';

describe('渠道', () => {
  it('shows each with health, why it is off, what it can and may, and where the numbers come from', async () => {
    const list = await editor.get(path);
    expect(list.status).toBe(200);
    for (const told of ['县政府门户网站', '明溪在线', '未启用', '最近一次成功发布']) expect(list.html).toContain(told);
    const { html } = await editor.get(`${path}/wechat`);
    for (const told of [
      '不可以原地更正',
      '可以撤回',
      '可以公开前叫停',
      'api_draft_add',
      '已核实原文',
      '删除已发布文章',
      '0/10',
    ])
      expect(html).toContain(told);
    for (const hidden of ['填写设置', '暂停渠道', 'wx-from-file']) expect(html).not.toContain(hidden);
    expect((await editor.get(`${path}/nowhere`)).status).toBe(404);
    expect((await editor.post(`${path}/portal/hold`, { reason: 'x' })).status).toBe(403);
  });

  it('pauses with a reason and goes on when resumed; a second resume is told', async () => {
    const own = `${path}/portal`;
    expect((await admin.post(`${own}/hold`, { reason: '' })).status).toBe(422);
    expect((await admin.post(`${own}/hold`, { reason: '平台维护' })).to).toBe(`${own}?notice=channel-held`);
    const { html } = await editor.get(own);
    expect(html).toContain('人工暂停');
    expect(html).toContain('平台维护');
    expect((await admin.post(`${own}/resume`, {})).to).toContain('notice=channel-resumed');
    const again = await admin.post(`${own}/resume`, {});
    expect([again.status, again.html.includes('目前为“正常运行”，不能恢复')]).toEqual([409, true]);
  });

  it('tests the connection where the kind has something harmless to ask, and tells what is wrong', async () => {
    expect((await admin.get(`${path}/portal`)).html).toContain(`action="${path}/portal/probe"`);
    expect((await admin.get(`${path}/wechat`)).html).not.toContain('/probe"');
    const good = await admin.post(`${path}/portal/probe`, {});
    expect([good.status, good.html.includes('取到了接口令牌')]).toEqual([200, true]);
    answer.error = new ChannelError('signed-out', '密钥无效，请重置后重新填写');
    expect((await admin.post(`${path}/portal/probe`, {})).html).toContain('凭证失效：密钥无效');
    answer.error = new TypeError('fetch failed');
    expect((await admin.post(`${path}/portal/probe`, {})).html).toContain('没有得到答复');
    expect((await admin.post(`${path}/wechat/probe`, {})).status).toBe(409);
    const told = await world.ctx.db.select().from(events).where(eq(events.kind, 'channel-probed'));
    expect(told.map(({ data }) => data['ok'])).toEqual([true, false, false]);
  });
});

describe.sequential('the settings form', () => {
  const own = `${path}/wechat`;

  it('offers what the configuration does not give, write-only for secrets', async () => {
    const { html } = await admin.get(own);
    expect(html).toMatch(/name="appSecret" type="password"/);
    expect(html).not.toMatch(/<input[^>]*name="appId"/);
    expect(html).toContain('wx-from-file');
    const fixed = await admin.post(`${own}/settings`, { appId: 'other' });
    expect(fixed.status).toBe(303);
    expect(world.ctx.channels.get('wechat')?.settings['appId']).toBe('wx-from-file');
  });

  it('turns the channel on; the secret is in no page, event, log or row', async () => {
    const asked = {
      appSecret: SECRET,
      callbackToken: `${SECRET}-token`,
      origin: 'https://yigao.example.gov.cn',
      author: '',
    };
    expect((await admin.post(`${own}/settings`, asked)).to).toBe(`${own}?notice=settings-saved`);
    expect(world.ctx.channels.get('wechat')).toMatchObject({ off: null, settings: { appSecret: SECRET } });
    const pages = [(await admin.get(own)).html, (await admin.get(path)).html, (await editor.get(own)).html];
    const rows = [await world.ctx.db.select().from(events), await world.ctx.db.select().from(channelSettings), lines];
    for (const text of [...pages, JSON.stringify(rows)]) expect(text).not.toContain(SECRET);
    expect(pages[0]).toContain('已填写（不显示）');
    expect(pages[0]).toContain('职员admin（admin）于');
  });

  it('keeps a secret whose field stays empty, and wants it again with another address', async () => {
    expect((await admin.post(`${own}/settings`, { appSecret: '', author: '县政府办' })).status).toBe(303);
    expect(world.ctx.channels.get('wechat')?.settings).toMatchObject({ appSecret: SECRET, author: '县政府办' });
    const moved = await admin.post(`${own}/settings`, { apiBase: 'https://evil.test', appSecret: '' });
    expect([moved.status, moved.html.includes('改了地址就须重新填写密钥')]).toEqual([422, true]);
    expect(moved.html).toContain('value="https://evil.test"');
  });

  it('asks for the password first, and gives back nothing of what was posted meanwhile', async () => {
    await world.ctx.db.execute(`update sessions set proven_at = clock() - interval '1 hour'`);
    const page = await admin.get(own);
    expect(page.html).not.toMatch(/name="appSecret"/);
    expect(page.html).toContain('name="_password"');
    const asked = await admin.post(`${own}/settings`, { appSecret: 'typed-too-late' });
    expect(asked.status).toBe(403);
    expect(asked.html).not.toContain('typed-too-late');
    expect(asked.html).toContain(`name="next" value="${own}"`);
    expect((await admin.post('/console/proof', { next: own, _password: PASSWORD })).to).toBe(own);
    expect((await admin.get(own)).html).toMatch(/name="appSecret"/);
  });
});
