import { readFileSync } from 'node:fs';
import { serve, type ServerType } from '@hono/node-server';
import { sql } from 'drizzle-orm';
import { strFromU8, unzipSync } from 'fflate';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { barriersOf, complaintsOf, hasBrowser, openBrowser, overflowOf, SCREENS } from '../support/browser.ts';
import { REPORT_CHANNELS, show } from '../support/report-county.ts';
import { openStaffWorld, PASSWORD, type StaffWorld } from '../support/staff.ts';

let world: StaffWorld;
let server: ServerType;
let browser: Browser;
let origin: string;

/** Nine months of a portal that was read, and one item of it. */
const fillReach = async (): Promise<string> => {
  const { db } = world.ctx;
  const { itemId } = await show(db, { title: '停水通知', channel: 'portal', at: ['2026-02-03T00:00:00Z'] });
  await db.execute(sql`insert into reach_days (channel_id, source, day, state, changes, rolled, told_at)
    select 'portal', 'beacon', day::date, 'told', 1, 1, timestamptz '2026-11-21T00:30:00Z'
    from generate_series(date '2026-01-01', date '2026-09-30', interval '1 day') day`);
  await db.execute(sql`insert into reach_rollups (scope, scope_id, channel_id, source, metric, period, start, value)
    select scope, id, 'portal', 'beacon', metric, 'month', make_date(2026, m, 1), 100 * m
    from (values ('channel', 'portal'), ('item', ${itemId})) as places(scope, id), generate_series(1, 9) m,
      unnest(array['views', 'visits', 'visitors']) metric`);
  return itemId;
};

const signIn = async (screen: { width: number; height: number }): Promise<Page> => {
  const context = await browser.newContext({ viewport: { width: screen.width, height: screen.height } });
  const page = await context.newPage();
  await page.goto(`${origin}/console/sign-in`);
  await page.getByLabel('账号或邮箱').fill('office');
  await page.getByLabel('口令').fill(PASSWORD);
  await page.getByRole('button', { name: '登录' }).click();
  await page.waitForURL((url) => !url.pathname.endsWith('/sign-in'));
  return page;
};
const save = async (page: Page, press: () => Promise<void>): Promise<Record<string, string>> => {
  const [download] = await Promise.all([page.waitForEvent('download'), press()]);
  const files = unzipSync(new Uint8Array(readFileSync(await download.path())));
  return Object.fromEntries(Object.entries(files).map(([name, data]) => [name, strFromU8(data)]));
};

describe.runIf(hasBrowser).sequential('传播 and 报表 in a browser', () => {
  let itemId: string;
  beforeAll(async () => {
    world = await openStaffWorld({ channels: REPORT_CHANNELS });
    await world.user('office', ['office']);
    itemId = await fillReach();
    server = await new Promise<ServerType>((resolve) => {
      const started = serve({ fetch: world.app.fetch, hostname: '127.0.0.1', port: 0 }, () => resolve(started));
    });
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    // The page's own forms ask for the origin that the service knows itself by.
    Object.assign(world.ctx, { origin });
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser.close();
    await new Promise((resolve) => server.close(resolve));
    await world.close();
  });

  it.each(SCREENS)(
    'draws the course of the numbers on $name with its table below, and takes a table home',
    async (screen) => {
      const page = await signIn(screen);
      const complaints = complaintsOf(page);
      await page.goto(`${origin}/console/reach`);
      await page.getByLabel('从').fill('2026-01-01');
      await page.getByLabel('到').fill('2026-12-31');
      await page.getByRole('button', { name: '查看' }).click();
      const chart = page.locator('img.chart').first();
      await chart.scrollIntoViewIfNeeded();
      expect(await chart.evaluate((image: HTMLImageElement) => image.decode().then(() => image.naturalWidth))).toBe(
        880,
      );
      const months = page.locator('section.card table').nth(1).locator('tbody tr');
      expect(await months.count()).toBe(12);
      expect(await months.nth(8).innerText()).toMatch(/2026-09\s[\s\S]*900/);
      expect(await months.nth(9).innerText()).toContain('未提供');
      const workbook = await save(page, () => page.getByRole('link', { name: '下载 变化 XLSX' }).first().click());
      expect(Object.values(workbook).join('')).toContain('2026-09');
      await page.goto(`${origin}/console/items/${itemId}/reach/course`);
      expect(await page.locator('img.chart').first().getAttribute('alt')).toContain('按月的变化');
      expect([...(await barriersOf(page)), ...complaints]).toEqual([]);
      expect(await overflowOf(page)).toBeLessThanOrEqual(0);
      await page.context().close();
    },
  );

  it('the office fills in last year’s report, issues it, and takes it home as a Word file', async () => {
    const page = await signIn(SCREENS[0]);
    const complaints = complaintsOf(page);
    await page.goto(`${origin}/console/reports`);
    await page.getByLabel('期间').fill('2025');
    await page.getByRole('button', { name: '打开' }).click();
    await page.getByLabel('注册用户数的填报').fill('1234');
    await page.getByLabel('无障碍浏览').check();
    await page.getByLabel('是否开展应急演练的填报').selectOption('是');
    await page.getByRole('button', { name: '保存填报' }).click();
    expect(await page.getByRole('status').innerText()).toContain('已保存');
    await page.getByRole('button', { name: '出具' }).click();
    await page.waitForURL(/\/editions\/1/);
    expect(await page.locator('main').innerText()).toContain('内容已冻结');
    const document = await save(page, () => page.getByRole('link', { name: 'Word 文件' }).click());
    expect(document['word/document.xml']).toContain('1234个');
    expect(document['word/document.xml']).toContain('第 1 次出具');
    expect(complaints).toEqual([]);
    await page.context().close();
  });
});
