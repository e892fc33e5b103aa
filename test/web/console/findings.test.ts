import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findings } from '../../../db/schema/index.ts';
import { createUnit } from '../../../src/accounts/units.ts';
import { openClerkStage, type ClerkStage } from '../../support/clerk.ts';
import { PASSWORD, type StaffBrowser } from '../../support/staff.ts';

const PATH = '/console/findings';

let stage: ClerkStage;
let clerk: StaffBrowser;
let itemId: string;
let id: string;

const plain = (html: string): string => html.replaceAll(/<[^>]+>/g, '').replaceAll(/\s+/g, ' ');
const rowOf = async (finding: string) => {
  const [row] = await stage.world.ctx.db.select().from(findings).where(eq(findings.id, finding));
  if (!row) throw new Error('No finding');
  return row;
};

beforeAll(async () => {
  stage = await openClerkStage();
  ({ itemId } = stage);
  const admin = await stage.staff.user('boss', ['admin']);
  await createUnit(stage.world.ctx, admin, { id: 'xmjy', name: '明溪县教育局' });
  await stage.staff.user('elsewhere', ['clerk'], { unitIds: ['xmjy'] });
  await stage.staff.user('writer', ['editor']);
  clerk = await stage.signedIn('clerk');
});
afterAll(() => stage.close());

describe.sequential('the list', () => {
  it('says that all is the same, when that was seen and when it will be looked at again', async () => {
    const { html } = await clerk.get(PATH);
    expect(html).toContain('全部一致：1 / 1 份副本');
    expect(plain(html)).toMatch(
      /最近一次巡检 2026-11-23 \d\d:\d\d · 下一次巡检 2026-11-23 \d\d:\d\d · 下一次全面巡检 2026-11-24 02:00/,
    );
  });

  it('shows what waits, with the characters marked on both sides, fields, and how it was seen', async () => {
    id = await stage.tamper('120元', '210元');
    const list = (await clerk.get(PATH)).html;
    expect(list).toContain(`href="${PATH}/${id}"`);
    expect(plain(list)).toMatch(/严重 1.*一般 0.*轻微 0/);
    const { html } = await clerk.get(`${PATH}/${id}`);
    expect(html).toContain('每人每月<del>1</del>20元');
    expect(html).toContain('每人每月2<ins>1</ins>0元');
    for (const told of ['HTTP 状态', '200', 'content-type: text/html', '查看快照', '发现问题', '重新推送', '剩 1 天'])
      expect(html).toContain(told);
  });

  it.each([
    ['severity=critical', true],
    ['severity=minor', false],
    ['kind=differs', true],
    ['kind=late', false],
    ['state=closed', false],
    ['channel=channel', true],
    ['unit=xmzj', false],
    ['severity=nonsense&cursor=%00', true],
  ])('keeps its filters in the address: ?%s', async (query, isShown) => {
    const { html, status } = await clerk.get(`${PATH}?${query}`);
    expect([status, html.includes(`${PATH}/${id}`)]).toEqual([200, isShown]);
  });

  it('is narrowed to the units of whoever reads, and another unit’s finding is out of reach', async () => {
    const other = await stage.signedIn('elsewhere');
    expect((await other.get(PATH)).html).not.toContain(id);
    const answers = [
      await other.get(`${PATH}/${id}`),
      await other.get(`${PATH}/${id}/snapshot/page`),
      await other.get(`/console/items/${itemId}/proof`),
      await other.post(`${PATH}/${id}/accept`, { reason: '等待', until: '2026-12-01' }),
      await other.post(`${PATH}/runs`, {}),
    ];
    expect(answers.map(({ status }) => status)).toEqual([403, 403, 403, 403, 403]);
    expect((await rowOf(id)).state).toBe('open');
  });

  it('lets an editor read and do nothing', async () => {
    const writer = await stage.signedIn('writer');
    const { html } = await writer.get(`${PATH}/${id}`);
    expect(html).not.toContain(`action="${PATH}/${id}/accept"`);
    expect((await writer.post(`${PATH}/${id}/accept`, {})).status).toBe(403);
  });
});

describe.sequential('the snapshot', () => {
  it('is shown in a frame without rights and kept as bytes', async () => {
    expect((await clerk.get(`${PATH}/${id}/snapshot`)).html).toContain(`<iframe class="snapshot" sandbox=""`);
    const shown = await clerk.get(`${PATH}/${id}/snapshot/page`);
    expect(shown.headers.get('content-security-policy')).toMatch(/^sandbox; default-src 'none'/);
    expect(shown.html).toContain('210元');
    const kept = await clerk.get(`${PATH}/${id}/snapshot/bytes`);
    expect(kept.headers.get('content-type')).toBe('application/octet-stream');
    expect(kept.headers.get('content-disposition')).toMatch(/^attachment/);
    expect(kept.html).toContain('210元');
  });
});

describe.sequential('what a clerk does', () => {
  it('接受 asks for a reason and an end, all at once, and keeps what was typed', async () => {
    await clerk.get(`${PATH}/${id}`);
    const bad = await clerk.post(`${PATH}/${id}/accept`, { reason: '', until: '' });
    expect([bad.status, bad.html.match(/class="wrong"/g)?.length]).toEqual([422, 2]);
    const late = await clerk.post(`${PATH}/${id}/accept`, { reason: '等平台修复', until: '1999-01-01' });
    expect([late.status, late.html.includes('期限应在今后一年以内'), late.html.includes('等平台修复')]).toEqual([
      422,
      true,
      true,
    ]);
    const done = await clerk.post(`${PATH}/${id}/accept`, { reason: '等平台修复', until: '2026-12-01' });
    expect(done.to).toBe(`${PATH}/${id}?notice=finding-accepted`);
    expect(await rowOf(id)).toMatchObject({ state: 'accepted', reason: '等平台修复', decidedBy: '职员clerk（clerk）' });
    expect((await clerk.get(PATH)).html).toContain('没有等待处理的问题');
  });

  it('转办 gives it to a unit, whose clerk may then deal with it', async () => {
    expect((await clerk.post(`${PATH}/${id}/reassign`, { unit: 'nowhere' })).status).toBe(422);
    const asked = { unit: 'xmjy', dueOn: '2026-12-05', note: '请核对' };
    expect((await clerk.post(`${PATH}/${id}/reassign`, asked)).status).toBe(303);
    expect(await rowOf(id)).toMatchObject({ state: 'assigned', unitId: 'xmjy' });
    const other = await stage.signedIn('elsewhere');
    expect((await other.get(`${PATH}/${id}`)).html).toContain('明溪县教育局');
    expect((await other.post(`${PATH}/${id}/reassign`, { unit: 'xzfb' })).status).toBe(303);
  });

  it('转办 of many shows the number first, asks who one is, and tells what could not be done', async () => {
    const ids = [id, '00000000-0000-4000-8000-000000000000'];
    expect((await clerk.post(`${PATH}/reassign/ask`, {})).html).toContain('请先勾选要转办的问题');
    const inFilter = await clerk.post(`${PATH}/reassign/ask`, { all: '1', query: 'severity=critical' });
    expect(inFilter.html).toContain('将 1 个问题转办给');
    expect([...inFilter.html.matchAll(/name="id" value="([^"]+)"/g)].map(([, found]) => found)).toEqual([id]);
    expect((await clerk.post(`${PATH}/reassign/ask`, { all: '1', query: 'state=closed' })).status).toBe(422);
    expect((await clerk.post(`${PATH}/reassign/ask`, { id: ids })).html).toContain('将 2 个问题转办给');
    const asked = { id: ids, unit: 'xmzj', note: '' };
    const done = await clerk.post(`${PATH}/reassign`, { ...asked, _password: PASSWORD });
    expect(done.html).toContain('已转办 1 个');
    expect(done.html).toContain('1 个未能转办');
    expect((await rowOf(id)).unitId).toBe('xmzj');
  });

  it('重新推送 tells what it will do on this channel, and the next look closes the finding', async () => {
    const { html } = await clerk.get(`${PATH}/${id}/repush`);
    expect(html).toContain('用已审签的版本原地覆盖现有副本，公开地址不变');
    const asked = await clerk.post(`${PATH}/${id}/repush`, { _password: PASSWORD });
    expect(asked.to).toBe(`${PATH}/${id}?notice=finding-repushed`);
    const again = await clerk.post(`${PATH}/${id}/repush`, {});
    expect([again.status, plain(again.html).includes('分发目前为“待发布”，不能重新推送')]).toEqual([409, true]);
    await stage.world.settle(itemId);
    await stage.look(itemId);
    expect((await rowOf(id)).state).toBe('closed');
    const after = (await clerk.get(`${PATH}/${id}`)).html;
    for (const told of ['已消除', '重新推送', '问题消除', '接受问题', '转办问题']) expect(after).toContain(told);
  });

  it('what is over meanwhile is told beside what is so now', async () => {
    const late = await clerk.post(`${PATH}/${id}/accept`, { reason: '等平台修复', until: '2026-12-01' });
    expect(late.status).toBe(409);
    expect(plain(late.html)).toContain('问题目前为“已消除”，不能接受');
    expect(late.html).toContain('这个问题已消除，无需处理');
  });

  it('with the password asked for anew where it was not shown lately', async () => {
    const fresh = await stage.signedIn('clerk');
    id = await stage.tamper('>86<', '>68<');
    await stage.world.advance(20 * 60_000);
    await fresh.get(`${PATH}/${id}/repush`);
    const asked = await fresh.post(`${PATH}/${id}/repush`, {});
    expect([asked.status, asked.html.includes('重新确认身份')]).toEqual([403, true]);
    expect((await rowOf(id)).state).not.toBe('closed');
  });
});
