import { load } from 'cheerio';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { unitPage } from '../../../adapters/portal-column/audit.ts';
import { BASE, manuscriptOf, NOW, openPortal, settingsOf, type Portal } from './portal.ts';

const CIVIL = { id: 'xmzj', name: '明溪县民政局' };
const TOWN = { id: 'xuefeng', name: '明溪县雪峰镇人民政府' };

let portal: Portal;
beforeEach(async () => {
  portal = await openPortal();
});
afterEach(() => portal.close());

const texts = (path: string, selector: string): string[] => {
  const $ = load(portal.read(path));
  return $(selector)
    .toArray()
    .map((each) => $(each).text());
};

describe('the page of a unit', () => {
  it('shows what the unit published in all columns, newest first, and from which column', async () => {
    const later = new Date(NOW.getTime() + 60_000);
    await portal.publish(manuscriptOf({ title: '公告' }, { itemId: 'a', unit: CIVIL }));
    await portal.publish(
      manuscriptOf({ title: '指南', column: 'zwdt' }, { itemId: 'b', unit: CIVIL, publishedAt: later }),
    );
    await portal.publish(manuscriptOf({ title: '别家' }, { itemId: 'c', unit: TOWN }));
    expect(texts('units/xmzj/index.html', '.entries a')).toEqual(['指南', '公告']);
    expect(texts('units/xmzj/index.html', '.entries .column')).toEqual(['政务动态', '通知公告']);
    expect(texts('units/xmzj/index.html', 'h1')).toEqual([CIVIL.name]);
  });

  it('is linked from the article, the home page, the map and the list of units', async () => {
    const { remoteId } = await portal.publish(manuscriptOf({}, { unit: CIVIL }));
    expect(texts(remoteId, '.related a[href="../../units/xmzj/index.html"]')).toEqual([CIVIL.name]);
    for (const page of ['index.html', 'map.html', 'units.html'])
      expect(texts(page, 'main a[href="units/xmzj/index.html"]')).toEqual([CIVIL.name]);
    expect(portal.read('sitemap-pages.xml')).toContain('units/xmzj/index.html');
  });

  it('stands where the adapter says, so that a server’s log knows whose page was opened', async () => {
    await portal.publish(manuscriptOf({}, { unit: CIVIL }));
    const settings = settingsOf({ baseUrl: BASE, siteIdCode: '3504210001' });
    const path = (unitPage(CIVIL, settings) ?? '').replace(`${BASE}/`, '');
    expect(texts(path, 'h1')).toEqual([CIVIL.name]);
    expect(unitPage(CIVIL, { ...settings, transport: 'cms' })).toBeNull();
  });

  it('has pages to turn', async () => {
    for (let at = 1; at <= 41; at += 1)
      await portal.publish(
        manuscriptOf(
          { title: `第${at}号` },
          { itemId: `n${at}`, unit: CIVIL, publishedAt: new Date(NOW.getTime() + at) },
        ),
      );
    expect(texts('units/xmzj/index.html', '.entries a').length).toBe(21);
    expect(texts('units/xmzj/list-1.html', '.entries a').length).toBe(20);
  });

  it('follows an article that another unit takes over, and one that is withdrawn', async () => {
    await portal.publish(manuscriptOf({}, { unit: CIVIL }));
    const receipt = await portal.publish(manuscriptOf({}, { revision: 2, unit: TOWN }));
    expect(texts('units/xmzj/index.html', '.empty')).toEqual(['暂无信息']);
    expect(texts('units.html', 'main li a')).toEqual([TOWN.name]);
    await portal.withdraw(receipt);
    expect(texts('units/xuefeng/index.html', '.entries a')).toEqual([]);
    expect(texts('units.html', 'main li a')).toEqual([]);
  });

  it('begins with the next revision of an article that was written before units had pages', async () => {
    const { remoteId } = await portal.publish(manuscriptOf());
    const file = join(portal.root, `.yigao/articles/${remoteId.slice(12, 28)}.json`);
    const { card, ...record } = JSON.parse(readFileSync(file, 'utf8')) as { card: object };
    writeFileSync(file, JSON.stringify({ ...record, listed: 'tzgg', card: { ...card, unit: undefined } }));
    await portal.publish(manuscriptOf({ title: '更正' }, { revision: 2, unit: CIVIL }));
    expect(texts('units/xmzj/index.html', '.entries a')).toEqual(['更正']);
    expect(texts('tzgg/index.html', '.entries a')).toEqual(['更正']);
  });
});

describe('every unit of the county', () => {
  const units = `${CIVIL.id} ${CIVIL.name}；${TOWN.id} ${TOWN.name}\nxrsj 明溪县人力资源和社会保障局`;

  it('has its page from the first article of anybody on, and keeps it when its last one is gone', async () => {
    const county = await openPortal({ units });
    const receipt = await county.publish(manuscriptOf({}, { unit: CIVIL }));
    const shown = () => load(county.read('units.html'))('main li').text();
    expect(shown()).toBe('明溪县民政局1 条明溪县人力资源和社会保障局0 条明溪县雪峰镇人民政府0 条');
    expect(county.read('units/xuefeng/index.html')).toContain('暂无信息');
    await county.withdraw(receipt);
    expect(county.read('units/xmzj/index.html')).toContain('暂无信息');
    expect(shown()).toContain('明溪县民政局0 条');
    await county.close();
  });

  it('is told when it is not written as asked', async () => {
    const county = await openPortal({ units: '民政局' });
    await expect(county.publish(manuscriptOf())).rejects.toMatchObject({ fault: 'signed-out', message: /编号 名称/ });
    await county.close();
  });
});

describe('the list of units', () => {
  it.each([
    ['明溪县雪峰镇人民政府', '各乡镇'],
    ['枫溪乡', '各乡镇'],
    ['城关街道办事处', '各乡镇'],
    ['明溪县乡村振兴局', '各部门'],
    ['明溪县城镇管理局', '各部门'],
  ])('puts %s under %s', async (name, group) => {
    await portal.publish(manuscriptOf({}, { unit: { id: 'u', name } }));
    expect(texts('units.html', 'h3')).toEqual([group]);
  });
});
