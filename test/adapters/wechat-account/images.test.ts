import { randomBytes } from 'node:crypto';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { UPLOAD_MAX_BYTES } from '../../../adapters/wechat-account/limits.ts';
import { fitPicture } from '../../../adapters/wechat-account/picture.ts';
import { assetOf, begin, effects, failure } from './support.ts';

const noise = async (width: number, height: number) =>
  sharp(randomBytes(width * height * 3), { raw: { width, height, channels: 3 } });
const plain = sharp({ create: { width: 64, height: 48, channels: 3, background: '#2a6f97' } });

const png = assetOf(await plain.clone().png().toBuffer(), 'image/png');
const webp = assetOf(await plain.clone().webp().toBuffer(), 'image/webp');
const broken = assetOf(new Uint8Array([1, 2, 3]), 'image/webp');
const large = assetOf(await (await noise(1_600, 900)).png().toBuffer(), 'image/png');

describe('a picture', () => {
  it('that fits stays byte for byte', async () => {
    expect((await fitPicture(png)).data).toBe(png.data);
  });

  it.each([
    ['too large', large],
    ['of another format', webp],
  ])('%s is encoded anew to what the platform takes', async (_, asset) => {
    const { data, mime } = await fitPicture(asset);
    expect(mime).toBe('image/jpeg');
    expect(data.length).toBeLessThan(UPLOAD_MAX_BYTES);
    expect(await sharp(data).metadata()).toMatchObject({ format: 'jpeg' });
  });
});

describe('an article with pictures', () => {
  const figure = (id: string, alt: string) => `<figure><img src="asset:${id}" alt="${alt}"></figure>`;

  it('is published with all of them', async () => {
    const assets = [png, large, webp];
    const work = begin({ assets }, { body: assets.map(({ id }) => figure(id, '图')).join('') });
    expect(await work.run()).toMatchObject({ state: 'in-review' });
    expect(effects(work.account, 'media/uploadimg')).toBe(3);
  });

  it('is refused with every picture that fails, its place, words and size, and keeps what was uploaded', async () => {
    const body = figure(png.id, '现场') + figure(broken.id, '示意图') + figure(webp.id, '路段');
    const work = begin({ assets: [png, broken, webp] }, { body });
    const error = await failure(work.run());
    expect(error).toMatchObject({
      fault: 'refused',
      message: expect.stringMatching(/^第 2 张图片“示意图”（WEBP，1 KB）：图片 \w{8} 无法识别，请另存为/),
    });
    expect(effects(work.account, 'media/uploadimg')).toBe(2);
    expect(effects(work.account, 'draft/add')).toBe(0);
    await failure(work.run());
    expect(effects(work.account, 'media/uploadimg')).toBe(2);
  });

  it('names two that fail in one message, one of them refused by the platform', async () => {
    const work = begin({ assets: [png, broken] }, { body: figure(png.id, '甲') + figure(broken.id, '乙') });
    await work.account.set('/__faults', { call: 'media/uploadimg', errcode: 40005 });
    const { message } = (await failure(work.run())) as Error;
    expect(message).toMatch(/第 1 张图片“甲”.*图片格式不对.*；第 2 张图片“乙”/s);
  });
});
