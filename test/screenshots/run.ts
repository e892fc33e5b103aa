import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { challengeCookie } from '../../src/accounts/auth.ts';
import { DEMO_ACCOUNTS, DEMO_PASSWORD } from '../../src/accounts/demo-accounts.ts';
import type { Role } from '../../src/core/roles.ts';
import { barriersOf, complaintsOf, openBrowser, overflowOf, SCREENS } from '../support/browser.ts';
import { invalidityOfText } from '../support/html-validity.ts';
import { findThings, type Things } from '../support/console-pages.ts';
import { openEmpty, openShownDemo, type ShownDemo } from './demo.ts';
import { shotsOf, type Shot } from './pages.ts';

export interface ScreenshotOptions {
  readonly folder: string;
  /** Only pages whose name holds one of them; none: all. */
  readonly words: readonly string[];
  /** Looks for what keeps people out, for invalid HTML and for what runs out of the window, too. */
  readonly check: boolean;
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

/** Pages of others: the description of the API is drawn by swagger-ui, and doubles of platforms look as those look. */
const FOREIGN = /^\/(?:docs$|sandbox\/)/;

/** What is wrong with a page as it stands. */
const faultsOf = async (page: Page, name: string): Promise<string[]> => {
  const over = await overflowOf(page);
  return [...(await barriersOf(page)), ...(over > 0 ? [`${name} runs ${over} px out of its window`] : [])];
};

/** One visit, a picture at each width. Answers what is wrong with it. */
const shoot = async (page: Page, address: string, shot: Shot, options: ScreenshotOptions): Promise<string[]> => {
  const { folder, check, say } = options;
  const [{ width, height }] = SCREENS;
  await page.setViewportSize({ width, height });
  const complaints = complaintsOf(page);
  const response = await page.goto(address);
  const isHtml = response?.headers()['content-type']?.startsWith('text/html') ?? false;
  const isChecked = check && response !== null && isHtml && !FOREIGN.test(new URL(page.url()).pathname);
  const found = isChecked ? await invalidityOfText(await response.text(), shot.name) : [];
  await shot.act?.(page);
  await page.waitForLoadState('networkidle');
  for (const screen of SCREENS) {
    await page.setViewportSize({ width: screen.width, height: screen.height });
    const path = fileOf(folder, screen.width, shot);
    await page.screenshot({ path, fullPage: true });
    if (isChecked) found.push(...(await faultsOf(page, `${shot.name} at ${screen.width}`)));
    if (!check) say(path);
  }
  // What a form was answered, or an address that leads nowhere, is an error on purpose.
  if (isChecked && response.ok() && !shot.act) found.push(...complaints.map((each) => `${shot.name}: ${each}`));
  page.removeAllListeners();
  for (const fault of found) say(`!! ${fault}`);
  return found;
};

interface Done {
  readonly pages: number;
  /** Of them: with something wrong. */
  readonly wrong: number;
}

const shootAll = async (demo: ShownDemo, browser: Browser, options: ScreenshotOptions): Promise<Done> => {
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
  let wrong = 0;
  const count = (found: readonly string[]): void => void (wrong += Number(found.length > 0));
  for (const shot of shots) count(await shoot(await pageOf(shot.viewer), origin + shot.path, shot, options));
  const empty = await openEmpty(options.say);
  try {
    const shot = { name: 'console-set-up', path: '', viewer: null };
    count(await shoot(stranger, empty.setUp, shot, options));
  } finally {
    await empty.close();
  }
  return { pages: shots.length + 1, wrong };
};

/** Writes a picture of every page at both widths, from a fresh demo, and says which. Answers whether nothing is wrong. */
export const run = async (options: ScreenshotOptions): Promise<boolean> => {
  const { folder, say } = options;
  const data = mkdtempSync(join(tmpdir(), 'yigao-screenshots-'));
  chmodSync(data, 0o755);
  for (const { width } of SCREENS) mkdirSync(join(folder, String(width)), { recursive: true });
  const demo = await openShownDemo(data, say);
  const browser = await openBrowser({ fonts: true });
  try {
    const { pages, wrong } = await shootAll(demo, browser, options);
    say(`${pages} pages at ${SCREENS.length} widths in ${folder}`);
    if (options.check) say(`${pages - wrong} passed, ${wrong} failed`);
    return wrong === 0;
  } finally {
    await browser.close();
    await demo.close();
    rmSync(data, { recursive: true, force: true });
  }
};
