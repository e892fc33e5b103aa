import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeEvents } from '../../../src/events.ts';
import { openStaffWorld, type StaffBrowser, type StaffWorld } from '../../support/staff.ts';

let world: StaffWorld;
let auditor: StaffBrowser;
beforeAll(async () => {
  world = await openStaffWorld();
  await world.user('auditor', ['log-auditor']);
  auditor = world.open();
  await auditor.signIn('auditor');
});
afterAll(() => world.close());

describe('a line of the log', () => {
  it('says what happened in the words of the office, and leaves out what says nothing', async () => {
    await writeEvents(world.ctx.db, [
      {
        actor: 'audit',
        kind: 'finding-opened',
        data: { finding: 'missing', severity: 'critical', text: '公开地址返回 404', channelId: 'portal' },
      },
      { actor: '邓国平', kind: 'report-issued', data: { kind: 'annual', period: '2025', number: 1, hash: 'abc' } },
      { actor: '陈小雨', kind: 'draft-created', data: { draftId: 'd1', title: '', unit: 'xzfb' } },
    ]);
    const { html } = await auditor.get('/console/system/log');
    expect(html).toContain('说明：公开地址返回 404；问题：副本缺失；严重程度：严重；渠道：portal');
    expect(html).toContain('内容指纹：abc；种类：政府网站工作年度报表；第几次：1；期间：2025');
    expect(html).toContain('单位：xzfb；草稿编号：d1');
    const known = await world.ctx.db.execute<{ name: string }>(
      sql`select distinct jsonb_object_keys(data) as name from events`,
    );
    for (const { name } of known) expect(html).not.toContain(`>${name}：`);
  });
});
