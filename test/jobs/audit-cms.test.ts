import { createHash } from 'node:crypto';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createCmsSandbox } from '../../adapters/portal-column/sandbox.ts';
import { BODY, openAuditStage, TITLE, type AuditStage } from '../support/audit-stage.ts';
import type { TestImage } from '../support/stage.ts';

const BASE = 'http://platform.test/base';
/** The double has one list, of all that it shows. */
const LIST = `${BASE}/index.html`;

let stage: AuditStage;
let itemId: string;
let url: string;
let picture: TestImage;

beforeEach(async () => {
  const data = await sharp({ create: { width: 40, height: 30, channels: 3, background: '#278' } })
    .png()
    .toBuffer();
  const id = createHash('sha256').update(data).digest('hex');
  picture = { id, mime: 'image/png', data, width: 40, height: 30 };
  stage = await openAuditStage({
    images: [picture],
    createSandbox: (options) => {
      const sandbox = createCmsSandbox(options);
      return { ...sandbox, settings: { ...sandbox.settings, cmsColumns: `tzgg ${LIST}` } };
    },
  });
  itemId = await stage.world.approve({ title: TITLE, body: `${BODY}<p><img src="asset:${id}" alt="图"></p>` });
  url = (await stage.world.settle(itemId)).url ?? '';
});
afterEach(() => stage.close());

/** The page as the CMS shows it, changed before the audit sees it. */
const alter = async (at: string, change: (html: string) => string): Promise<void> => {
  const html = change(await (await stage.world.fetch(at)).text());
  stage.answers.set(at, () => new Response(html, { headers: { 'content-type': 'text/html; charset=utf-8' } }));
};

describe('a copy that a CMS shows', () => {
  it('as it was sent is 一致, listed, with its picture', async () => {
    expect(await stage.look(itemId)).toMatchObject({ verdict: 'same' });
    expect(await stage.open()).toEqual([]);
    expect(stage.crawler.looks).toContain(LIST);
    expect(stage.crawler.looks).toContain(`${BASE}/assets/${picture.id.slice(0, 32)}.png`);
  });

  it('with its picture kept elsewhere under its name is as it should be; with other bytes there it is not', async () => {
    await alter(url, (html) => html.replaceAll('../../assets/', 'https://files.test/2026/'));
    const file = `https://files.test/2026/${picture.id.slice(0, 32)}.png`;
    stage.answers.set(file, () => new Response(new Uint8Array(picture.data)));
    await stage.look(itemId);
    expect(await stage.open()).toEqual([]);
    stage.answers.set(file, () => new Response('other'));
    await alter(url, (html) =>
      html.replaceAll('../../assets/', 'https://files.test/2026/').replace('</body>', '<p>今日</p></body>'),
    );
    await stage.look(itemId);
    expect(await stage.open()).toMatchObject([{ kind: 'files', facts: { what: '第 1 张图片内容被换' } }]);
  });

  it('with a lost 网页标签, or without its line in the list, is found, each once', async () => {
    await alter(url, (html) => html.replace(/<meta name="ContentSource"[^>]*>/, ''));
    await alter(LIST, (html) => html.replaceAll('<li>', '<!--').replaceAll('</li>', '-->'));
    await stage.look(itemId);
    expect(await stage.open()).toMatchObject([
      { kind: 'tags', facts: { what: 'ContentSource' } },
      { kind: 'not-listed', facts: { where: '栏目“通知公告”' } },
    ]);
  });
});
