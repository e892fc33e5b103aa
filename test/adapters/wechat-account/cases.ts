import { createHash } from 'node:crypto';
import sharp from 'sharp';
import type { Sandbox, SandboxOptions } from '../../../adapters/contract.ts';
import { wechatAccount } from '../../../adapters/wechat-account/index.ts';
import { createWechatSandbox } from '../../../adapters/wechat-account/sandbox.ts';
import type { TestImage } from '../../support/stage.ts';

const data = await sharp({ create: { width: 640, height: 360, channels: 3, background: '#2a6f97' } })
  .png()
  .toBuffer();
const image: TestImage = {
  id: createHash('sha256').update(data).digest('hex'),
  mime: 'image/png',
  data: new Uint8Array(data),
  width: 640,
  height: 360,
};

export const body = (day: string): string =>
  '<h2>一、停水时间</h2>' +
  `<p>因城区供水管网检修，${day}8时至18时，<strong>雪峰镇</strong>部分路段停水。</p>` +
  `<figure><img src="asset:${image.id}" alt="停水范围示意图"><figcaption>停水范围</figcaption></figure>` +
  '<table><thead><tr><th scope="col">路段</th><th scope="col">时间</th></tr></thead>' +
  '<tbody><tr><td>民主路</td><td>8时至12时</td></tr><tr><td colspan="2">其余路段另行通知</td></tr></tbody></table>' +
  '<ol start="2"><li>请提前储水。<ul><li>水质浑浊时请放水片刻。</li></ul></li></ol>' +
  '<p>详见<a href="https://www.fjmx.gov.cn/tsgg">停水公告</a>，咨询电话 <a href="tel:0598-2812345">0598-2812345</a>。</p>';

/** The platform as an account in this mode meets it. */
export const platformFor =
  (mode: string, more: (sandbox: Sandbox) => Promise<void> = () => Promise.resolve()) =>
  (options: SandboxOptions): Sandbox => {
    const sandbox = createWechatSandbox(options);
    return {
      ...sandbox,
      settings: { ...sandbox.settings, mode },
      tick: async () => {
        await more(sandbox);
        await sandbox.tick();
      },
    };
  };

/** An editor who publishes every draft as soon as it is there, with the button of the admin page. */
export const pressAll = async ({ fetch }: Sandbox): Promise<void> => {
  const page = await (await fetch(new Request('http://platform.test/base/admin'))).text();
  for (const [, mediaId = ''] of page.matchAll(/name="media_id" value="([^"]+)"/g)) {
    const body = new URLSearchParams({ media_id: mediaId });
    await fetch(new Request('http://platform.test/base/__publish', { method: 'POST', body }));
  }
};

export const common = {
  adapter: wechatAccount,
  images: [image],
  content: { title: '关于城区部分路段停水的通知', body: body('11月25日') },
  correction: { title: '关于城区部分路段停水的通知（更正）', body: body('11月26日') },
  harmless: {
    'media/uploadimg': 'an address for bodies only: counts against no quota, and nobody sees an image no article shows',
  },
};
