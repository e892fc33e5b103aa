import { serve, type ServerType } from '@hono/node-server';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { actingPerson } from '../../src/accounts/acting.ts';
import type { PersonActor } from '../../src/accounts/actor.ts';
import type { ContentInput } from '../../src/core/content.ts';
import { getDraft } from '../../src/items/drafts/read.ts';
import { saveDraft } from '../../src/items/drafts/save.ts';
import { barriersOf, complaintsOf, hasBrowser, openBrowser, overflowOf, SCREENS } from '../support/browser.ts';
import { writeDraft } from '../support/drafts.ts';
import { buildGuide } from '../support/factories.ts';
import { fakeAdapter, fakeChannel } from '../support/fakes.ts';
import { invalidityOfText } from '../support/html-validity.ts';
import { openStaffWorld, PASSWORD, type StaffWorld } from '../support/staff.ts';

const WORD = fileURLToPath(new URL('../fixtures/word/mingzhengban-2020-34.docx', import.meta.url));
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

let world: StaffWorld;
let server: ServerType;
let browser: Browser;
let context: BrowserContext;
let origin: string;
let author: PersonActor;
let other: PersonActor;

const openDraft = async (content: Partial<ContentInput> = {}): Promise<{ page: Page; id: string }> => {
  const { id } = await writeDraft(world.ctx, content, author);
  const page = await context.newPage();
  await page.goto(`${origin}/console/drafts/${id}`);
  return { page, id };
};
const stored = (id: string) => getDraft(world.ctx, id, author);
const told = (page: Page) => page.locator('#draft-told');
const autosaved = (page: Page) => told(page).filter({ hasText: '已自动保存' }).waitFor();
const text = (page: Page) => page.getByRole('textbox', { name: '正文' });

describe.runIf(hasBrowser)('writing in a browser', () => {
  beforeAll(async () => {
    const canUpdate = fakeAdapter({ update: (receipt) => Promise.resolve(receipt) });
    const channels = [fakeChannel({ adapter: canUpdate }), fakeChannel({ id: 'wechat', name: '明溪在线' })];
    world = await openStaffWorld({ channels });
    author = actingPerson(await world.user('writer', ['editor']));
    other = actingPerson(await world.user('other', ['editor']));
    server = await new Promise<ServerType>((resolve) => {
      const started = serve({ fetch: world.app.fetch, hostname: '127.0.0.1', port: 0 }, () => resolve(started));
    });
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    browser = await openBrowser();
    context = await browser.newContext({ viewport: { width: 1366, height: 768 } });
    context.setDefaultTimeout(60_000);
    const page = await context.newPage();
    await page.goto(`${origin}/console`);
    await page.getByLabel('账号或邮箱').fill('writer');
    await page.getByLabel('口令').fill(PASSWORD);
    await page.getByRole('button', { name: '登录' }).click();
    await page.waitForURL(/\/console\/desk/);
    await page.close();
  });
  afterAll(async () => {
    await browser.close();
    await new Promise((resolve) => server.close(resolve));
    await world.close();
  });

  it('drops the Word file, sets the fields, sees the way to the preview, and submits', async () => {
    const page = await context.newPage();
    const complaints = complaintsOf(page);
    await page.goto(`${origin}/console/drafts/new`);
    await page.getByLabel('Word 文件（.docx').setInputFiles(WORD);
    await page.getByLabel('单位').first().selectOption('明溪县人民政府办公室');
    await page.getByRole('button', { name: '导入' }).click();
    await page.getByRole('heading', { name: '没有收入的内容' }).waitFor();
    // Reloading must not read the file in a second time.
    await page.waitForURL(/\/console\/drafts\/[0-9a-f-]{36}$/);
    const id = page.url().split('/').at(-1) ?? '';
    expect(await page.getByLabel('文号').inputValue()).toBe('明政办〔2020〕34号');
    await text(page).getByText('各乡（镇）人民政府，县有关单位：').waitFor();
    await page.getByLabel('栏目').selectOption('政策文件');
    await page.getByLabel('公开属性').selectOption('主动公开');
    await autosaved(page);
    await page.getByText('没有需要修改的地方，可以送审。').waitFor();
    const preview = page.getByRole('link', { name: '预览各渠道' });
    expect(await preview.getAttribute('href')).toBe(`/console/drafts/${id}/preview`);
    const before = (await stored(id)).content['body'];
    await page.getByRole('button', { name: '送审' }).click();
    await page.getByText('已送审').waitFor();
    expect(await stored(id)).toMatchObject({ status: 'reviewing', content: { body: before } });
    expect(complaints).toEqual([]);
    await page.close();
  });

  it('saves what is typed into the text, byte for byte beside it, and nothing while nobody types', async () => {
    const body =
      '<p>各单位：</p><p data-align="right">2026年11月25日</p><table><tbody><tr><th>甲</th><td>1</td></tr></tbody></table><p>尾</p>';
    const { page, id } = await openDraft({ body });
    const complaints = complaintsOf(page);
    const { version } = await stored(id);
    await text(page).getByText('尾').click();
    await page.keyboard.press('End');
    await page.keyboard.type('声');
    await autosaved(page);
    const now = await stored(id);
    expect(now.version).toBe(version + 1);
    await page.reload();
    await text(page).getByText('尾声').waitFor();
    expect(await page.locator('#f-body').inputValue()).toBe(body.replace('尾', '尾声'));
    expect((await stored(id)).version).toBe(version + 1);
    expect(complaints).toEqual([]);
    await page.close();
  });

  it('keeps the head of a table, and shows what is not saved in a page beside', async () => {
    const body =
      '<table><thead><tr><th scope="col">日期</th></tr></thead><tbody><tr><td>25日</td></tr></tbody></table><p>尾</p>';
    const { page, id } = await openDraft({ body });
    const { version } = await stored(id);
    await text(page).getByText('尾').click();
    await page.keyboard.press('End');
    await page.keyboard.type('声');
    const opened = context.waitForEvent('page');
    await page.getByRole('button', { name: '预览当前内容' }).click();
    const beside = await opened;
    for (const name of ['source-frame', 'channel-frame'])
      await beside.frameLocator(`iframe[name="${name}"]`).getByText('尾声').first().waitFor();
    expect(await barriersOf(beside)).toEqual([]);
    await beside.close();
    await autosaved(page);
    expect((await stored(id)).version).toBe(version + 1);
    await page.reload();
    await text(page).getByText('尾声').waitFor();
    expect(await page.locator('#f-body').inputValue()).toBe(body.replace('尾', '尾声'));
    await page.close();
  });

  it('edits the source where the text editor would lose something, and says why', async () => {
    const body = '<ul><li><p>一</p><ul><li>二</li></ul></li></ul>';
    const { page } = await openDraft({ body });
    await page.getByText('为免丢失，请直接修改源代码').waitFor();
    expect(await page.locator('#f-body').inputValue()).toBe(body);
    expect(await page.locator('#f-body').isVisible()).toBe(true);
    await page.close();
  });

  it('cleans what is pasted from Word, and tells what it took away', async () => {
    const { page, id } = await openDraft({ body: '' });
    await text(page).click();
    await text(page).evaluate((field) => {
      const data = new DataTransfer();
      data.setData(
        'text/html',
        '<p class="MsoNormal" style="mso-x:1">一、<b>总则</b><o:p></o:p></p><video src="x"></video>',
      );
      field.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
    });
    await page.getByText('粘贴时去掉了：').waitFor();
    await autosaved(page);
    expect(JSON.stringify((await stored(id)).content['body'])).toContain('<strong>总则</strong>');
    await page.close();
  });

  it('uploads a picture, and asks what it shows', async () => {
    const { page, id } = await openDraft({ body: '<p>图：</p>' });
    await text(page).click();
    // The editor's tools wake up once it knows where the cursor is.
    await page.locator('[data-menu-key="uploadImage"]:not(.disabled)').waitFor();
    const chooser = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: '上传图片' }).click();
    await (await chooser).setFiles({ name: 'a.png', mimeType: 'image/png', buffer: PNG });
    await page.getByRole('dialog').getByRole('textbox').fill('办事大厅');
    await page.getByRole('dialog').getByRole('button').click();
    await autosaved(page);
    expect(JSON.stringify((await stored(id)).content['body'])).toMatch(/asset:[0-9a-f]{64}.*办事大厅/);
    await page.close();
  });

  it('shows a conflict while one types, and submits nothing until it is settled', async () => {
    const { page, id } = await openDraft({ title: '原题' });
    const { version, content } = await stored(id);
    await saveDraft(world.ctx, { draftId: id, version, content: { ...content, title: '别人的题' } }, other);
    await page.getByLabel('标题', { exact: true }).fill('我的题');
    await page.getByRole('alert').getByText('自动保存与送审已停止').waitFor();
    expect(await page.getByRole('button', { name: '送审' }).isDisabled()).toBe(true);
    await page.getByRole('button', { name: '查看差别并处理' }).click();
    await page.getByRole('button', { name: '以我的内容为准' }).click();
    await page.getByText('草稿已保存。').waitFor();
    expect((await stored(id)).title).toBe('我的题');
    await page.close();
  });

  it('judges a guide as it is typed, each issue beside its field, and adds rows', async () => {
    const { page, id } = await openDraft({ type: 'guide', column: 'bszn', body: '', guide: buildGuide() });
    await page.getByLabel('法定办结时限').fill('很快');
    await page.locator('#f-guide-legalDays-wrong').waitFor();
    await page.getByLabel('法定办结时限').fill('30');
    await page.locator('#f-guide-legalDays-wrong').waitFor({ state: 'detached' });
    const materials = page.getByRole('group', { name: '申请材料' });
    await materials.getByRole('button', { name: '再加一项' }).click();
    await materials.getByLabel('材料名称').last().fill('户口簿');
    await autosaved(page);
    await expect.poll(async () => JSON.stringify((await stored(id)).content['guide'])).toContain('户口簿');
    await page.close();
  });

  it('works without scripts: the source is a field, and saving is a button', async () => {
    const { id } = await writeDraft(world.ctx, { body: '<p>旧文</p>' }, author);
    const plain = await browser.newContext({ javaScriptEnabled: false, storageState: await context.storageState() });
    const page = await plain.newPage();
    await page.goto(`${origin}/console/drafts/${id}`);
    await page.getByRole('textbox', { name: '正文' }).fill('<p>新文</p>');
    await page.getByRole('button', { name: '保存' }).click();
    await page.getByText('草稿已保存。').waitFor();
    expect((await stored(id)).content['body']).toBe('<p>新文</p>');
    await plain.close();
  });

  it.each(SCREENS)('fits $name, is valid HTML, and axe-core finds nothing', async ({ width, height }) => {
    const notice = await writeDraft(world.ctx, { title: '' }, author);
    const guide = await writeDraft(world.ctx, { type: 'guide', column: 'bszn', body: '', guide: buildGuide() }, author);
    const page = await context.newPage();
    await page.setViewportSize({ width, height });
    const complaints = complaintsOf(page);
    for (const path of [notice.id, guide.id, `${notice.id}/history`, `${notice.id}/discard`]) {
      await page.goto(`${origin}/console/drafts/${path}`);
      if (path === notice.id) await text(page).waitFor();
      const sent = await (await context.request.get(page.url())).text();
      expect([...(await barriersOf(page)), ...(await invalidityOfText(sent, page.url()))]).toEqual([]);
      expect(await overflowOf(page)).toBeLessThanOrEqual(0);
    }
    expect(complaints).toEqual([]);
    await page.close();
  });
});
