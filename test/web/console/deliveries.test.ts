import { and, eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Io } from '../../../adapters/contract.ts';
import { deliveries, events } from '../../../db/schema/index.ts';
import { converge } from '../../../jobs/converge.ts';
import { ChannelError } from '../../../src/core/faults.ts';
import { holdChannel } from '../../../src/deliveries/hold.ts';
import { receiveItem } from '../../../src/items/receive.ts';
import { buildRequest } from '../../support/factories.ts';
import { clerk, fakeAdapter, fakeChannel } from '../../support/fakes.ts';
import { openStaffWorld, type StaffBrowser, type StaffWorld } from '../../support/staff.ts';

/** What the platform answers next; null: it takes what it gets. */
const answer: { error: ChannelError | null } = { error: null };
const answering = fakeAdapter({
  leaves: '已转发的卡片收不回来。',
  publish: async ({ itemId }, io: Io) => {
    await io.step('put', () => (answer.error ? Promise.reject(answer.error) : Promise.resolve(true)), 'ask');
    return { state: 'live', remoteId: itemId, url: `https://fake.test/${itemId}` };
  },
  withdraw: () => (answer.error ? Promise.reject(answer.error) : Promise.resolve({ state: 'gone' })),
});

let world: StaffWorld;
let clerkAt: StaffBrowser;
let reviewer: StaffBrowser;
let office: StaffBrowser;
let reader: StaffBrowser;
beforeAll(async () => {
  const channels = [fakeChannel(), fakeChannel({ id: 'wechat', name: '明溪在线', adapter: answering })];
  world = await openStaffWorld({ channels });
  for (const [name, role] of [
    ['clerk', 'clerk'],
    ['reviewer', 'reviewer'],
    ['office', 'office'],
    ['admin', 'admin'],
  ] as const)
    await world.user(name, [role]);
  [clerkAt, reviewer, office, reader] = [world.open(), world.open(), world.open(), world.open()];
  for (const [browser, name] of [
    [clerkAt, 'clerk'],
    [reviewer, 'reviewer'],
    [office, 'office'],
    [reader, 'admin'],
  ] as const)
    await browser.signIn(name);
});
afterAll(() => world.close());

const receive = async (title: string, more = {}): Promise<string> =>
  (await receiveItem(world.ctx, buildRequest({ title, ...more }), clerk)).item.id;
const rowOf = async (itemId: string, channelId = 'wechat') => {
  const mine = and(eq(deliveries.itemId, itemId), eq(deliveries.channelId, channelId));
  const [row] = await world.ctx.db.select().from(deliveries).where(mine);
  if (!row) throw new Error('No delivery');
  return row;
};
const run = async (itemId: string, error: ChannelError | null = null, channelId = 'wechat'): Promise<void> => {
  answer.error = error;
  await converge(world.ctx, (await rowOf(itemId, channelId)).id);
};
const unknown = () => new ChannelError('outcome-unknown', '没有答复');
const refused = () => new ChannelError('refused', '标题含有敏感词，请修改');
const park = async (title: string): Promise<string> => {
  const id = await receive(title);
  await run(id, unknown());
  await world.ctx.db
    .update(deliveries)
    .set({ status: 'parked' })
    .where(eq(deliveries.id, (await rowOf(id)).id));
  return id;
};

describe('an item’s page', () => {
  it('shows each channel with its status, steps in Chinese, cause, attempts and next try, and watches while it moves', async () => {
    const id = await receive('会重试的通知');
    const fresh = await reader.get(`/console/items/${id}`);
    expect(fresh.html).toContain('待发布');
    expect(fresh.html).toContain(`hx-get="/console/items/${id}/progress?looks=1"`);
    await run(id, new ChannelError('unavailable', '对方服务器无法访问，稍后自动重试'));
    await run(id, null, 'portal');
    const { html } = await reader.get(`/console/items/${id}`);
    for (const told of ['1/2 已发布，1 等待重试', '对方故障', '对方服务器无法访问', '已失败 1 次', '下一次自动尝试'])
      expect(html).toContain(told);
    expect(html).toContain(`href="https://fake.test/${id}"`);
    expect(html).not.toMatch(/<button[^>]*>\s*重试/);
  });

  it('stands still once everything is at its end, and after five minutes of looking', async () => {
    const id = await receive('已完成的通知');
    await run(id);
    await run(id, null, 'portal');
    const done = await reader.get(`/console/items/${id}/progress?looks=3`);
    expect(done.html).toContain('已发布');
    expect(done.html).toContain('放上');
    expect(done.html).not.toContain('hx-get');
    expect(done.html).not.toContain('<html');
    const moving = await receive('还在走的通知');
    expect((await reader.get(`/console/items/${moving}/progress?looks=149`)).html).toContain('looks=150');
    expect((await reader.get(`/console/items/${moving}/progress?looks=150`)).html).toContain('请刷新页面');
  });

  it('retries the failed channel only, and tells a second click what is so now', async () => {
    const id = await receive('被拒的通知');
    await run(id, null, 'portal');
    await run(id, refused());
    const { html } = await clerkAt.get(`/console/items/${id}`);
    expect(html.match(/name="channel" value="\w+"/g)).toEqual(['name="channel" value="wechat"']);
    expect(html).toContain('内容被拒');
    expect((await clerkAt.post(`/console/items/${id}/retry`, { channel: 'wechat' })).to).toContain('notice=retried');
    const again = await clerkAt.post(`/console/items/${id}/retry`, { channel: 'wechat' });
    expect([again.status, again.html.includes('目前为“待发布”，不能重试')]).toEqual([409, true]);
    expect((await rowOf(id, 'portal')).status).toBe('live');
    expect((await reader.post(`/console/items/${id}/retry`, { channel: 'wechat' })).status).toBe(403);
  });

  it('says why a retry is not offered while the channel rests', async () => {
    const id = await receive('渠道暂停时的通知');
    await run(id, refused());
    await holdChannel(world.ctx, { channelId: 'wechat', reason: '平台维护' }, clerk);
    const { html } = await clerkAt.get(`/console/items/${id}`);
    expect(html).toMatch(/<button[^>]*disabled[^>]*>\s*重试/);
    expect(html).toContain('恢复后才能重试：平台维护');
    await world.ctx.db.execute('update channels set held = null');
  });

  it('undoes within the window, counting down, and tells what comes too late', async () => {
    const id = await receive('会撤销的通知');
    await world.ctx.db.execute(`update deliveries set next_try_at = clock() + interval '50 seconds'
      where item_id = '${id}' and channel_id = 'wechat'`);
    const { html } = await reviewer.get(`/console/items/${id}`);
    expect(html).toMatch(/该渠道发布后不能修改：\d\d 秒后开始/);
    expect((await reviewer.post(`/console/items/${id}/undo`, { channel: 'wechat' })).to).toContain('notice=undone');
    const late = await reviewer.post(`/console/items/${id}/undo`, { channel: 'wechat' });
    expect([late.status, late.html.includes('请改用撤回')]).toEqual([409, true]);
  });

  it('reschedules what has not begun, in Beijing time, and refuses the past beside the field', async () => {
    const id = await receive('会改期的通知', { publishAt: '2027-01-01T00:00:00+08:00' });
    const path = `/console/items/${id}/reschedule`;
    const early = await reviewer.post(path, { at: '2026-12-31T08:00' });
    expect([early.status, early.html.includes('不能早于审签的发布时间')]).toEqual([422, true]);
    expect((await reviewer.post(path, { at: 'morgen' })).status).toBe(422);
    expect((await reviewer.post(path, { at: '2027-01-02T08:30' })).to).toContain('notice=rescheduled');
    expect((await rowOf(id)).nextTryAt?.toISOString()).toBe('2027-01-02T00:30:00.000Z');
  });

  it('shows nothing of another unit, and no button that would be refused', async () => {
    await world.user('mz', ['reviewer'], { unitIds: ['xmzj'] });
    const id = await receive('别的单位的通知');
    const browser = world.open();
    await browser.signIn('mz');
    for (const path of ['', '/progress', '/withdraw', '/reschedule'])
      expect((await browser.get(`/console/items/${id}${path}`)).status).toBe(403);
    expect(
      (await browser.post(`/console/items/${id}/withdraw`, { channels: 'wechat', kind: 'gone', reason: 'x' })).status,
    ).toBe(403);
    expect((await browser.get('/console/deliveries')).html).not.toContain('别的单位的通知');
    expect((await reader.get(`/console/items/${id}`)).html).not.toContain('撤回稿件');
    expect((await reader.get('/console/items/nothing')).status).toBe(404);
  });
});

describe('撤回', () => {
  it('tells before what cannot be taken back, wants a kind, a reason and a channel, and takes the copies down', async () => {
    const id = await receive('要撤回的通知');
    await run(id);
    await run(id, null, 'portal');
    const path = `/console/items/${id}/withdraw`;
    const { html } = await reviewer.get(`${path}?channel=wechat`);
    expect(html).toContain('明溪在线：已转发的卡片收不回来。');
    expect(html).toMatch(/value="wechat" checked/);
    expect(html).not.toMatch(/value="portal" checked/);
    const nothing = await reviewer.post(path, { kind: 'nonsense', reason: '' });
    expect(nothing.status).toBe(422);
    expect(nothing.html.match(/class="wrong"/g)?.length).toBe(3);
    const asked = { channels: ['portal', 'wechat'], kind: 'withdrawn', reason: '时间写错' };
    const circle = await reviewer.post(path, { ...asked, replacedBy: id });
    expect([circle.status, circle.html.includes('没有这篇替代稿件')]).toEqual([422, true]);
    expect((await reviewer.post(path, asked)).to).toContain('notice=withdrawing');
    await run(id);
    await run(id, null, 'portal');
    expect((await reader.get(`/console/items/${id}`)).html).toContain('时间写错');
    expect((await rowOf(id)).status).toBe('withdrawn');
    const told = await world.ctx.db.select().from(events).where(eq(events.kind, 'delivery-withdrawing'));
    expect(told.some(({ actor }) => actor === '职员reviewer（reviewer）')).toBe(true);
  });

  it('hands a person a numbered list of the copies that no call took down', async () => {
    const id = await receive('删不掉的通知');
    await run(id);
    await reviewer.post(`/console/items/${id}/withdraw`, { channels: 'wechat', kind: 'gone', reason: '过时' });
    await run(id, new ChannelError('refused', '平台不允许用接口删除，请到公众平台删除'));
    const { html } = await clerkAt.get(`/console/items/${id}`);
    expect(html).toContain('须人工处理的副本');
    expect(html).toMatch(new RegExp(`<ol>\\s*<li>明溪在线：<a href="https://fake.test/${id}"`));
  });
});

describe('待人工确认', () => {
  it('is settled by an address where a person sees the copy, with a receipt', async () => {
    const id = await park('看得到的通知');
    const path = `/console/items/${id}/resolve/wechat`;
    expect((await clerkAt.get(`/console/items/${id}`)).html).toContain(`href="${path}"`);
    expect((await clerkAt.get(path)).html).toContain('已在此地址看到');
    const bad = await clerkAt.post(`${path}/live`, { url: 'nowhere' });
    expect([bad.status, bad.html.includes('写法不对')]).toEqual([422, true]);
    expect((await clerkAt.post(`${path}/live`, { url: 'https://mp.test/s/abc' })).to).toContain('notice=resolved');
    expect(await rowOf(id)).toMatchObject({ status: 'live', url: 'https://mp.test/s/abc' });
    const late = await office.post(`${path}/gone`, {});
    expect([late.status, late.html.includes('目前为“已发布”，不能人工确认')]).toEqual([409, true]);
  });

  it('is published anew once a person says that nobody sees a copy', async () => {
    const id = await park('看不到的通知');
    expect((await clerkAt.post(`/console/items/${id}/resolve/wechat/gone`, {})).to).toContain('notice=resolved');
    await run(id);
    expect((await rowOf(id)).status).toBe('live');
    expect((await reviewer.post(`/console/items/${id}/resolve/wechat/gone`, {})).status).toBe(403);
    expect((await clerkAt.get(`/console/items/${id}/resolve/nowhere`)).status).toBe(404);
  });
});
