import { serve, type ServerType } from '@hono/node-server';
import type { AddressInfo } from 'node:net';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasBrowser, openBrowser, overflowOf, SCREENS } from '../support/browser.ts';
import { findThings, stopsOf, viewerFor, type Things } from '../support/console-pages.ts';
import { HOSTILE_CHANNELS, hostileChannels, poison } from '../support/hostile-county.ts';
import { invalidityOfText } from '../support/html-validity.ts';
import { fillOffice } from '../support/large-county.ts';
import { openStage } from '../support/stage.ts';
import { openStaffWorld, type StaffWorld } from '../support/staff.ts';
import type { Role } from '../../src/core/roles.ts';

const CHANNELS = HOSTILE_CHANNELS.map(({ name }) => name);

/** Whatever an attack did, or was kept from doing by the policy alone. */
const watch = async (context: BrowserContext, isOurs: (url: URL) => boolean): Promise<string[]> => {
  const done: string[] = [];
  await context.exposeFunction('tellTest', (what: string) => void done.push(what));
  await context.addInitScript(() => {
    const { tellTest: tell } = window as unknown as { tellTest(what: string): void };
    window.alert = () => tell(`a script ran on ${location.href}`);
    addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sample }) =>
      tell(`${location.href} against ${violatedDirective}: ${blockedURI} ${sample}`),
    );
  });
  context.on('page', (page) => page.on('pageerror', ({ message }) => void done.push(`${page.url()}: ${message}`)));
  context.on('request', (request) => {
    const url = new URL(request.url());
    if (url.protocol.startsWith('http') && !isOurs(url)) done.push(`asked ${url.href}`);
  });
  return done;
};

const showsAttacks = (page: Page): Promise<boolean> =>
  page.evaluate(() => document.documentElement.outerHTML.includes('alert(1)'));

let browser: Browser;
describe.runIf(hasBrowser)('hostile HTML', () => {
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser.close());

  describe('in every text of the database', () => {
    let world: StaffWorld;
    let server: ServerType;
    let origin: string;
    let things: Things;
    let poisoned: readonly string[];
    const cookies = new Map<Role, string>();

    beforeAll(async () => {
      const channels = hostileChannels();
      world = await openStaffWorld({ channels });
      await fillOffice(world.database, 12);
      things = { ...(await findThings(world.ctx.db)), mark: 'none' } as Things;
      const stops = stopsOf(things, CHANNELS);
      for (const role of new Set(stops.map(({ route }) => viewerFor(route)))) {
        await world.user(`the-${role}`, [role]);
        const visitor = world.open();
        await visitor.signIn(`the-${role}`);
        cookies.set(role, visitor.cookies());
      }
      poisoned = await poison(world.ctx.db);
      server = await new Promise<ServerType>((resolve) => {
        const started = serve({ fetch: world.app.fetch, hostname: '127.0.0.1', port: 0 }, () => resolve(started));
      });
      origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    });
    afterAll(async () => {
      await new Promise((resolve) => server.close(resolve));
      await world.close();
    });

    it('runs nothing, loads nothing and breaks no page of the console', async () => {
      const found: string[] = [];
      let attacked = 0;
      const all = stopsOf(things, CHANNELS);
      for (const [role, cookie] of cookies) {
        const stops = all.filter(({ route }) => viewerFor(route) === role);
        const context = await browser.newContext({
          extraHTTPHeaders: { cookie },
          viewport: { width: SCREENS[1].width, height: SCREENS[1].height },
        });
        const done = await watch(context, (url) => url.origin === origin);
        const page = await context.newPage();
        for (const { path } of stops) {
          const before = done.length;
          // A file is kept, not shown.
          const response = await page.goto(origin + path).catch((error: Error) => {
            if (error.message.includes('Download is starting')) return null;
            throw error;
          });
          if (!response?.headers()['content-type']?.startsWith('text/html')) {
            // A picture alone is shown by a page of the browser's own.
            done.length = before;
            continue;
          }
          if (response.status() >= 500) found.push(`${response.status()} ${path}`);
          found.push(...(await invalidityOfText(await response.text(), path)));
          // Parts that htmx asks for have no style of their own.
          const isWhole = (await page.locator('link[rel=stylesheet], style').count()) > 0;
          if (isWhole && (await overflowOf(page)) > 0) found.push(`${path} runs out of a phone's window`);
          if (await showsAttacks(page)) attacked += 1;
        }
        found.push(...done);
        await context.close();
      }
      expect(found).toEqual([]);
      expect(poisoned.length).toBeGreaterThan(40);
      expect(attacked).toBeGreaterThan(20);
    });
  });

  it('is heard where it runs, and where a policy keeps it from running', async () => {
    const context = await browser.newContext();
    const done = await watch(context, () => false);
    const policy = `<meta http-equiv="content-security-policy" content="script-src 'none'">`;
    const pages = ['<svg onload=alert(1)>', `${policy}<svg onload=alert(1)>`, '<img src="http://other.test/">'];
    await context.route('**/*', (route) =>
      route.fulfill({
        contentType: 'text/html',
        body: pages[Number(new URL(route.request().url()).pathname.slice(1))] ?? '',
      }),
    );
    const page = await context.newPage();
    for (const index of pages.keys()) await page.goto(`http://ours.test/${index}`);
    expect(done.filter((each) => !each.startsWith('asked http://ours.test/'))).toEqual([
      'a script ran on http://ours.test/0',
      expect.stringContaining('http://ours.test/1 against script-src-attr'),
      'asked http://other.test/',
    ]);
    await context.close();
  });

  it.each(HOSTILE_CHANNELS)('runs nothing on the pages of $name that show it', async ({ open, content }) => {
    const stage = await openStage(open());
    const { world } = stage;
    const id = await world.approve(content());
    expect(await world.settle(id)).toMatchObject({ status: 'live' });
    const context = await browser.newContext();
    const done = await watch(context, ({ hostname }) => hostname.endsWith('.test'));
    await context.route('**/*', async (route) => {
      const answer = await world.fetch(route.request().url()).catch(() => new Response('', { status: 404 }));
      const body = Buffer.from(await answer.arrayBuffer());
      await route.fulfill({ status: answer.status, headers: Object.fromEntries(answer.headers), body });
    });
    const page = await context.newPage();
    const { url } = await world.delivery(id);
    let attacked = 0;
    for (const address of ['http://platform.test/base/', url ?? '']) {
      await page.goto(address);
      if (await showsAttacks(page)) attacked += 1;
    }
    expect(done).toEqual([]);
    expect(attacked).toBeGreaterThan(0);
    await context.close();
    await stage.close();
  });
});
