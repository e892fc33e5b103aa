import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { barriersOf, complaintsOf, hasBrowser, openBrowser, overflowOf, SCREENS } from '../support/browser.ts';
import { invalidityOf } from '../support/html-validity.ts';
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

  const linksOn = async (page: Page, path: string, pattern: RegExp): Promise<string[]> => {
    await page.goto(origin + path);
    const links = page.locator('a[href]');
    const urls = await links.evaluateAll((found) => found.map((link) => (link as HTMLAnchorElement).href));
    return [...new Set(urls)].filter((url) => pattern.test(url));
  };

  /** One page of each kind: an article of every column, a list, the map, a unit's page, the pages for people, a guide. */
  const onePageOfEach = async (page: Page): Promise<string[]> => {
    const kindOf = (url: string): string => url.replace(/\w+\.html$/, '');
    const portal = await linksOn(page, '/portal/', /\/portal\/(?:\w+\/)*\w+\.html$/);
    const kinds = new Map(portal.map((url) => [kindOf(url), url]));
    const [item = ''] = await linksOn(page, '/', /\/items\//);
    const [guide = ''] = await linksOn(page, '/sandbox/esanming/', /\/guide\//);
    return [`${origin}/`, item, `${origin}/portal/`, `${origin}/sandbox/esanming/`, guide, ...kinds.values()];
  };

  it('is valid HTML and free of what axe finds wrong, on every kind of page of ours, on both screens', async () => {
    const page = await browser.newPage();
    const urls = await onePageOfEach(page);
    expect(urls.length).toBeGreaterThan(11);
    const found: string[] = [];
    for (const url of urls) {
      found.push(...(await invalidityOf(url)));
      for (const { width, height } of SCREENS) {
        await page.setViewportSize({ width, height });
        await page.goto(url);
        found.push(...(await barriersOf(page)));
      }
    }
    expect(found).toEqual([]);
    await page.close();
  }, 300_000);

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
