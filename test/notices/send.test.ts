import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Context } from '../../src/context.ts';
import { NOTICE_TOPICS, type NoticeTopic } from '../../src/core/notices.ts';
import { sendNotices, tryTarget } from '../../src/notices/send.ts';
import { addTarget, listTargets, removeTarget, switchTarget } from '../../src/notices/targets.ts';
import type { Actor } from '../../src/accounts/actor.ts';

import { createTestDatabase, setClock, type TestDatabase } from '../support/database.ts';
import { fakeContext } from '../support/fakes.ts';
import { REPORT_CHANNELS, show } from '../support/report-county.ts';
import { seedBasics } from '../support/seed.ts';

const admin: Actor = { name: '张伟', permissions: ['setting-manage'], unitIds: [] };
const MORNING = '2026-11-26T02:00:00Z';

let database: TestDatabase;
let ctx: Context;
let now: Date;
/** Each text that a robot got; `fails` makes it answer so. */
const got: string[] = [];
let fails: (() => Response) | null = null;
const fetch: typeof globalThis.fetch = (_, init) => {
  if (fails) return Promise.resolve(fails());
  got.push((JSON.parse(init?.body as string) as { text: { content: string } }).text.content);
  return Promise.resolve(Response.json({ errcode: 0 }));
};
const at = async (instant: string): Promise<void> => {
  now = new Date(instant);
  await setClock(database.db, now);
};

beforeEach(async () => {
  database = await createTestDatabase();
  ctx = { ...fakeContext(database, { channels: REPORT_CHANNELS, origin: 'https://yigao.test' }), clock: () => now };
  await seedBasics(ctx.db, REPORT_CHANNELS);
  got.length = 0;
  fails = null;
  await at(MORNING);
});
afterEach(() => database.close());

const add = (name = '值班群', topics: readonly NoticeTopic[] = NOTICE_TOPICS): Promise<string> =>
  addTarget(ctx, { name, way: 'wecom', topics, settings: { url: 'https://qyapi.weixin.qq.com/s?key=1' } }, admin);
const openFinding = async (title: string, openedAt: string, severity = 'critical') => {
  const { deliveryId, itemId } = await show(ctx.db, { title, channel: 'portal', at: [openedAt] });
  await ctx.db.execute(sql`insert into findings (subject, kind, severity, facts, fingerprint, delivery_id, item_id,
    channel_id, unit_id, due_at, opened_at) values (${`delivery:${deliveryId}`}, 'missing', ${severity}, '{"why": "404"}', 'x',
    ${deliveryId}, ${itemId}, 'portal', 'xzfb', ${openedAt}, ${openedAt})`);
  return { deliveryId, itemId };
};
const round = () => sendNotices(ctx, fetch);
const eventsOf = async (): Promise<string[]> =>
  (await ctx.db.execute<{ kind: string }>(sql`select kind from events where kind like 'notice-%' order by id`)).map(
    ({ kind }) => kind,
  );

describe('sending notices', () => {
  it('tells what is critical or stuck once, together, and counts it the next morning', async () => {
    await add('值班群', ['finding', 'delivery']);
    await openFinding('甲', '2026-11-26T01:50:00Z');
    await openFinding('轻的', '2026-11-26T01:50:00Z', 'major');
    const stuck = await show(ctx.db, { title: '乙', channel: 'wechat', at: ['2026-11-26T01:00:00Z'] });
    await ctx.db
      .execute(sql`update deliveries set status = 'parked', fault = 'outcome-unknown', fault_text = '没有答复',
      updated_at = '2026-11-26T01:40:00Z' where id = ${stuck.deliveryId}`);
    expect(await round()).toBe(1);
    expect(got[0]).toContain('· 应当公开的副本不见了：404（《甲》，县政府门户网站）');
    expect(got[0]).toContain('· 《乙》明溪在线：待人工确认，没有答复');
    expect(got[0]).not.toContain('轻的');
    await at('2026-11-26T02:10:00Z');
    await round();
    await at('2026-11-26T08:00:00Z');
    await round();
    expect(got).toHaveLength(1);
    await at('2026-11-27T00:30:00Z');
    expect(await round()).toBe(1);
    expect(got.at(-1)).toContain('尚未办结的新的严重问题、分发失败或待确认 2 项');
  });

  it('says nothing of what was settled before it went out, and tells again of what came back', async () => {
    await add('值班群', ['finding']);
    await openFinding('甲', '2026-11-26T01:50:00Z');
    await ctx.db.execute(sql`update findings set state = 'closed', closed_at = clock()`);
    await round();
    expect(got).toEqual([]);
    await ctx.db.execute(sql`update findings set state = 'open', times = times + 1, opened_at = clock()`);
    await at('2026-11-26T03:00:00Z');
    await round();
    expect(got).toHaveLength(1);
  });

  it('is held up by no target that fails, tries that one ever less often, and tells it all in the end', async () => {
    const broken = await add('坏的群', ['finding']);
    await openFinding('甲', '2026-11-26T01:50:00Z');
    fails = () => Response.json({ errcode: 93000, errmsg: 'gone' });
    expect(await round()).toBe(0);
    fails = null;
    await add('好的群', ['finding']);
    expect(await round()).toBe(1);
    const view = async () => (await listTargets(ctx, admin)).find(({ id }) => id === broken);
    expect(await view()).toMatchObject({ failures: 1, failure: expect.stringContaining('重新添加机器人') });
    expect(await eventsOf()).toEqual(['notice-target-added', 'notice-failed', 'notice-target-added', 'notice-sent']);
    fails = () => new Response('bad', { status: 500 });
    const waits: number[] = [];
    for (let turn = 0; turn < 8; turn += 1) {
      const next = (await view())?.nextTryAt ?? now;
      waits.push((next.getTime() - now.getTime()) / 60_000);
      await at(next.toISOString());
      await round();
    }
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 60, 60]);
    const failed = await ctx.db.execute(
      sql`select id from events where kind = 'notice-failed' and data ->> 'name' = '坏的群'`,
    );
    expect(failed).toHaveLength(1);
    fails = null;
    await at('2026-11-27T02:00:00Z');
    await round();
    expect(await view()).toMatchObject({ failures: 0, failure: null });
    expect(got.filter((text) => text.includes('《甲》'))).toHaveLength(2);
  });

  it('reaches a target once, however many processes run', async () => {
    await add('值班群', ['finding']);
    await openFinding('甲', '2026-11-26T01:50:00Z');
    const sent = await Promise.all(Array.from({ length: 8 }, () => round()));
    expect(sent.reduce((sum, many) => sum + many, 0)).toBe(1);
    expect(got).toHaveLength(1);
  });

  it('tells of deadlines and reports in the morning, and never the words of a draft', async () => {
    await ctx.db.execute(sql`insert into events (actor, kind, at) values ('x', 'set-up', '2026-10-02T00:00:00Z')`);
    await add('值班群', ['deadline', 'report']);
    await ctx.db.execute(sql`insert into catalog_entries (id, name, column_id, time_limit, since)
      values ('e1', '公告', 'tzgg', '自信息形成之日起5个工作日内公开', '2020-01-01')`);
    await ctx.db
      .execute(sql`insert into drafts (external_id, authors, content, type, unit_id, column_id, title, saved_by)
      values ('d1', '[]', '{"writtenOn": "2026-11-20", "column": "tzgg"}', 'notice', 'xzfb', 'tzgg', '不能外传的标题', '{}')`);
    await round();
    expect(got).toHaveLength(1);
    expect(got[0]).toContain('今日提醒');
    expect(got[0]).toMatch(/· 一篇草稿（公告：.*）：2026-11-27 还剩 1 天/);
    expect(got[0]).toContain('2026年10月政务新媒体月报：2026-11-05 前，已超 21 天');
    expect(got[0]).not.toContain('不能外传');
    await at('2026-11-27T02:00:00Z');
    await round();
    expect(got).toHaveLength(1);
  });

  it('is silent on a day with nothing to tell, and writes no event for that', async () => {
    await add('值班群', ['finding', 'delivery', 'deadline']);
    await round();
    expect(got).toEqual([]);
    expect(await eventsOf()).toEqual(['notice-target-added']);
  });

  it('stops for a target that is off, and what is still so is told when it is on again', async () => {
    const id = await add('值班群', ['finding']);
    await switchTarget(ctx, id, false, admin);
    await openFinding('甲', '2026-11-26T01:50:00Z');
    expect(await round()).toBe(0);
    await switchTarget(ctx, id, true, admin);
    expect(await round()).toBe(1);
    await removeTarget(ctx, id, admin);
    expect(await listTargets(ctx, admin)).toEqual([]);
  });
});

describe('a target', () => {
  it('keeps its address sealed, and shows it to nobody', async () => {
    const id = await add();
    const [row] = await ctx.db.execute(sql`select * from notice_targets`);
    expect(JSON.stringify(row)).not.toContain('qyapi');
    expect(JSON.stringify(await listTargets(ctx, admin))).not.toContain('sealed');
    expect(JSON.stringify(await ctx.db.execute(sql`select data from events`))).not.toContain('qyapi');
    // Another secret opens nothing, and says so instead of sending anywhere.
    expect(await tryTarget({ ...ctx, secret: 'x'.repeat(40) }, id, admin, fetch)).toContain('密钥已更换');
    expect(await tryTarget(ctx, id, admin, fetch)).toBeNull();
    expect(got).toEqual([expect.stringContaining('收到这条消息')]);
  });

  it('is refused with every fault at once', async () => {
    const asked = { name: '', way: 'smtp', topics: [], settings: { host: '', from: 'x', to: 'y', port: '0' } };
    const error = await addTarget(ctx, asked, admin).catch((thrown: unknown) => thrown);
    const fields = (error as { issues: { field: string }[] }).issues.map(({ field }) => field.replace(/\[.*/, ''));
    expect([...new Set(fields)].sort()).toEqual(
      ['name', 'settings.from', 'settings.host', 'settings.port', 'settings.to', 'topics'].sort(),
    );
    await add('值班群');
    await expect(add('值班群')).rejects.toMatchObject({ issues: [{ field: 'name', code: 'name-taken' }] });
    await expect(addTarget(ctx, {}, { ...admin, permissions: [] })).rejects.toMatchObject({ code: 'no-permission' });
  });
});
