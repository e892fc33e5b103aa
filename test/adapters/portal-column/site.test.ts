import { posix } from 'node:path';
import { load } from 'cheerio';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readPage } from '../../../adapters/portal-column/read-page.ts';
import { BASE, FORM, manuscriptOf, NOW, openPortal, PICTURE, type Portal } from './portal.ts';

let portal: Portal;
let policyPath: string;
let readingPath: string;

const after = (minutes: number): Date => new Date(NOW.getTime() + minutes * 60_000);

beforeAll(async () => {
  portal = await openPortal({ errorReport: 'https://zfwzgl.www.gov.cn/' });
  const body = `<h2>一</h2><p>正文<img src="asset:${PICTURE.id}" alt="图"></p><table><tbody><tr><td>1</td></tr></tbody></table>`;
  const attachments = [{ asset: FORM.id, name: '附件.pdf' }];
  const reading = { type: 'interpretation', column: 'zcjd', title: '《方案》解读', interprets: 'p', body } as const;
  ({ remoteId: readingPath } = await portal.publish(manuscriptOf(reading, { itemId: 'reading' })));
  const policy = { type: 'policy', column: 'zcwj', title: '方案 & <细则>', body, attachments } as const;
  ({ remoteId: policyPath } = await portal.publish(
    manuscriptOf({ ...policy, attachments }, { itemId: 'p', publishedAt: after(1) }),
  ));
  for (let at = 0; at < 45; at += 1)
    await portal.publish(manuscriptOf({ title: `通知${at}` }, { itemId: `n${at}`, publishedAt: after(2 + at) }));
  await portal.withdraw(await portal.publish(manuscriptOf({ title: '撤' }, { itemId: 'gone' })));
});
afterAll(() => portal.close());

const pages = (): string[] => portal.files().filter((path) => path.endsWith('.html'));
const resolve = (from: string, href: string): string | null => {
  const url = new URL(href, `${BASE}/${from}`);
  if (!url.href.startsWith(`${BASE}/`)) return null;
  const path = decodeURIComponent(url.href.slice(BASE.length + 1).replace(/#.*/, ''));
  return path === '' || path.endsWith('/') ? posix.join(path, 'index.html') : path;
};

describe('the whole site', () => {
  it('has no dead internal link, image or file', () => {
    const dead = pages().flatMap((page) => {
      const $ = load(portal.read(page));
      const refs = $('[href],[src]')
        .toArray()
        .map(({ attribs }) => attribs.href ?? attribs.src ?? '');
      return refs
        .map((ref) => resolve(page, ref))
        .filter((path) => path !== null && !portal.has(path))
        .map((path) => `${page} → ${path}`);
    });
    expect(pages().length).toBeGreaterThan(50);
    expect(dead).toEqual([]);
  });

  it('lists in its sitemaps exactly what is there, and in its feed the newest', () => {
    const locs = (path: string): string[] =>
      load(portal.read(path), { xml: true })('loc')
        .toArray()
        .map((each) =>
          load(each)
            .text()
            .slice(BASE.length + 1),
        );
    const listed = locs('sitemap.xml').flatMap(locs);
    expect(listed.filter((path) => path !== '' && !portal.has(path))).toEqual([]);
    expect(listed.filter((path) => path.includes('/202611/')).length).toBe(47);
    const $ = load(portal.read('feed.xml'), { xml: true });
    expect($('entry').length).toBe(30);
    expect($('entry > title').first().text()).toBe('通知44');
  });

  it.each([
    ['home page', 'index.html', 3],
    ['column page', 'zcwj/index.html', 7],
    ['page of a unit', 'units/xzfb/index.html', 7],
  ])('has the mandatory tags of a %s', (_, path, count) => {
    const names = [
      'SiteName',
      'SiteDomain',
      'SiteIDCode',
      'ColumnName',
      'ColumnDescription',
      'ColumnKeywords',
      'ColumnType',
    ];
    const $ = load(portal.read(path));
    for (const name of names.slice(0, count)) expect($(`meta[name="${name}"]`).attr('content')).not.toBe('');
    expect($('meta[name^="Column"],meta[name^="Site"]').length).toBe(count);
  });

  it('is built for everybody: language, one h1, headings without a gap, landmarks, alt texts, unique ids', () => {
    const faults = pages().flatMap((page) => {
      const $ = load(portal.read(page));
      const levels = $('h1,h2,h3,h4')
        .toArray()
        .map(({ name }) => Number(name[1]));
      const ids = $('[id]')
        .toArray()
        .map(({ attribs }) => attribs.id);
      const checks: Readonly<Record<string, boolean>> = {
        lang: $('html').attr('lang') === 'zh-CN',
        title: $('title').text() !== '',
        h1: $('h1').length === 1,
        gap: levels.every((level, index) => index === 0 || level <= (levels[index - 1] ?? 1) + 1),
        main: $('main').length === 1 && $('body > header').length === 1 && $('body > footer').length === 1,
        alt: $('img:not([alt])').length === 0,
        ids: new Set(ids).size === ids.length,
        th: $('th:not([scope])').length === 0,
        button: $('button:not([type])').length === 0,
      };
      return Object.entries(checks).flatMap(([name, isGood]) => (isGood ? [] : [`${page}: ${name}`]));
    });
    expect(faults).toEqual([]);
  });

  it('names at its foot who is responsible and where to report errors', () => {
    const foot = load(portal.read('index.html'))('.foot').text();
    for (const name of [
      '主办单位',
      '联系方式',
      '网站标识码',
      'ICP备案号',
      '公安备案号',
      '网站地图',
      '我为政府网站找错',
      '党政机关网站标识',
    ])
      expect(foot).toContain(name);
  });
});

describe('a policy and its interpretation', () => {
  it('link to each other, whichever came first', () => {
    expect(load(portal.read(policyPath))(`.related a[href="../../${readingPath}"]`).text()).toBe('《方案》解读');
    expect(load(portal.read(readingPath))(`.related a[href="../../${policyPath}"]`).text()).toBe('方案 & <细则>');
  });

  it('keep the links out of what the audit reads', () => {
    const read = readPage(portal.read(policyPath), `${BASE}/${policyPath}`);
    expect(read.kind === 'article' && read.text.includes('解读')).toBe(false);
  });

  it('follow a new title, and part when one is withdrawn', async () => {
    const corrected = { type: 'interpretation', column: 'zcjd', title: '解读（更正）', interprets: 'p' } as const;
    const receipt = await portal.publish(manuscriptOf(corrected, { itemId: 'reading', revision: 2 }));
    expect(portal.read(policyPath)).toContain('解读（更正）');
    await portal.withdraw(receipt);
    expect(portal.read(policyPath)).not.toContain('解读（更正）');
  });
});

describe('an article that moves to another column', () => {
  it('keeps its address and changes lists', async () => {
    const first = await portal.publish(manuscriptOf({ title: '搬家' }, { itemId: 'moves' }));
    const second = await portal.publish(
      manuscriptOf({ title: '搬家', column: 'zwdt' }, { itemId: 'moves', revision: 2 }),
    );
    expect(second).toEqual(first);
    expect(portal.read('zwdt/index.html')).toContain(first.remoteId);
    expect(
      portal.files().filter((path) => /^tzgg\/(?:index|list)/.test(path) && portal.read(path).includes('搬家')),
    ).toEqual([]);
  });
});

describe('the web server of the sandbox', () => {
  it.each([
    ['', 200, 'text/html; charset=utf-8'],
    ['index.html', 200, 'text/html; charset=utf-8'],
    ['tzgg', 301, null],
    ['tzgg/', 200, 'text/html; charset=utf-8'],
    ['assets/site.css', 200, 'text/css; charset=utf-8'],
    ['feed.xml', 200, 'application/xml; charset=utf-8'],
    ['nothing.html', 404, 'text/html; charset=utf-8'],
    ['.yigao/log.jsonl', 404, 'text/html; charset=utf-8'],
    ['%2e%2e/%2e%2e/etc/passwd', 404, 'text/html; charset=utf-8'],
    ['%E0%A4%A', 404, 'text/html; charset=utf-8'],
  ])('answers /%s with %i', async (path, status, type) => {
    const response = await portal.fetch(path);
    expect([response.status, response.headers.get('content-type')]).toEqual([status, type]);
  });
});
