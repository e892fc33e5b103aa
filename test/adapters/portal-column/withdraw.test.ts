import { load } from 'cheerio';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Withdrawal } from '../../../adapters/contract.ts';
import { locate } from '../../../adapters/portal-column/locate.ts';
import { render } from '../../../adapters/portal-column/render.ts';
import { FORM, manuscriptOf, openPortal, PICTURE, type Portal } from './portal.ts';

let portal: Portal;
beforeEach(async () => {
  portal = await openPortal();
});
afterEach(() => portal.close());

const SECRET = '不该再看到的标题';
const draft = manuscriptOf({
  title: SECRET,
  summary: '不该再看到的摘要',
  attachments: [{ asset: FORM.id, name: '附件.pdf' }],
});
const file = `assets/${FORM.id.slice(0, 32)}.pdf`;
const mentions = (text: string): string[] =>
  portal.files().filter((path) => /\.(?:html|xml)$/.test(path) && portal.read(path).includes(text));

const KINDS: readonly (readonly [Withdrawal['kind'], string])[] = [
  ['gone', '信息已下线'],
  ['replaced', '信息已更新'],
  ['withdrawn', '信息已撤回'],
  ['removed-by-order', '信息已移除'],
];

describe('a withdrawn article', () => {
  it.each(KINDS)('leaves a notice that says why (%s)', async (kind, heading) => {
    const receipt = await portal.publish(draft);
    await portal.withdraw(receipt, { kind, reason: '时间<有>误' });
    const page = portal.read(receipt.remoteId);
    expect(page).toContain(`<h1>${heading}</h1>`);
    expect(page).toContain('原因：时间&lt;有&gt;误');
    expect(page).toMatch(/<meta name="robots" content="noindex"/);
  });

  it('answers 410, and 200 again once it is back', async () => {
    const receipt = await portal.publish(draft);
    await portal.withdraw(receipt);
    expect((await portal.fetch(receipt.remoteId)).status).toBe(410);
    expect((await portal.fetch(`${receipt.remoteId}.gone`)).status).toBe(404);
    await portal.publish(manuscriptOf({}, { revision: 2 }));
    expect((await portal.fetch(receipt.remoteId)).status).toBe(200);
  });

  it('is nowhere on the site: no title, no address, no file', async () => {
    const receipt = await portal.publish(draft);
    expect(mentions(SECRET).length).toBeGreaterThan(3);
    await portal.withdraw(receipt);
    expect(mentions(SECRET)).toEqual([]);
    expect(mentions('不该再看到的摘要')).toEqual([]);
    expect(mentions(receipt.remoteId)).toEqual([]);
    expect(portal.has(file)).toBe(false);
  });

  it('takes along no file that another article needs', async () => {
    const other = await portal.publish(manuscriptOf({ attachments: draft.content.attachments }, { itemId: 'other' }));
    const receipt = await portal.publish(draft);
    await portal.withdraw(receipt);
    expect(portal.has(file)).toBe(true);
    await portal.withdraw(other);
    expect(portal.has(file)).toBe(false);
  });

  it('is surely absent for the audit', async () => {
    const receipt = await portal.publish(draft);
    expect(await locate(render(draft), receipt, portal.io())).toMatchObject({ title: SECRET, revision: 1 });
    await portal.withdraw(receipt);
    expect(await locate(render(draft), receipt, portal.io())).toBeNull();
    expect(await locate(render(manuscriptOf({}, { itemId: 'never' })), null, portal.io())).toBeNull();
  });

  it('goes even when our books are lost, and twice as well as once', async () => {
    const receipt = await portal.publish(draft);
    rmSync(join(portal.root, '.yigao'), { recursive: true });
    await portal.withdraw(receipt);
    await portal.withdraw(receipt);
    expect(portal.read(receipt.remoteId)).not.toContain(SECRET);
  });

  it('comes back at its address with the next revision', async () => {
    const receipt = await portal.publish(draft);
    await portal.withdraw(receipt);
    const again = await portal.publish(manuscriptOf({ title: '重新发布' }, { revision: 2 }));
    expect(again).toEqual(receipt);
    expect(portal.read('tzgg/index.html')).toContain('重新发布');
    expect(portal.effects()).toEqual(['publish item-1@1#1', 'withdraw item-1@1#2', 'publish item-1@2#3']);
  });
});

describe('a replaced article', () => {
  const byOther = { kind: 'replaced', reason: '以新通知为准', replacedBy: 'other' } as const;
  const other = (title: string, revision = 1) => manuscriptOf({ title }, { itemId: 'other', revision });
  const pointer = (path: string): string[] => {
    const $ = load(portal.read(path));
    const links = $('main a').not('[href$="index.html"]').toArray();
    return links.map((each) => `${$(each).text()} ${$(each).attr('href')}`);
  };

  it('sends readers to what took its place, under the title that has today', async () => {
    const receipt = await portal.publish(draft);
    const { remoteId } = await portal.publish(other('新通知'));
    await portal.withdraw(receipt, byOther);
    expect(pointer(receipt.remoteId)).toEqual([`新通知 ../../${remoteId}`]);
    await portal.publish(other('新通知（更正）', 2));
    expect(pointer(receipt.remoteId)).toEqual([`新通知（更正） ../../${remoteId}`]);
  });

  it('points to a successor that comes later, and no more to one that is taken back', async () => {
    const receipt = await portal.publish(draft);
    await portal.withdraw(receipt, byOther);
    expect(pointer(receipt.remoteId)).toEqual([]);
    const successor = await portal.publish(other('新通知'));
    expect(pointer(receipt.remoteId).length).toBe(1);
    await portal.withdraw(successor);
    expect(pointer(receipt.remoteId)).toEqual([]);
  });

  it('is left alone by its successor once it is back itself', async () => {
    const receipt = await portal.publish(draft);
    await portal.withdraw(receipt, byOther);
    await portal.publish(manuscriptOf({ title: '重新发布' }, { revision: 2 }));
    await portal.publish(other('新通知'));
    expect(portal.read(receipt.remoteId)).toContain('重新发布');
    expect(portal.read(receipt.remoteId)).not.toContain('新通知');
  });
});

describe('a correction', () => {
  it('removes the files that only the old revision showed', async () => {
    const body = `<p><img src="asset:${PICTURE.id}" alt="图"></p>`;
    await portal.publish(manuscriptOf({ body, attachments: draft.content.attachments }));
    await portal.publish(manuscriptOf({ body }, { revision: 2 }));
    expect(portal.files().filter((path) => /^assets\/[0-9a-f]{32}\./.test(path))).toEqual([
      `assets/${PICTURE.id.slice(0, 32)}.png`,
    ]);
  });
});

describe('the look of the audit', () => {
  it.each([
    [500, 'unavailable', '坏了'],
    [200, 'outcome-unknown', '<html><title>请验证您是真人</title></html>'],
  ])('is unsure, never absent, when the site answers %i with something else', async (status, fault, text) => {
    const fetch = () => Promise.resolve(new Response(text, { status }));
    await expect(locate(render(draft), null, portal.io({ fetch }))).rejects.toMatchObject({ fault });
  });

  it('says that the site cannot be reached when it cannot', async () => {
    const fetch = () => Promise.reject(new TypeError('fetch failed'));
    await expect(locate(render(draft), null, portal.io({ fetch }))).rejects.toMatchObject({ fault: 'unavailable' });
  });
});
