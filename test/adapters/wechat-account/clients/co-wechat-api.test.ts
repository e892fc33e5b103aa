import API from 'co-wechat-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ARTICLE, openPlatform, type Platform } from './platform.ts';

let platform: Platform;
beforeAll(async () => {
  platform = await openPlatform();
});
afterAll(() => platform.close());

const open = (secret = platform.secret): API => {
  const api = new API(platform.appId, secret);
  api.prefix = `${platform.base}/cgi-bin/`;
  return api;
};
/** It knows no drafts: through its own request, with its own token. */
const addDraft = async (api: API, cover: string): Promise<string> => {
  const { accessToken } = await api.getAccessToken();
  const answer = await api.request(`${api.prefix}draft/add?access_token=${accessToken}`, {
    method: 'POST',
    data: JSON.stringify({ articles: [{ ...ARTICLE, thumb_media_id: cover }] }),
  });
  return String(answer['media_id']);
};

describe('co-wechat-api', () => {
  it('hosts a picture for bodies, and keeps, lists and removes one in the library', async () => {
    const api = open();
    expect((await api.uploadImage(platform.picture)).url).toMatch(/\/mmbiz\/[\w-]+\/0\?wx_fmt=png/);
    expect((await api.getMaterialCount()).image_count).toBe(0);
    const { media_id } = await api.uploadImageMaterial(platform.picture);
    expect((await api.getMaterialCount()).image_count).toBe(1);
    expect((await api.getMaterials('image', 0, 20)).item).toEqual([
      expect.objectContaining({ media_id, name: 'picture.png' }),
    ]);
    expect(await api.removeMaterial(media_id)).toMatchObject({ errcode: 0 });
    await expect(api.removeMaterial(media_id)).rejects.toMatchObject({ code: 40007 });
  });

  it('is refused a thumb that is no JPEG', async () => {
    await expect(open().uploadThumbMaterial(platform.picture)).rejects.toMatchObject({ code: 40113 });
  });

  it('sends a draft to all once, however often it asks, and deletes the message', async () => {
    const api = open();
    const { media_id: cover } = await api.uploadImageMaterial(platform.picture);
    const draft = await addDraft(api, cover);
    const sent = await api.massSendNews(draft, true, 'once-and-no-more');
    expect(sent).toMatchObject({ errcode: 0, msg_id: expect.any(Number), msg_data_id: expect.any(Number) });
    await expect(api.massSendNews(draft, true, 'once-and-no-more')).rejects.toMatchObject({ code: 45065 });
    await expect(api.massSendNews(draft, true, 'another')).rejects.toMatchObject({ code: 45028 });
    await platform.advance(5_000);
    expect(await api.deleteMass(sent.msg_id)).toMatchObject({ errcode: 0 });
    expect(platform.effects('message/mass/sendall')).toBe(1);
  });

  it('mends a token that died by itself, since the double says so with 40001 or 42001', async () => {
    const api = open();
    const old = await api.getAccessToken();
    await open().getAccessToken();
    await platform.advance(5 * 60_000 + 1);
    // Its retry sends JSON again; an upload's stream it could not.
    expect((await api.getMaterials('image', 0, 20)).item).toEqual(expect.any(Array));
    expect((await api.getAccessToken()).accessToken).not.toBe(old.accessToken);
  });

  it('is told a wrong secret and a missing whitelist entry by the token call', async () => {
    await expect(open('wrong').getAccessToken()).rejects.toMatchObject({ code: 40125 });
    await platform.fail({ call: 'token', errcode: 40164 });
    await expect(open().getAccessToken()).rejects.toMatchObject({
      code: 40164,
      message: expect.stringMatching(/^invalid ip 120\.244\.112\.8 .+ not in whitelist rid: /),
    });
  });
});
