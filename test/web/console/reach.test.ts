import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sql } from 'drizzle-orm';
import { fakeChannel } from '../../support/fakes.ts';
import { openStaffWorld, type StaffBrowser, type StaffWorld } from '../../support/staff.ts';

const CHANNELS = [fakeChannel(), fakeChannel({ id: 'wechat', name: '明溪在线' })];
const WINDOW = 'from=2026-03-01&to=2026-04-30';

let world: StaffWorld;
let office: StaffBrowser;
let editor: StaffBrowser;
beforeAll(async () => {
  world = await openStaffWorld({ channels: CHANNELS });
  const { db } = world.ctx;
  // Told in February, March and all of April but its last ten days; nobody told anything of 明溪在线.
  await db.execute(sql`insert into reach_days (channel_id, source, day, state, changes, rolled, told_at)
    select 'portal', 'beacon', day::date, 'told', 1, 1, timestamptz '2026-04-21T00:30:00Z'
    from generate_series(date '2026-02-01', date '2026-04-20', interval '1 day') day`);
  const add = (scope: string, id: string, metric: string, start: string, value: number) =>
    db.execute(sql`insert into reach_rollups (scope, scope_id, channel_id, source, metric, period, start, value)
      select ${scope}, ${id}, 'portal', 'beacon', ${metric}, period, ${start}::date, ${value}
      from (values ('day'), ('month')) as periods(period)`);
  for (const [start, value] of [
    ['2026-02-01', 700],
    ['2026-03-01', 1_234],
    ['2026-04-01', 66],
  ] as const)
    await add('channel', 'portal', 'views', start, value);
  await add('unit', 'xmzj', 'views', '2026-03-01', 9);
  await add('unit', 'xzfb', 'views', '2026-03-01', 500);
  await world.user('office', ['office']);
  await world.user('editor', ['editor'], { unitIds: ['xmzj'] });
  [office, editor] = [world.open(), world.open()];
  await office.signIn('office');
  await editor.signIn('editor');
});
afterAll(() => world.close());

const textOf = (html: string): string => html.replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ');
const place = (html: string, text: string): number => {
  expect(html).toContain(text);
  return html.indexOf(text);
};

describe('the page of reach', () => {
  it('shows each number with what it is compared with, its definition, source, window and what is missing of it', async () => {
    const { status, html } = await office.get(`/console/reach?${WINDOW}`);
    expect(status).toBe(200);
    const text = textOf(html);
    expect(text).toContain('期间 2026-03-01 至 2026-04-30，对比 2025-12-30 至 2026-02-28');
    expect(text).toContain('县政府门户网站 · 页面计数');
    expect(text).toMatch(/数字 本期 对比期 浏览量（次） 1,300 700 /);
    expect(text).toContain('本期 61 天，已告知 51 天，延迟 0 天，缺 10 天；最近告知 2026-04-21 08:30');
    expect(text).toContain('网页被打开的次数（PV），不含机器人');
    expect(text).toContain('明溪在线：本期没有任何来源告知数字。');
  });

  it('says of what nobody told that it is missing, and zero of what was told and not named', async () => {
    const { html } = await office.get('/console/reach?by=column&from=2026-03-01&to=2026-03-31&with=year');
    // Last year nobody counted; this year nobody came to these columns.
    expect(textOf(html)).toMatch(/通知公告 0 未提供 0 未提供/);
  });

  it('lists units in their fixed order, whatever their numbers, and says that it ranks nobody', async () => {
    const { html } = await office.get(`/console/reach?by=unit&${WINDOW}`);
    expect(html).toContain('不按数字排序，也不排名');
    const [few, many] = [place(html, '>9<'), place(html, '>500<')];
    const csv = (await office.get(`/console/reach/file?by=unit&${WINDOW}&channel=portal&source=beacon&as=csv`)).html;
    expect(few < many).toBe(csv.indexOf(',9,') < csv.indexOf(',500,'));
    expect(few).toBeLessThan(many);
  });

  it('shows somebody of one unit no other unit', async () => {
    const { html } = await editor.get(`/console/reach?by=unit&${WINDOW}`);
    expect(html).toContain('只列出本单位的数字');
    expect(html).toContain('>9<');
    expect(html).not.toContain('>500<');
  });

  it('draws the course of the numbers as a picture that runs nothing', async () => {
    const { html, headers } = await office.get(`/console/reach/chart?${WINDOW}&channel=portal&source=beacon`);
    expect(headers.get('content-type')).toBe('image/svg+xml');
    expect(html).toMatch(/^<svg /);
    expect(html).toContain('浏览量');
    expect(html).not.toMatch(/<script|\son\w+=/);
  });

  it('hands out each table as CSV that a spreadsheet reads as text and numbers, never as a formula', async () => {
    await world.ctx.db.execute(sql`update units set name = '=HYPERLINK("http://evil.test")' where id = 'xzfb'`);
    const { html, headers } = await office.get(
      `/console/reach/file?by=unit&${WINDOW}&channel=portal&source=beacon&as=csv`,
    );
    expect(decodeURIComponent(headers.get('content-disposition') ?? '')).toContain(
      "filename*=UTF-8''县政府门户网站 · 页面计数 合计 2026-03-01 2026-04-30.csv",
    );
    const [head, first, second] = html.replace(/^\uFEFF/, '').split('\r\n');
    expect(head).toMatch(/^名称,浏览量（次）,对比期,/);
    expect(first).toMatch(/^[^,]+,9,/);
    expect(second).toMatch(/^"'=HYPERLINK\(""http:\/\/evil\.test""\)",500,/);
  });

  it.each([
    [`/console/reach/file?${WINDOW}&channel=portal&source=beacon&table=course`, '日期,浏览量（次）'],
    [`/console/reach/unfound/file?${WINDOW}&channel=portal&source=beacon`, '稿件,单位,发布时间'],
  ])('hands out %s as CSV and as a workbook', async (path, head) => {
    expect((await office.get(`${path}&as=csv`)).html).toContain(head);
    const { status, headers, html } = await office.get(`${path}&as=xlsx`);
    expect([status, headers.get('content-type')]).toEqual([
      200,
      'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    ]);
    expect(html.startsWith('PK')).toBe(true);
    expect((await office.get(`${path}&as=pdf`)).status).toBe(404);
  });

  it('lists what was counted and nobody opened, to each its own units, and nothing where nobody counted', async () => {
    const { db } = world.ctx;
    for (const [unit, title] of [
      ['xmzj', '无人问津的公告'],
      ['xzfb', '另一个单位的公告'],
      ['xmzj', '有人看的公告'],
    ] as const)
      await db.execute(sql`with item as (
          insert into items (external_id, type, unit_id, column_id, title, revision, published_at)
          values (${title}, 'notice', ${unit}, 'tzgg', ${title}, 1, '2026-03-05T00:00:00Z') returning id
        ), sent as (
          insert into deliveries (item_id, channel_id, desired, desired_revision, actual, actual_revision, status)
          select id, 'portal', 'live', 1, 'live', 1, 'live' from item
        )
        insert into reach_rollups (scope, scope_id, channel_id, source, metric, period, start, value)
        select 'item', id::text, 'portal', 'beacon', 'views', 'all', date '1970-01-01', 3 from item
        where ${title} = '有人看的公告'`);
    const path = `/console/reach/unfound?${WINDOW}&channel=portal&source=beacon`;
    const all = textOf((await office.get(path)).html);
    expect(all).toContain('期间 2026-03-01 至 2026-04-20 发布');
    expect(all).toContain('无人问津的公告');
    expect(all).toContain('另一个单位的公告');
    expect(all).not.toContain('有人看的公告');
    const own = textOf((await editor.get(path)).html);
    expect(own).toContain('无人问津的公告');
    expect(own).not.toContain('另一个单位的公告');
    expect(textOf((await office.get(path.replace('portal', 'wechat'))).html)).toContain('没有这样的稿件');
    expect((await office.get(path.replace('beacon', 'datacube'))).status).toBe(422);
  });

  it('stands on an item’s page beside what the audit saw and until when it was due', async () => {
    const { db } = world.ctx;
    const [item] = await db.execute<{ id: string }>(sql`select id from items where title = '有人看的公告'`);
    await db.execute(sql`insert into revisions (item_id, number, hash, content, author)
      values (${item?.id}, 1, 'x', '{"title": "有人看的公告", "column": "tzgg", "writtenOn": "2026-03-02"}', '张三')`);
    await db.execute(sql`insert into catalog_entries (id, name, column_id, time_limit, since)
      values ('e1', '公告', 'tzgg', '自信息形成之日起5个工作日内公开', '2020-01-01') on conflict do nothing`);
    await db.execute(sql`insert into reach_rollups (scope, scope_id, channel_id, source, metric, period, start, value)
      select 'item', ${item?.id}, 'portal', 'beacon', 'views', period, date '2026-03-01', 4321
      from (values ('day'), ('month')) as periods(period)`);
    const page = await office.get(`/console/items/${item?.id}`);
    expect(page.html).toContain(`hx-get="/console/items/${item?.id}/reach"`);
    const text = textOf((await office.get(`/console/items/${item?.id}/reach`)).html);
    expect(text).toMatch(/公开时限：2026-03-\d\d（含当日）。/);
    expect(text).toMatch(/县政府门户网站 尚未巡检 页面计数： 浏览量 [\d,]+ 次/);
    expect(text).not.toContain('页面计数： 浏览量 未提供');
    const course = await office.get(`/console/items/${item?.id}/reach/course`);
    expect(textOf(course.html)).toMatch(/县政府门户网站 · 页面计数 .*日期 浏览量（次）/);
    const [, chart = ''] = /<img class="chart" src="([^"]+)"/.exec(course.html) ?? [];
    expect((await office.get(chart.replaceAll('&amp;', '&'))).html).toMatch(/^<svg /);
    expect((await office.get(`/console/items/${item?.id}/reach/chart?channel=portal&source=nobody`)).status).toBe(404);
    const csv = (await office.get(`/console/items/${item?.id}/reach/file?as=csv`)).html;
    expect(csv).toMatch(/县政府门户网站,页面计数,浏览量,\d+,次/);
  });

  it.each([
    ['from=2026-02-30', '日期不存在'],
    ['from=2026-03-02&to=2026-03-01', '结束不能早于开始'],
    ['from=2020-01-01&to=2026-01-01', '最长 1098 天'],
    ['by=person', '应为：channel、unit、column'],
  ])('refuses %s and says why', async (query, words) => {
    const { status, html } = await office.get(`/console/reach?${query}`);
    expect(status).toBe(422);
    expect(html).toContain(words);
  });
});
