import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { countShown, readPublished, readRhythm, total } from '../../src/reports/known/publications.ts';
import { readChecked, readFound, readOpenThen } from '../../src/reports/known/findings.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { REPORT_CHANNELS, show } from '../support/report-county.ts';
import { seedBasics } from '../support/seed.ts';

const YEAR = { from: '2026-01-01', to: '2026-12-31' };
const MARCH = { from: '2026-03-01', to: '2026-03-31' };

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  await seedBasics(database.db, REPORT_CHANNELS);
});
afterAll(() => database.close());

describe('what a report knows of publications', () => {
  beforeAll(async () => {
    const { db } = database;
    await db.execute(sql`insert into catalog_entries (id, name, column_id, time_limit, since)
      values ('e1', '公告', 'tzgg', '及时公开', '2020-01-01') on conflict do nothing`);
    // Midnight of Beijing, not of Greenwich, divides the years.
    await show(db, { title: '去年末', channel: 'portal', at: ['2025-12-31T15:59:59Z'] });
    await show(db, { title: '今年初', channel: 'portal', at: ['2025-12-31T16:00:00Z'] });
    await show(db, {
      title: '去年发布今年更正',
      channel: 'portal',
      at: ['2025-06-01T00:00:00Z', '2026-06-01T00:00:00Z'],
    });
    await show(db, { title: '今年末', channel: 'portal', column: 'zwdt', type: 'news', at: ['2026-12-31T15:59:59Z'] });
    await show(db, {
      title: '解读',
      channel: 'portal',
      column: 'zcjd',
      type: 'interpretation',
      at: ['2026-03-10T00:00:00Z'],
    });
    await show(db, { title: '指南', channel: 'portal', column: 'bszn', type: 'guide', at: ['2026-03-12T00:00:00Z'] });
    await show(db, {
      title: '撤了的指南',
      channel: 'portal',
      column: 'bszn',
      type: 'guide',
      at: ['2026-02-12T00:00:00Z'],
      goneAt: '2026-03-20T00:00:00Z',
    });
    for (const [title, at] of [
      ['公众号一', '2026-02-20T01:00:00Z'],
      ['公众号二', '2026-03-05T01:00:00Z'],
      ['公众号三', '2026-03-18T01:00:00Z'],
    ] as const)
      await show(db, { title, channel: 'wechat', at: [at] });
  });

  it('counts each item once, when readers first saw it, by Beijing days', async () => {
    const rows = await readPublished(database.db, 'portal', YEAR);
    expect(total(rows)).toBe(5);
    expect(total(rows, ({ type }) => type === 'interpretation')).toBe(1);
    expect(total(rows, ({ columnType }) => columnType === '工作动态')).toBe(2);
    expect(total(rows, ({ isCatalog }) => isCatalog)).toBe(1);
    expect(total(await readPublished(database.db, 'portal', MARCH))).toBe(2);
  });

  it('counts as shown what still stood when the window ended', async () => {
    const guides = { channelId: 'portal', type: 'guide' as const };
    expect(await countShown(database.db, { ...guides, window: { from: '2026-02-01', to: '2026-02-28' } })).toBe(1);
    expect(await countShown(database.db, { ...guides, window: MARCH })).toBe(1);
    expect(await countShown(database.db, { ...guides, window: { from: '2026-03-01', to: '2026-03-15' } })).toBe(2);
  });

  it('tells the longest pause that touches a window, the one still going on too', async () => {
    expect(await readRhythm(database.db, 'wechat', MARCH)).toEqual({ newest: '2026-03-18', longestPause: 13 });
    const short = { from: '2026-03-19', to: '2026-03-25' };
    expect(await readRhythm(database.db, 'wechat', short)).toEqual({ newest: '2026-03-18', longestPause: 7 });
    const before = { from: '2026-01-01', to: '2026-01-31' };
    expect(await readRhythm(database.db, 'wechat', before)).toEqual({ newest: null, longestPause: null });
  });
});

describe('what a report knows of findings', () => {
  const ids = { one: '11111111-1111-4111-8111-111111111111', two: '22222222-2222-4222-8222-222222222222' };
  const tell = (kind: string, id: string, at: string, of: { deliveryId: string; itemId: string }, severity: string) =>
    database.db
      .execute(sql`insert into events (actor, kind, at, item_id, delivery_id, data) values ('audit', ${kind}, ${at},
      ${of.itemId}, ${of.deliveryId}, ${JSON.stringify({ findingId: id, finding: severity === 'critical' ? 'differs' : 'tags', severity, text: '数字改动', channelId: 'portal' })}::jsonb)`);
  const Q2 = { from: '2026-04-01', to: '2026-06-30' };

  beforeAll(async () => {
    const { db } = database;
    const bad = await show(db, { title: '有错的', channel: 'portal', at: ['2026-04-02T00:00:00Z'] });
    const other = await show(db, { title: '标签不全的', channel: 'portal', at: ['2026-04-02T00:00:00Z'] });
    for (const [id, of, kind, severity] of [
      [ids.one, bad, 'differs', 'critical'],
      [ids.two, other, 'tags', 'major'],
    ] as const)
      await db.execute(sql`insert into findings (id, subject, kind, severity, state, facts, fingerprint, delivery_id, item_id,
        channel_id, unit_id, due_at, closed_at) values (${id}, ${`delivery:${of.deliveryId}`}, ${kind}, ${severity}, 'closed', '{}',
        'x', ${of.deliveryId}, ${of.itemId}, 'portal', 'xzfb', '2026-05-02T00:00:00Z', '2026-07-20T00:00:00Z')`);
    await tell('finding-opened', ids.one, '2026-04-10T00:00:00Z', bad, 'critical');
    await tell('finding-closed', ids.one, '2026-04-12T00:00:00Z', bad, 'critical');
    await tell('finding-reopened', ids.one, '2026-06-20T00:00:00Z', bad, 'critical');
    await tell('finding-opened', ids.two, '2026-05-01T00:00:00Z', other, 'major');
    await tell('finding-closed', ids.one, '2026-07-20T00:00:00Z', bad, 'critical');
    await tell('finding-closed', ids.two, '2026-07-20T00:00:00Z', other, 'major');
  });

  it('says how it stood when the quarter ended, whatever happened since', async () => {
    const [portal] = (await readChecked(database.db, Q2)).filter(({ channelId }) => channelId === 'portal');
    expect(portal).toMatchObject({ wrong: 1 });
    expect(await readFound(database.db, Q2)).toEqual([
      { finding: 'differs', opened: 2, closed: 1, open: 1 },
      { finding: 'tags', opened: 1, closed: 0, open: 1 },
    ]);
    const open = await readOpenThen(database.db, Q2, 10);
    expect(open.map(({ id, severity }) => [id, severity])).toEqual([
      [ids.one, 'critical'],
      [ids.two, 'major'],
    ]);
    expect(open[0]).toMatchObject({ title: '有错的', unit: '明溪县人民政府办公室' });
    const Q3 = { from: '2026-07-01', to: '2026-09-30' };
    expect((await readChecked(database.db, Q3)).every(({ wrong }) => wrong === 0)).toBe(true);
    expect(await readOpenThen(database.db, Q3, 10)).toEqual([]);
  });

  it('checks what was public in the quarter, and nothing that was gone before or came after', async () => {
    const copies = async (from: string, to: string) =>
      (await readChecked(database.db, { from, to })).find(({ channelId }) => channelId === 'portal')?.copies;
    expect(await copies('2025-01-01', '2025-12-31')).toBe(2);
    expect(await copies('2026-03-21', '2026-03-31')).toBe(5);
    expect(await copies('2026-03-01', '2026-03-31')).toBe(6);
  });
});
