import { serve, type ServerType } from '@hono/node-server';
import type { AddressInfo } from 'node:net';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasBrowser, openBrowser, overflowOf } from '../support/browser.ts';
import { openClerkStage, type ClerkStage } from '../support/clerk.ts';

import { PASSWORD } from '../support/staff.ts';

/** Where the screenshots of a look at the pages go; unset: nowhere. */
const SHOTS = process.env['YIGAO_SHOTS'];

let stage: ClerkStage;
let server: ServerType;
let browser: Browser;
let origin: string;
let itemId: string;

const signIn = async (context: BrowserContext): Promise<Page> => {
  const page = await context.newPage();
  await page.goto(`${origin}/console/findings`);
  await page.getByLabel('账号或邮箱').fill('clerk');
  await page.getByLabel('口令').fill(PASSWORD);
  await page.getByRole('button', { name: '登录' }).click();
  await page.waitForURL(/\/console\/findings/);
  return page;
};
const shoot = async (page: Page, name: string): Promise<void> => {
  if (SHOTS) await page.screenshot({ path: `${SHOTS}/${name}.png`, fullPage: true });
};

describe.runIf(hasBrowser).sequential('巡检 in a browser', () => {
  beforeAll(async () => {
    stage = await openClerkStage();
    ({ itemId } = stage);
    server = await new Promise<ServerType>((resolve) => {
      const started = serve({ fetch: stage.staff.app.fetch, hostname: '127.0.0.1', port: 0 }, () => resolve(started));
    });
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser.close();
    await new Promise((resolve) => server.close(resolve));
    await stage.close();
  });

  it('shows a tampered copy as a finding with the right characters marked, found by the keyboard', async () => {
    const context = await browser.newContext();
    const page = await signIn(context);
    expect(await page.locator('.empty').innerText()).toContain('全部一致');
    await stage.tamper('0598-2812345', '0598-2821345');
    await page.reload();
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/console\/findings\/[0-9a-f-]{36}$/);
    const [approved, live] = await page.locator('.facing').first().locator('.passage').all();
    expect(await approved?.innerText()).toContain('0598-2812345');
    expect(await live?.innerText()).toContain('0598-2821345');
    const without = async (marks: string) => (await live?.locator(marks).allInnerTexts())?.join('');
    expect(await without('ins')).toMatch(/^[12]$/);
    expect(await approved?.locator('del').allInnerTexts()).toHaveLength(1);
    await context.close();
  });

  it('prints the proof on A4 without navigation or forms', async () => {
    const context = await browser.newContext({ viewport: { width: 794, height: 1123 } });
    const page = await signIn(context);
    await page.goto(`${origin}/console/items/${itemId}/proof`);
    await page.emulateMedia({ media: 'print' });
    await shoot(page, 'print-proof');
    expect(await page.locator('.side').isVisible()).toBe(false);
    expect(await page.locator('main form').first().isVisible()).toBe(false);
    expect(await page.getByText('日志链尾哈希').first().isVisible()).toBe(true);
    expect(await overflowOf(page)).toBeLessThanOrEqual(0);
    await context.close();
  });

  it('重新推送 asks for the password, and the next audit finds nothing any more', async () => {
    const context = await browser.newContext();
    const page = await signIn(context);
    await page
      .getByRole('link', { name: /与审签内容不一致/ })
      .first()
      .click();
    await stage.world.advance(20 * 60_000);
    await page.getByRole('link', { name: '重新推送', exact: true }).click();
    expect(await page.locator('main').innerText()).toContain('公开地址不变');
    await page.getByRole('button', { name: '确认重新推送' }).click();
    await page.getByLabel('口令').fill(PASSWORD);
    await page.getByRole('button', { name: '确认并继续' }).click();
    expect(await page.getByRole('status').innerText()).toContain('已安排重新推送');
    await stage.world.settle(itemId);
    await stage.look(itemId);
    await page.reload();
    expect(await page.locator('dl.facts').first().innerText()).toContain('已消除');
    await page.goto(`${origin}/console/findings`);
    expect(await page.locator('.empty').innerText()).toContain('全部一致');
    await context.close();
  });

  it('立即巡检 shows its progress, which moves by itself', async () => {
    const context = await browser.newContext();
    const page = await signIn(context);
    await stage.world.advance(1_000);
    await page.getByRole('button', { name: '立即巡检' }).click();
    await page.locator('#runs progress').waitFor();
    await stage.look(itemId);
    await page.locator('#runs', { hasText: '完成，1 份' }).waitFor();
    expect(await page.locator('#runs').getAttribute('hx-get')).toBeNull();
    await context.close();
  });
});
