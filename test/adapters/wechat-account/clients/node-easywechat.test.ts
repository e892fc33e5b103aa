import { createReadStream } from 'node:fs';
import { OfficialAccount } from 'node-easywechat';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ARTICLE, openPlatform, type Platform } from './platform.ts';

let platform: Platform;
beforeAll(async () => {
  platform = await openPlatform();
});
afterAll(() => platform.close());

/** Its own cache writes the secret into a file name. */
const inMemory = () => {
  const kept = new Map<string, unknown>();
  return {
    get: async (key: string) => kept.get(key),
    has: async (key: string) => kept.has(key),
    set: async (key: string, value: unknown) => Boolean(kept.set(key, value)),
    delete: async (key: string) => kept.delete(key),
  };
};
type Answer = Record<string, unknown>;

const open = (stable: boolean) => {
  const app = new OfficialAccount({
    app_id: platform.appId,
    secret: platform.secret,
    use_stable_access_token: stable,
    http: { baseURL: `${platform.base}/` },
  });
  app.setCache(inMemory());
  const client = app.getClient();
  return {
    token: () => app.getAccessToken().getToken(),
    post: async (path: string, body: object): Promise<Answer> =>
      (await client.postJson(`cgi-bin/${path}`, body)).toObject<Answer>(),
    get: async (path: string): Promise<Answer> => (await client.get(`cgi-bin/${path}`)).toObject<Answer>(),
    uploadImage: async (file: string): Promise<Answer> => {
      const payload = { formData: { media: createReadStream(file) } };
      return (await client.post('cgi-bin/media/uploadimg', payload as object)).toObject<Answer>();
    },
    addMaterial: async (file: string): Promise<Answer> => {
      const path = 'cgi-bin/material/add_material';
      return (await client.withFile(file, 'media').post(path, { params: { type: 'image' } })).toObject<Answer>();
    },
  };
};

describe('node-easywechat', () => {
  it('gets the same stable token twice, and a new plain one each time', async () => {
    expect(await open(true).token()).toBe(await open(true).token());
    expect(await open(false).token()).not.toBe(await open(false).token());
  });

  it('hosts images, and publishes, reads and deletes an article', async () => {
    const account = open(true);
    const image = await account.uploadImage(platform.picture);
    const { media_id: cover } = await account.addMaterial(platform.picture);
    const content = `${ARTICLE.content}<img src="${String(image['url'])}">`;
    const draft = await account.post('draft/add', { articles: [{ ...ARTICLE, content, thumb_media_id: cover }] });
    expect(draft).toEqual({ media_id: expect.any(String) });
    expect(await account.get('draft/count')).toMatchObject({ total_count: 1 });

    const submitted = await account.post('freepublish/submit', draft);
    expect(submitted).toMatchObject({ errcode: 0, publish_id: expect.any(Number), msg_data_id: expect.any(Number) });
    const { publish_id } = submitted;
    expect(await account.post('freepublish/get', { publish_id })).toMatchObject({ publish_status: 1 });
    await platform.advance(5_000);
    const published = await account.post('freepublish/get', { publish_id });
    expect(published).toMatchObject({ publish_status: 0, article_detail: { count: 1 } });
    expect(await account.post('draft/get', draft)).toMatchObject({ errcode: 40007 });

    const { article_id } = published;
    const [{ article_url }] = (published['article_detail'] as { item: [{ article_url: string }] }).item;
    expect(await (await fetch(article_url)).text()).toContain(ARTICLE.title);
    expect(await account.post('freepublish/delete', { article_id })).toMatchObject({ errcode: 0 });
    expect(await (await fetch(article_url)).text()).toContain('该内容已被发布者删除');
  });

  it('changes one article of a draft of several, lists it and drops it', async () => {
    const account = open(true);
    const { media_id: cover } = await account.addMaterial(platform.picture);
    const article = { ...ARTICLE, thumb_media_id: cover };
    const draft = await account.post('draft/add', { articles: [article, { ...article, title: '第二篇' }] });
    const change = { ...draft, index: 1, articles: { ...article, title: '改过的第二篇' } };
    expect(await account.post('draft/update', change)).toMatchObject({ errcode: 0 });
    expect(await account.post('draft/update', { ...change, index: 2 })).toMatchObject({ errcode: 40114 });
    const list = await account.post('draft/batchget', { offset: 0, count: 20, no_content: 1 });
    const titles = [{ title: ARTICLE.title }, { title: '改过的第二篇' }];
    expect(list).toMatchObject({ item_count: 1, item: [{ content: { news_item: titles } }] });
    expect(await account.post('draft/delete', draft)).toMatchObject({ errcode: 0 });
    expect(await account.get('draft/count')).toMatchObject({ total_count: 0 });
  });

  it('reads the platform’s own count of calls, and sets it back', async () => {
    const account = open(true);
    const asked = { cgi_path: '/cgi-bin/freepublish/delete' };
    await account.post('freepublish/delete', { article_id: 'none' });
    const before = (await account.post('openapi/quota/get', asked))['quota'];
    expect(before).toMatchObject({ daily_limit: 10, remain: 10 - (before as { used: number }).used });
    expect(await account.post('clear_quota', { appid: platform.appId })).toMatchObject({ errcode: 0 });
    expect(await account.post('openapi/quota/get', asked)).toMatchObject({ quota: { used: 0, remain: 10 } });
  });

  it('meets errors as an answer with the platform’s words', async () => {
    await platform.fail({ call: 'draft/add', errcode: 48001 });
    const refused = await open(true).post('draft/add', { articles: [] });
    expect(refused).toEqual({ errcode: 48001, errmsg: expect.stringMatching(/^api unauthorized rid: /) });
  });
});
