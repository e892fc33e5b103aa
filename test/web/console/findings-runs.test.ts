import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { approvals, audits, events, findings, revisions } from '../../../db/schema/index.ts';
import { countFindings } from '../../../src/audits/count.ts';
import { sealState } from '../../../src/log/list.ts';
import { sealEvents } from '../../../src/log/seal.ts';
import { TITLE } from '../../support/audit-stage.ts';
import { openClerkStage, type ClerkStage } from '../../support/clerk.ts';

const PATH = '/console/findings';

let stage: ClerkStage;
let itemId: string;
let url: string;

const plain = (html: string): string => html.replaceAll(/<[^>]+>/g, '').replaceAll(/\s+/g, ' ');
const rowOf = async (finding: string) => {
  const [row] = await stage.world.ctx.db.select().from(findings).where(eq(findings.id, finding));
  if (!row) throw new Error('No finding');
  return row;
};

beforeAll(async () => {
  stage = await openClerkStage();
  ({ itemId, url } = stage);
  await stage.world.advance(1_000);
});
afterAll(() => stage.close());

describe.sequential('a run', () => {
  it('is asked for, shown with how far it has come, and polled only while it goes on', async () => {
    const browser = await stage.signedIn('clerk');
    expect((await browser.post(`${PATH}/runs`, {})).to).toBe(`${PATH}?notice=audits-asked`);
    const going = await browser.get(`${PATH}/runs?looks=3`);
    expect(going.html).toContain('hx-get="/console/findings/runs?looks=4"');
    expect(plain(going.html)).toContain('0 / 1');
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
    const browser = await stage.signedIn('clerk');
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
    const browser = await stage.signedIn('clerk');
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
    const { ctx } = stage.world;
    const [revision] = await ctx.db.select().from(revisions);
    const hash = revision?.hash ?? '';
    await ctx.db
      .insert(approvals)
      .values({ itemId, revision: 1, hash, stage: '签发', name: '李四', at: stage.world.now() });
    await sealEvents(ctx);
    await stage.look(itemId);
    const browser = await stage.signedIn('clerk');
    const { html, status } = await browser.get(`/console/items/${itemId}/proof`);
    expect(status).toBe(200);
    expect(html).toContain('1 个渠道全部一致');
    expect(html).toContain((await sealState(ctx))?.head);
    for (const told of [
      hash,
      '签发',
      '李四',
      '逐字比对',
      'HTTP 状态 200',
      url,
      TITLE,
      '判定方式',
      'HTTP 状态',
      '渠道稿哈希',
      '出具时间',
      '日志',
    ])
      expect(html).toContain(told);
  });
});

describe('for 工作台', () => {
  it('counts what waits by severity, for the units one is bound to', async () => {
    const { db } = stage.world.ctx;
    const counts = await countFindings(db, null);
    expect(counts.bySeverity.critical + counts.bySeverity.major).toBeGreaterThan(0);
    expect((await countFindings(db, ['xmjy'])).bySeverity).toEqual({ critical: 0, major: 0, minor: 0 });
  });
});
