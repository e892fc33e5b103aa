import { serve, type ServerType } from '@hono/node-server';
import type { AddressInfo } from 'node:net';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { barriersOf, hasBrowser, openBrowser, SCREENS } from '../support/browser.ts';

import { openStaffWorld, PASSWORD, type StaffWorld } from '../support/staff.ts';

let world: StaffWorld;
let server: ServerType;
let browser: Browser;
let origin: string;

/** The page as it was sent, not as the browser mended it. */

const signIn = async (context: BrowserContext, name: string): Promise<Page> => {
  const page = await context.newPage();
  await page.goto(`${origin}/console`);
  await page.getByLabel('账号或邮箱').fill(name);
  await page.getByLabel('口令').fill(PASSWORD);
  await page.getByRole('button', { name: '登录' }).click();
  await page.waitForURL((url) => !url.pathname.endsWith('/sign-in'));
  return page;
};

describe.runIf(hasBrowser)('the console in a browser', () => {
  beforeAll(async () => {
    world = await openStaffWorld();
    for (const role of ['admin', 'log-auditor', 'editor'] as const) await world.user(`the-${role}`, [role]);
    server = await new Promise<ServerType>((resolve) => {
      const started = serve({ fetch: world.app.fetch, hostname: '127.0.0.1', port: 0 }, () => resolve(started));
    });
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser.close();
    await new Promise((resolve) => server.close(resolve));
    await world.close();
  });

  it.each(SCREENS)(
    'shows the sign-in page on $name, and axe-core finds nothing, also after a refusal',
    async ({ width, height }) => {
      const page = await browser.newPage({ viewport: { width, height } });
      await page.goto(`${origin}/console/sign-in`);
      expect(await barriersOf(page)).toEqual([]);
      await page.getByLabel('账号或邮箱').fill('nobody');
      await page.getByLabel('口令').fill('wrong');
      await page.keyboard.press('Enter');
      expect(await page.getByRole('alert').innerText()).toContain('账号或口令不正确');
      expect(await barriersOf(page)).toEqual([]);
      await page.close();
    },
  );

  it('works without scripts: signs in, makes a user, signs out', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await signIn(context, 'the-admin');
    await page.goto(`${origin}/console/system/users`);
    await page.getByRole('link', { name: '新建用户' }).click();
    await page.getByLabel('账号').fill('keyed');
    await page.getByLabel('姓名').fill('键盘');
    await page.getByLabel('编辑').check();
    await page.getByRole('button', { name: '建立' }).click();
    expect(await page.locator('code.secret').innerText()).toMatch(/^\S{16}$/);
    await page.getByRole('button', { name: '退出' }).click();
    expect(await page.getByRole('status').innerText()).toBe('已退出。');
    await page.goto(`${origin}/console/system/users`);
    expect(page.url()).toContain('/console/sign-in?next=');
    await context.close();
  });

  it('moves by / j k Enter ? Esc, and by no key while one types', async () => {
    const context = await browser.newContext();
    const page = await signIn(context, 'the-admin');
    await page.goto(`${origin}/console/system/users`);
    const focused = () => page.evaluate(() => document.activeElement?.textContent ?? '');
    await page.keyboard.press('/');
    await page.keyboard.type('jk?');
    expect(await page.getByLabel('账号或姓名').inputValue()).toBe('jk?');
    await page.keyboard.press('Escape');
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await page.keyboard.press('k');
    const first = await focused();
    await page.keyboard.press('?');
    expect(await page.getByRole('dialog').isVisible()).toBe(true);
    await page.keyboard.press('Escape');
    expect(await page.getByRole('dialog').count()).toBe(0);
    await page.locator('[data-row] a').first().focus();
    await page.keyboard.press('Enter');
    await page.waitForURL(/users\/[0-9a-f-]{36}/);
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toContain(first);
    await context.close();
  });

  it('leads by the skip link to the page, and hides its navigation in print', async () => {
    const context = await browser.newContext();
    const page = await signIn(context, 'the-admin');
    await page.goto(`${origin}/console/system/roles`);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('main');
    await page.emulateMedia({ media: 'print' });
    expect(await page.getByRole('navigation').first().isVisible()).toBe(false);
    expect(await page.getByRole('heading', { level: 1 }).isVisible()).toBe(true);
    await context.close();
  });
});
