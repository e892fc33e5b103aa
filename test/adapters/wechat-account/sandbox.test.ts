import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readPage } from '../../../adapters/wechat-account/read-page.ts';
import { publish } from '../../../adapters/wechat-account/publish.ts';
import { render } from '../../../adapters/wechat-account/render.ts';
import { manuscriptOf, openAccount, type Account } from './support.ts';

const post = async ({ sandbox, settings }: Account, path: string, body: unknown): Promise<Record<string, unknown>> => {
  const url = `${settings.apiBase}/cgi-bin/${path}`;
  const init = { method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body) };
  const response = await sandbox.fetch(new Request(url, init));
  expect(response.status).toBe(200);
  return (await response.json()) as Record<string, unknown>;
};
const tokenOf = async (account: Account): Promise<string> => {
  const { appId: appid, appSecret: secret } = account.settings;
  const answer = await post(account, 'stable_token', { grant_type: 'client_credential', appid, secret });
  return String(answer.access_token);
};
const put = async (account: Account, title = '标题'): Promise<string> => {
  const rendition = render(manuscriptOf({ title }), account.settings);
  await publish(rendition, account.io());
  await account.advance(5_000);
  const page = await account.get('/');
  return /href="http:\/\/platform\.test\/wx(\/s\/[\w-]{22})"/.exec(page)?.[1] ?? '';
};

describe('the double of WeChat', () => {
  it('answers errors with HTTP 200, the platform’s words and a rid', async () => {
    const account = openAccount();
    expect(await post(account, 'draft/add', {})).toMatchObject({ errcode: 41001 });
    expect(await post(account, 'draft/add?access_token=x', {})).toEqual({
      errcode: 40001,
      errmsg: expect.stringMatching(/^invalid credential, .+ rid: [0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8}$/),
    });
  });

  it.each([
    ['a long title', { title: '题'.repeat(33) }, 45003],
    ['a long author', { author: '者'.repeat(17) }, 45110],
    ['a long digest', { digest: '摘'.repeat(129) }, 45004],
    ['a long body', { content: '文'.repeat(20_000) }, 45002],
    ['no cover', { thumb_media_id: 'x' }, 40007],
    ['no title', { title: '' }, 47001],
  ])('refuses a draft with %s', async (_, article, errcode) => {
    const account = openAccount();
    const path = `draft/add?access_token=${await tokenOf(account)}`;
    const articles = [{ title: '题', content: '文', thumb_media_id: '', ...article }];
    expect(await post(account, path, { articles })).toMatchObject({ errcode });
  });

  it('counts \\u escapes as the six characters they are', async () => {
    const account = openAccount();
    const path = `draft/add?access_token=${await tokenOf(account)}`;
    const escaped = '\\u9898'.repeat(6);
    const body = `{"articles":[{"title":"${escaped}","content":"x"}]}`;
    expect(await post(account, path, body)).toMatchObject({ errcode: 45003 });
  });

  it('keeps the day’s quotas', async () => {
    const account = openAccount();
    const path = `freepublish/delete?access_token=${await tokenOf(account)}`;
    for (let call = 0; call < 10; call += 1)
      expect(await post(account, path, { article_id: 'x' })).toMatchObject({ errcode: 53600 });
    expect(await post(account, path, { article_id: 'x' })).toMatchObject({ errcode: 45009 });
  });

  it('shows its articles, and in a deleted one’s place the words of the platform', async () => {
    const account = openAccount();
    const path = await put(account, '关于<停水>的"通知"');
    expect(readPage(await account.get(path))).toMatchObject({ kind: 'article', title: '关于<停水>的"通知"' });
    const list = await post(account, `freepublish/batchget?access_token=${await tokenOf(account)}`, {
      offset: 0,
      count: 20,
    });
    const [{ article_id }] = list.item as [{ article_id: string }];
    await post(account, `freepublish/delete?access_token=${await tokenOf(account)}`, { article_id });
    expect(readPage(await account.get(path))).toEqual({ kind: 'removed', why: '该内容已被发布者删除' });
    expect(await account.get('/')).toContain('还没有发布文章');
  });

  it('has the values that readers of real pages take from the script', async () => {
    const account = openAccount();
    const page = await account.get(await put(account));
    expect(page).toMatch(/var ct = "\d{10}"/);
    expect(page).toMatch(/var createTime = '2026-11-23 09:00'/);
    expect(page).toMatch(/var user_name = "gh_/);
    expect(page).toMatch(
      /id="js_content" style="visibility: hidden; opacity: 0; "|style="visibility: hidden; opacity: 0; "/,
    );
    expect(page).not.toMatch(/<img[^>]+\ssrc="asset:/);
  });
});

describe('its store', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'yigao-wechat-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('survives a restart: articles, tokens, effects, and a publication on its way', async () => {
    const before = openAccount({ folder });
    const path = await put(before);
    await publish(render(manuscriptOf({ title: '第二篇' }, 'second'), before.settings), before.io());
    const token = await tokenOf(before);

    const after = openAccount({ folder });
    expect(readPage(await after.get(path))).toMatchObject({ kind: 'article', title: '标题' });
    expect(await tokenOf(after)).toBe(token);
    expect(after.sandbox.effects()).toEqual(before.sandbox.effects());
    await after.advance(10_000);
    expect(await after.get('/')).toContain('第二篇');
    expect(after.answered).toEqual([200]);
  });
});
