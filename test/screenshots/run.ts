import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { challengeCookie } from '../../src/accounts/auth.ts';
import { DEMO_ACCOUNTS, DEMO_PASSWORD } from '../../src/accounts/demo-accounts.ts';
import type { Role } from '../../src/core/roles.ts';
import { openBrowser, SCREENS } from '../support/browser.ts';
import { findThings, type Things } from '../support/console-pages.ts';
import { openEmpty, openShownDemo, type ShownDemo } from './demo.ts';
import { shotsOf, type Shot } from './pages.ts';

export interface ScreenshotOptions {
  readonly folder: string;
  /** Only pages whose name holds one of them; none: all. */
  readonly words: readonly string[];
  readonly say: (line: string) => void;
}

const signIn = async (browser: Browser, origin: string, role: Role | null): Promise<Page> => {
  const context = await browser.newContext();
  context.setDefaultTimeout(60_000);
  const page = await context.newPage();
  const account = DEMO_ACCOUNTS.find((each) => each.role === role);
  if (!account) return page;
  await page.goto(`${origin}/console/sign-in`);
  await page.getByLabel('账号或邮箱').fill(account.userName);
  await page.getByLabel('口令').fill(DEMO_PASSWORD);
  await page.getByRole('button', { name: '登录' }).click();
  await page.waitForURL((url) => !url.pathname.endsWith('/sign-in'));
  return page;
};

/** The page of a second step, as a browser sees it that has shown its password. */
const codeShot = async ({ origin }: ShownDemo, context: BrowserContext): Promise<Shot> => {
  await context.addCookies([{ name: challengeCookie(origin), value: 'shown', url: origin }]);
  return { name: 'console-code', path: '/console/code', viewer: null };
};

/** One page of each kind that the portal and the doubles show. */
const publicLinks = async (page: Page, origin: string): Promise<string[]> => {
  const kinds = new Map<string, string>();
  for (const from of ['/portal/', '/sandbox/wechat/', '/sandbox/esanming/']) {
    await page.goto(origin + from);
    const links = await page
      .locator('a[href]')
      .evaluateAll((all) => all.map((each) => (each as HTMLAnchorElement).href));
    for (const link of links.filter((each) => each.startsWith(origin + from)))
      kinds.set(link.replace(/[\w-]+(?:\.html)?$/, ''), new URL(link).pathname);
  }
  return [...kinds.values()];
};

const fileOf = (folder: string, width: number, { name }: Shot): string => join(folder, String(width), `${name}.png`);

/** One visit, a picture at each width. */
const shoot = async (page: Page, address: string, shot: Shot, { folder, say }: ScreenshotOptions): Promise<void> => {
  const [{ width, height }] = SCREENS;
  await page.setViewportSize({ width, height });
  await page.goto(address);
  await shot.act?.(page);
  await page.waitForLoadState('networkidle');
  for (const screen of SCREENS) {
    await page.setViewportSize({ width: screen.width, height: screen.height });
    const path = fileOf(folder, screen.width, shot);
    await page.screenshot({ path, fullPage: true });
    say(path);
  }
};

const shootAll = async (demo: ShownDemo, browser: Browser, options: ScreenshotOptions): Promise<number> => {
  const { origin, service } = demo;
  const { words } = options;
  const things = { ...(await findThings(service.ctx.db)), mark: 'none' } as Things;
  const pages = new Map<Role | null, Page>();
  const pageOf = async (role: Role | null): Promise<Page> => {
    const page = pages.get(role) ?? (await signIn(browser, origin, role));
    pages.set(role, page);
    return page;
  };
  const stranger = await pageOf(null);
  const shots = [
    ...shotsOf({ things, channels: service.ctx.channels.keys(), links: await publicLinks(stranger, origin) }),
    await codeShot(demo, stranger.context()),
  ].filter(({ name }) => words.length === 0 || words.some((word) => name.includes(word)));
  for (const shot of shots) await shoot(await pageOf(shot.viewer), origin + shot.path, shot, options);
  const empty = await openEmpty(options.say);
  try {
    const shot = { name: 'console-set-up', path: '', viewer: null };
    await shoot(stranger, empty.setUp, shot, options);
  } finally {
    await empty.close();
  }
  return shots.length + 1;
};

/** Writes a picture of every page at both widths, from a fresh demo, and says which. */
export const run = async (options: ScreenshotOptions): Promise<void> => {
  const { folder, say } = options;
  const data = mkdtempSync(join(tmpdir(), 'yigao-screenshots-'));
  chmodSync(data, 0o755);
  for (const { width } of SCREENS) mkdirSync(join(folder, String(width)), { recursive: true });
  const demo = await openShownDemo(data, say);
  const browser = await openBrowser({ fonts: true });
  try {
    say(`${await shootAll(demo, browser, options)} pages at ${SCREENS.length} widths in ${folder}`);
  } finally {
    await browser.close();
    await demo.close();
    rmSync(data, { recursive: true, force: true });
  }
};
