import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { defaultHttpAdapter, type HttpAdapter } from '@wenyan-md/core/http';
import { WechatPublisher, type CacheData, type TokenCache } from '@wenyan-md/core/publish';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ARTICLE, openPlatform, type Platform } from './platform.ts';

let platform: Platform;
beforeAll(async () => {
  platform = await openPlatform();
});
afterAll(() => platform.close());

const HOST = 'https://api.weixin.qq.com';

/** Its own transport but for the host, which it hardcodes. */
const transport = (): HttpAdapter => ({
  ...defaultHttpAdapter,
  fetch: (input, init) => fetch(String(input).replace(HOST, platform.base), init),
});
const remembered = <T>(empty: T) => {
  let kept = empty;
  return {
    load: async () => kept,
    save: async (value: T) => void (kept = value),
    clear: async () => void (kept = empty),
  };
};
const open = () => {
  const token = remembered<TokenCache | null>(null);
  const uploads = remembered<CacheData>({});
  return new WechatPublisher(
    transport(),
    { loadToken: token.load, saveToken: token.save, clearToken: token.clear },
    {
      loadCache: uploads.load,
      saveCache: uploads.save,
      clearCache: uploads.clear,
      calcHash: async (buffer) => createHash('md5').update(Buffer.from(buffer)).digest('hex'),
    },
  );
};
const picture = () => new Blob([new Uint8Array(readFileSync(platform.picture))], { type: 'image/png' });

describe('@wenyan-md/core', () => {
  it('uploads a picture once and saves a draft, though it takes any errcode for a failure', async () => {
    const publisher = open();
    const token = await publisher.getAccessTokenWithCache(platform.appId, platform.secret);
    const image = await publisher.uploadImage(picture(), '封面.png', token, platform.appId);
    const again = await publisher.uploadImage(picture(), '封面.png', token, platform.appId);
    expect(again).toEqual({ media_id: image.media_id, url: image.url });
    expect(platform.effects('material/add_material')).toBe(1);
    const draft = await publisher.publishToDraft(token, { ...ARTICLE, thumb_media_id: image.media_id });
    expect(draft.media_id).toMatch(/^[\w-]{20,128}$/);
    expect(platform.effects('draft/add')).toBe(1);
  });

  it.each([
    ['a wrong secret', 'wrong', {}, /^40125: /],
    ['a title too long', null, { title: '题'.repeat(33) }, /^45003: title size out of limit/],
    ['no cover', null, { thumb_media_id: '' }, /^40007: invalid media_id/],
  ])('throws for %s', async (_, secret, change, words) => {
    const publisher = open();
    const publish = async () => {
      const token = await publisher.getAccessTokenWithCache(platform.appId, secret ?? platform.secret);
      const { media_id } = await publisher.uploadImage(picture(), 'a.png', token);
      return publisher.publishToDraft(token, { ...ARTICLE, thumb_media_id: media_id, ...change });
    };
    await expect(publish()).rejects.toThrow(words);
  });
});
