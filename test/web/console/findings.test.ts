import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { audits, events, findings } from '../../../db/schema/index.ts';
import { createUnit } from '../../../src/accounts/units.ts';
import { countFindings } from '../../../src/audits/count.ts';
import { FindingsWaiting } from '../../../src/web/console/findings/desk.tsx';
import { BODY, openAuditStage, TITLE, type AuditStage } from '../../support/audit-stage.ts';
import { PASSWORD, staffOf, type Staff, type StaffBrowser } from '../../support/staff.ts';

const PATH = '/console/findings';

let stage: AuditStage;
let staff: Staff;
let clerk: StaffBrowser;
let itemId: string;
let url: string;
let id: string;

const plain = (html: string): string => html.replaceAll(/<[^>]+>/g, '').replaceAll(/\s+/g, ' ');
const rowOf = async (finding: string) => {
  const [row] = await stage.world.ctx.db.select().from(findings).where(eq(findings.id, finding));
  if (!row) throw new Error('No finding');
  return row;
};
const tamper = async (from: string, to: string): Promise<string> => {
  stage.edit(url, from, to);
  await stage.look(itemId);
  return (await stage.open()).find(({ kind }) => kind === 'differs')?.id ?? '';
};
const signedIn = async (name: string): Promise<StaffBrowser> => {
  const browser = staff.open();
  await browser.signIn(name);
  return browser;
};

beforeAll(async () => {
  stage = await openAuditStage();
  staff = staffOf(stage.world.ctx);
  const admin = await staff.user('boss', ['admin']);
  await createUnit(stage.world.ctx, admin, { id: 'xmjy', name: '明溪县教育局' });
  await staff.user('clerk', ['clerk']);
  await staff.user('elsewhere', ['clerk'], { unitIds: ['xmjy'] });
  await staff.user('writer', ['editor']);
  clerk = await signedIn('clerk');
  itemId = await stage.world.approve({ title: TITLE, body: BODY });
  url = (await stage.world.settle(itemId)).url ?? '';
  await stage.look(itemId);
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
    id = await tamper('120元', '210元');
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
    const other = await signedIn('elsewhere');
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
    const writer = await signedIn('writer');
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
    const other = await signedIn('elsewhere');
    expect((await other.get(`${PATH}/${id}`)).html).toContain('明溪县教育局');
    expect((await other.post(`${PATH}/${id}/reassign`, { unit: 'xzfb' })).status).toBe(303);
  });

  it('转办 of many shows the number first, asks who one is, and tells what could not be done', async () => {
    const ids = [id, '00000000-0000-4000-8000-000000000000'];
    expect((await clerk.post(`${PATH}/reassign/ask`, {})).html).toContain('请先勾选要转办的问题');
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
    const fresh = await signedIn('clerk');
    id = await tamper('86', '68');
    await stage.world.advance(20 * 60_000);
    await fresh.get(`${PATH}/${id}/repush`);
    const asked = await fresh.post(`${PATH}/${id}/repush`, {});
    expect([asked.status, asked.html.includes('重新确认身份')]).toEqual([403, true]);
    expect((await rowOf(id)).state).not.toBe('closed');
  });
});

describe.sequential('a run', () => {
  it('is asked for, shown with how far it has come, and polled only while it goes on', async () => {
    const browser = await signedIn('clerk');
    expect((await browser.post(`${PATH}/runs`, {})).to).toBe(`${PATH}?notice=audits-asked`);
    const going = await browser.get(`${PATH}/runs?looks=3`);
    expect(going.html).toContain('hx-get="/console/findings/runs?looks=4"');
    expect(plain(going.html)).toContain('0 / 1 份');
    expect((await browser.get(`${PATH}/runs?looks=999`)).html).not.toContain('hx-get');
    await stage.look(itemId);
    const done = (await browser.get(`${PATH}/runs`)).html;
    expect(plain(done)).toContain('完成，1 份');
    expect(done).not.toContain('hx-get');
    const told = await stage.world.ctx.db.select().from(events).where(eq(events.kind, 'audits-asked'));
    expect(told).toMatchObject([{ actor: '职员clerk（clerk）' }]);
  });
});

describe.sequential('places and hosts', () => {
  it('a finding about a column has its rule and no push', async () => {
    const { db } = stage.world.ctx;
    const [row] = await db
      .insert(findings)
      .values({
        subject: 'place:channel/column/tzgg',
        kind: 'stale',
        severity: 'major',
        facts: { where: '通知公告', told: '“通知公告”已 20 天没有更新' },
        evidence: { at: '2026-11-23T01:00:00.000Z', document: '国办秘函〔2019〕19号', clause: '附件1' },
        fingerprint: 'f',
        channelId: 'channel',
        dueAt: stage.world.now(),
      })
      .returning();
    const browser = await signedIn('clerk');
    const { html } = await browser.get(`${PATH}/${row?.id}`);
    for (const told of ['已 20 天没有更新', '国办秘函〔2019〕19号', '全县']) expect(html).toContain(told);
    expect(html).not.toContain(`/${row?.id}/repush`);
    expect((await browser.get(`${PATH}/${row?.id}/repush`)).status).toBe(409);
  });

  it('a brake is released with a reason, which its event keeps', async () => {
    const { db } = stage.world.ctx;
    const [row] = await db
      .insert(findings)
      .values({
        subject: 'host:platform.test',
        kind: 'many-changed',
        severity: 'critical',
        facts: { host: 'platform.test', count: 12 },
        fingerprint: 'f',
        dueAt: stage.world.now(),
      })
      .returning();
    await db.execute(`update hosts set braked_at = clock() where host = 'platform.test'`);
    await db.update(audits).set({ nextLookAt: null });
    const browser = await signedIn('clerk');
    const path = `${PATH}/${row?.id}/release`;
    await browser.get(`${PATH}/${row?.id}`);
    expect((await browser.post(path, { cause: ' ' })).status).toBe(422);
    expect((await browser.post(path, { cause: '网站改版' })).to).toContain('host-released');
    expect(await rowOf(row?.id ?? '')).toMatchObject({ state: 'closed', reason: '网站改版' });
    const [told] = await db.select().from(events).where(eq(events.kind, 'host-released'));
    expect(told?.data).toMatchObject({ reason: '网站改版', host: 'platform.test' });
  });
});

describe('the proof of an item', () => {
  it('names revision, hash, approvals, receipt, the last look and how it judged, and the head of the log', async () => {
    await stage.look(itemId);
    const browser = await signedIn('clerk');
    const { html, status } = await browser.get(`/console/items/${itemId}/proof`);
    expect(status).toBe(200);
    const { hash } = (await stage.world.ctx.db.query.revisions.findFirst()) ?? { hash: '' };
    for (const told of [hash, url, TITLE, '判定方式', 'HTTP 状态', '渠道稿哈希', '出具时间', '日志'])
      expect(html).toContain(told);
  });
});

describe('for 工作台', () => {
  it('counts what waits by severity, for the units one is bound to', async () => {
    const { db } = stage.world.ctx;
    const counts = await countFindings(db, null);
    expect(counts.bySeverity.critical + counts.bySeverity.major).toBeGreaterThan(0);
    expect((await countFindings(db, ['xmjy'])).bySeverity).toEqual({ critical: 0, major: 0, minor: 0 });
    expect(String(FindingsWaiting(counts))).toContain('/console/findings?severity=');
  });
});
