import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { complaintsOf, hasBrowser, openBrowser, overflowOf, SCREENS } from '../support/browser.ts';

import { run, type Run } from '../support/run-service.ts';

let folder: string;
let service: Run;
let browser: Browser;
let origin: string;

const openPage = async (path: string, { width, height }: { width: number; height: number } = SCREENS[0]) => {
  const page = await browser.newPage({ viewport: { width, height } });
  const complaints = complaintsOf(page);
  await page.goto(path.startsWith('http') ? path : origin + path);
  return { page, complaints };
};

describe.runIf(hasBrowser)('the demo in a browser', () => {
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'yigao-browser-'));
    service = run('start', ['--port', '0', '--data', folder]);
    await service.printed('一稿已就绪');
    origin = /一稿已就绪：(\S+?)\/\s/.exec(service.output())?.[1] ?? '';
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser.close();
    await service.signal('SIGTERM');
    rmSync(folder, { recursive: true, force: true });
  });

  const PAGES = ['/', '/docs', '/portal/', '/portal/tzgg/', '/sandbox/wechat/', '/sandbox/esanming/'];
  const views = SCREENS.flatMap((screen) => PAGES.map((path) => ({ path, screen, on: screen.name })));

  it.each(views)('shows $path on $on without complaint, within its window', async ({ path, screen }) => {
    const { page, complaints } = await openPage(path, screen);
    expect(complaints).toEqual([]);
    expect(await overflowOf(page)).toBeLessThanOrEqual(0);
    await page.close();
  });

  it('leads from an item to each of its public copies, which show its title', async () => {
    const { page } = await openPage('/');
    const title = '我县举办政务公开工作培训会';
    await page.getByRole('link', { name: title }).click();
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe(title);
    const copies = await page
      .getByRole('link', { name: '查看' })
      .evaluateAll((links) => links.map((link) => (link as HTMLAnchorElement).href));
    expect(copies).toHaveLength(2);
    for (const copy of copies) {
      const { page: shown, complaints } = await openPage(copy);
      expect(await shown.locator('body').innerText()).toContain(title);
      expect(complaints).toEqual([]);
      await shown.close();
    }
    await page.close();
  });

  it('filters the overview without scripts, and says how to get back', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(origin);
    await page.getByLabel('类型').selectOption({ label: '办事指南' });
    await page.getByRole('button', { name: '筛选' }).click();
    expect(await page.locator('tbody tr').count()).toBe(3);
    await page.getByRole('link', { name: '清除筛选' }).click();
    expect(await page.locator('tbody tr').count()).toBeGreaterThan(3);
    await context.close();
  });

  it('reads an article with its pictures and tables, also without scripts and in print', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(`${origin}/portal/`);
    await page.getByRole('link', { name: '我县举办政务公开工作培训会' }).first().click();
    const picture = page.locator('article img').first();
    await picture.scrollIntoViewIfNeeded();
    const width = () => picture.evaluate((image) => (image as HTMLImageElement).naturalWidth);
    await expect.poll(width).toBeGreaterThan(0);
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('article h1, h1').first().isVisible()).toBe(true);
    expect(await page.locator('nav').first().isVisible()).toBe(false);
    await context.close();
  });
});
