import { serve, type ServerType } from '@hono/node-server';
import type { AddressInfo } from 'node:net';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Role } from '../../src/core/roles.ts';
import { createApp } from '../../src/web/app.ts';
import { ATTACKS } from '../fixtures/hostile-html.ts';
import { barriersOf, complaintsOf, hasBrowser, openBrowser, overflowOf, SCREENS } from '../support/browser.ts';
import { findThings, stopsOf, viewerFor, type Things } from '../support/console-pages.ts';
import { openHostileCounty, type HostileCounty } from '../support/hostile-county.ts';
import { invalidityOfText } from '../support/html-validity.ts';
import { PASSWORD } from '../support/staff.ts';

let hostile: HostileCounty;
let server: ServerType;
let browser: Browser;
let origin: string;
/** Addresses at which a script of the corpus ran. */
const ran: string[] = [];
/** What a policy kept from running or loading, as browsers report it. */
const reports: { readonly document: string; readonly blocked: string }[] = [];

interface Report {
  readonly 'csp-report': { readonly 'document-uri': string; readonly 'blocked-uri': string };
}
/** Answers as ours, with every policy told to report; `/bare` is the corpus with no policy at all. */
const withReports = async (request: Request, answer: Response | Promise<Response>): Promise<Response> => {
  const { pathname } = new URL(request.url);
  if (pathname === '/reports') {
    const { 'csp-report': report } = (await request.json()) as Report;
    reports.push({ document: report['document-uri'], blocked: report['blocked-uri'] });
    return new Response(null, { status: 204 });
  }
  if (pathname === '/bare')
    return new Response(`<!doctype html>${ATTACKS.map((attack) => `<div>${attack}</div>`).join('')}`, {
      headers: { 'content-type': 'text/html' },
    });
  const given = await answer;
  const policy = given.headers.get('content-security-policy');
  if (policy === null) return given;
  const headers = new Headers(given.headers);
  headers.set('content-security-policy', `${policy}; report-uri ${origin}/reports`);
  return new Response(given.body, { status: given.status, headers });
};

const openContext = async (): Promise<BrowserContext> => {
  const context = await browser.newContext();
  context.setDefaultTimeout(60_000);
  // The corpus calls `alert`.
  await context.exposeBinding('alert', ({ frame }) => void ran.push(frame.url()));
  await context.route('http://*.test/**', async (route) => {
    const asked = route.request();
    const answer = await hostile.county.fetch(asked.url(), { method: asked.method() });
    const headers = Object.fromEntries(answer.headers);
    await route.fulfill({ status: answer.status, headers, body: Buffer.from(await answer.arrayBuffer()) });
  });
  return context;
};

const signIn = async (role: Role): Promise<Page> => {
  const page = await (await openContext()).newPage();
  await page.goto(`${origin}/console/sign-in`);
  await page.getByLabel('账号或邮箱').fill(`the-${role}`);
  await page.getByLabel('口令').fill(PASSWORD);
  await page.getByRole('button', { name: '登录' }).click();
  await page.waitForURL((url) => !url.pathname.endsWith('/sign-in'));
  return page;
};

/** Everything that is wrong with the page as it was sent and as it stands, at both widths. */
const faultsOf = async (page: Page, html: string): Promise<string[]> => {
  const faults = await invalidityOfText(html, page.url());
  for (const { name, width, height } of SCREENS) {
    await page.setViewportSize({ width, height });
    faults.push(...(await barriersOf(page)));
    if ((await overflowOf(page)) > 0) faults.push(`${page.url()} runs out of ${name}`);
  }
  return faults;
};

describe.runIf(hasBrowser)('every page, with a corpus of attacks in every text', { timeout: 600_000 }, () => {
  beforeAll(async () => {
    hostile = await openHostileCounty();
    const app = createApp(hostile.county.ctx, { origin: () => origin, mounts: [], demo: true });
    server = await new Promise<ServerType>((resolve) => {
      const fetch = (request: Request, env: object) => withReports(request, app.fetch(request, env));
      const started = serve({ fetch, hostname: '127.0.0.1', port: 0 }, () => resolve(started));
    });
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    browser = await openBrowser();
  }, 600_000);
  afterAll(async () => {
    await browser?.close();
    await new Promise((resolve) => server?.close(resolve) ?? resolve(null));
    await hostile?.county.close();
  });

  it('the corpus does run where nothing stops it', async () => {
    const page = await (await openContext()).newPage();
    await page.goto(`${origin}/bare`);
    await expect.poll(() => ran.length).toBeGreaterThan(3);
    ran.length = 0;
    await page.context().close();
  });

  it('of the console runs none of it, is valid HTML, fits both screens, and axe-core finds nothing', async () => {
    const things = { ...(await findThings(hostile.county.ctx.db)), mark: 'none' } as Things;
    const pages = new Map<Role, Page>();
    const complaints = new Map<Role, string[]>();
    const faults: string[] = [];
    let seen = 0;
    for (const { route, path } of stopsOf(things, hostile.county.ctx.channels.keys())) {
      const viewer = viewerFor(route);
      const page = pages.get(viewer) ?? (await signIn(viewer));
      if (!pages.has(viewer)) complaints.set(viewer, complaintsOf(page));
      pages.set(viewer, page);
      // Parts, files and framed documents are no pages of their own.
      const sent = await page.context().request.get(origin + path, { maxRedirects: 0 });
      const html = (sent.headers()['content-type'] ?? '').startsWith('text/html') ? await sent.text() : '';
      if (sent.status() !== 200 || !html.includes('id="main"')) continue;
      await page.goto(origin + path, { waitUntil: 'load' });
      faults.push(...(await faultsOf(page, html)));
      seen += 1;
    }
    expect(faults).toEqual([]);
    expect([...complaints.values()].flat()).toEqual([]);
    expect(seen).toBeGreaterThan(35);
    for (const page of pages.values()) await page.context().close();
  });

  it('of the overview, the portal, the account and the guide feed’s consumer runs none of it', async () => {
    const page = await (await openContext()).newPage();
    const [item] = await hostile.county.ctx.db.query.items.findMany({ limit: 1 });
    expect(hostile.urls.length).toBeGreaterThan(3);
    for (const url of [`${origin}/`, `${origin}/items/${item?.id}`, ...hostile.urls]) {
      await page.goto(url, { waitUntil: 'load' });
      expect((await page.locator('body').innerText()).length).toBeGreaterThan(20);
    }
    await page.context().close();
  });

  it('nothing of it ran anywhere, and no policy had to stop anything', () => {
    expect(ran).toEqual([]);
    expect(reports).toEqual([]);
  });
});
