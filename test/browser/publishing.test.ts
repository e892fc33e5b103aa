import { serve, type ServerType } from '@hono/node-server';
import { mkdirSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { actingPerson } from '../../src/accounts/acting.ts';
import type { PersonActor } from '../../src/accounts/actor.ts';
import { createUser } from '../../src/accounts/users.ts';
import type { Role } from '../../src/core/roles.ts';
import { getDraft } from '../../src/items/drafts/read.ts';
import { saveDraft } from '../../src/items/drafts/save.ts';
import { submitDraft } from '../../src/items/drafts/submit.ts';
import { createApp } from '../../src/web/app.ts';
import { complaintsOf, hasBrowser, openBrowser } from '../support/browser.ts';
import { openCounty, type County } from '../support/county.ts';
import { submit, writeDraft } from '../support/drafts.ts';
import { buildGuideContent } from '../support/factories.ts';

import { PASSWORD } from '../support/staff.ts';

let county: County;
let server: ServerType;
let browser: Browser;
let origin: string;
let author: PersonActor;

const makeUser = async (userName: string, name: string, role: Role): Promise<PersonActor> => {
  const made = { userName, name, email: '' as const, roles: [role], unitIds: [], isStaff: true };
  const { id } = await createUser(county.ctx, null, made, { password: PASSWORD });
  return actingPerson({ id, ...made });
};

const signIn = async (name: string, options: Parameters<Browser['newContext']>[0] = {}): Promise<Page> => {
  const context: BrowserContext = await browser.newContext(options);
  const page = await context.newPage();
  await page.goto(`${origin}/console/sign-in`);
  await page.getByLabel('账号或邮箱').fill(name);
  await page.getByLabel('口令').fill(PASSWORD);
  await page.getByRole('button', { name: '登录' }).click();
  await page.waitForURL((url) => !url.pathname.endsWith('/sign-in'));
  return page;
};

/** Written for whoever wants to look: YIGAO_SHOTS names a folder. */
const shots = process.env['YIGAO_SHOTS'];
const shoot = async (page: Page, name: string): Promise<void> => {
  if (shots === undefined) return;
  mkdirSync(shots, { recursive: true });
  await page.screenshot({ path: `${shots}/${name}.png`, fullPage: true });
};

describe.runIf(hasBrowser)('publishing at the console', () => {
  beforeAll(async () => {
    county = await openCounty();
    author = await makeUser('zhang', '张三', 'editor');
    await makeUser('li', '李四', 'reviewer');
    await makeUser('boss', '王主任', 'admin');
    const app = createApp(county.ctx, { origin: () => origin, mounts: [] });
    server = await new Promise<ServerType>((resolve) => {
      const started = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 }, () => resolve(started));
    });
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser.close();
    await new Promise((resolve) => server.close(resolve));
    await county.close();
  });

  it('a reviewer returns, the author mends, the reviewer approves, and all channels go live on the page without a reload', async () => {
    const draft = await submit(county.ctx, await writeDraft(county.ctx, buildGuideContent(), author), author);
    const page = await signIn('li');
    const complaints = complaintsOf(page);
    await page.getByRole('link', { name: /审签/ }).first().click();
    await page.locator('.badge:not(:empty)').waitFor();
    await page.getByRole('link', { name: draft.title }).click();
    await page.getByLabel('退回理由').fill('承诺时限改为 8 个工作日');
    await page.getByRole('button', { name: '退回修改' }).click();
    expect(await page.getByRole('status').innerText()).toContain('已退回作者修改');

    const { version, content } = await getDraft(county.ctx, draft.id, author);
    const mended = { ...content, guide: buildGuideContent({ promisedDays: 8 }).guide };
    const saved = await saveDraft(county.ctx, { draftId: draft.id, version, content: mended }, author);
    await submitDraft(county.ctx, { draftId: draft.id, version: saved.version }, author);

    await page.goto(`${origin}/console/reviews/${draft.id}`);
    expect(await page.locator('.diff ins').allInnerTexts()).toContain('8');
    await shoot(page, 'review');
    await page.getByRole('link', { name: '预览各渠道' }).click();
    const phone = page.frameLocator('iframe.phone, iframe.paper').last();
    await phone.getByText('咨询电话').first().waitFor();
    await page.goBack();
    await page.getByRole('button', { name: '同意“签发”' }).click();
    await page.waitForURL(/\/console\/items\//);
    await page.evaluate(() => document.body.setAttribute('data-same', 'yes'));
    await page.waitForFunction(
      () =>
        document.querySelectorAll('#progress .card .chip.good').length > 0 &&
        [...document.querySelectorAll('#progress h3 .chip')].every((chip) => chip.textContent?.includes('已发布')),
      undefined,
      { timeout: 60_000 },
    );
    expect(await page.locator('#progress h3').count()).toBe(3);
    expect(await page.getAttribute('body', 'data-same')).toBe('yes');
    expect(await page.locator('#progress').getAttribute('hx-get')).toBeNull();
    await shoot(page, 'item');
    expect(complaints).toEqual([]);
    await page.context().close();
  });
});
