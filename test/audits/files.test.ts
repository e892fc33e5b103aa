import { createHash } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import sharp from 'sharp';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { wechatAccount } from '../../adapters/wechat-account/index.ts';
import { createWechatSandbox } from '../../adapters/wechat-account/sandbox.ts';
import { openAuditStage, TITLE, type AuditStage } from '../support/audit-stage.ts';
import type { TestImage } from '../support/stage.ts';

const WIDTH = 320;
const HEIGHT = 200;

/** A picture of soft hills: as uneven as a photograph, and another one for each seed. */
const hills = async (seed: number): Promise<Buffer> => {
  const data = Buffer.alloc(WIDTH * HEIGHT * 3);
  for (let at = 0; at < WIDTH * HEIGHT; at += 1) {
    const [x, y] = [at % WIDTH, Math.floor(at / WIDTH)];
    const value = 128 + 60 * Math.sin((x * seed) / 60) + 60 * Math.cos((y * (seed + 1)) / 50 + x / 90);
    data.fill(Math.max(0, Math.min(255, Math.round(value))), at * 3, at * 3 + 3);
  }
  return sharp(data, { raw: { width: WIDTH, height: HEIGHT, channels: 3 } })
    .png()
    .toBuffer();
};

let picture: TestImage;
let other: Buffer;
beforeAll(async () => {
  const data = await hills(1);
  other = await hills(3);
  picture = {
    id: createHash('sha256').update(data).digest('hex'),
    mime: 'image/png',
    data,
    width: WIDTH,
    height: HEIGHT,
  };
});

let stage: AuditStage;
afterEach(() => stage.close());

const body = () =>
  `<p>梯田秋色。</p><p><img src="asset:${picture.id}" alt="梯田"></p><p><a href="http://other.test/a">原文链接</a></p>`;

describe('on a channel that hosts files itself', () => {
  const publish = async (): Promise<{ itemId: string; file: string }> => {
    stage = await openAuditStage({ images: [picture] });
    stage.answers.set('http://other.test/a', () => new Response('<p>在</p>'));
    const itemId = await stage.world.approve({ title: TITLE, body: body() });
    await stage.world.settle(itemId);
    return { itemId, file: stage.file(`http://platform.test/base/assets/${picture.id.slice(0, 32)}.png`) };
  };

  it('other bytes behind the same page are found, once they are looked at again', async () => {
    const { itemId, file } = await publish();
    expect(await stage.look(itemId)).toMatchObject({ verdict: 'same' });
    writeFileSync(file, other);
    for (let time = 0; time < 4; time += 1) await stage.look(itemId);
    expect(await stage.open()).toMatchObject([{ kind: 'files', facts: { what: '第 1 张图片内容被换' } }]);
    writeFileSync(file, picture.data);
    await stage.look(itemId);
    expect(await stage.open()).toEqual([]);
  });

  it('a file that is gone is found at the first look', async () => {
    const { itemId, file } = await publish();
    rmSync(file);
    await stage.look(itemId);
    expect(await stage.open()).toMatchObject([{ kind: 'files', facts: { what: '第 1 张图片打不开' } }]);
  });

  it('a link that leads nowhere is found with what to do, one that cannot be judged is not', async () => {
    const { itemId } = await publish();
    stage.answers.set('http://other.test/a', () => new Response('', { status: 404 }));
    await stage.look(itemId);
    expect(await stage.open()).toMatchObject([
      { kind: 'dead-link', facts: { what: expect.stringContaining('“原文链接”') } },
    ]);
    stage.answers.set('http://other.test/a', () => new Response('', { status: 503 }));
    for (let time = 0; time < 4; time += 1) await stage.look(itemId);
    expect(await stage.kinds()).toEqual(['dead-link']);
  });
});

describe('on a channel that keeps pictures in its own form', () => {
  const publish = async (): Promise<string> => {
    stage = await openAuditStage({ adapter: wechatAccount, createSandbox: createWechatSandbox, images: [picture] });
    const itemId = await stage.world.approve({ title: TITLE, body: body() });
    await stage.world.settle(itemId);
    return itemId;
  };
  const showing = (data: Buffer) => {
    const { look } = stage.crawler;
    stage.crawler.look = async (request) =>
      request.as === 'file'
        ? { kind: 'page', status: 200, url: request.url, headers: {}, body: new Uint8Array(data), ms: 1 }
        : look(request);
  };

  it('the same picture, re-encoded and smaller, is no finding', async () => {
    const itemId = await publish();
    showing(await sharp(picture.data).resize(200).jpeg({ quality: 60 }).toBuffer());
    expect(await stage.look(itemId)).toMatchObject({ verdict: 'same' });
    expect(await stage.open()).toEqual([]);
  });

  it('another picture is', async () => {
    const itemId = await publish();
    showing(other);
    await stage.look(itemId);
    expect(await stage.open()).toMatchObject([{ kind: 'files', facts: { what: '第 1 张图片换成了别的' } }]);
  });

  it('the removal page is 缺失, the verification wall 未知', async () => {
    const itemId = await publish();
    expect(await stage.look(itemId)).toMatchObject({ verdict: 'same' });
    const post = (path: string, body: unknown) =>
      stage.sandbox.fetch(
        new Request(`http://platform.test/base${path}`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(body),
        }),
      );
    await post('/__switches', { wall: true });
    expect(await stage.look(itemId)).toMatchObject({ verdict: 'unknown' });
    await post('/__switches', { wall: false });
    const { url } = await stage.world.delivery(itemId);
    await post('/__hand', { page: url?.split('/').at(-1), delete: true });
    expect(await stage.look(itemId)).toMatchObject({ verdict: 'missing' });
  });
});
