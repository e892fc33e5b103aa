import { describe, expect, it } from 'vitest';
import { likeness, siblingOf, softGone } from '../../../src/audits/crawl/soft-gone.ts';

const ASKED = 'https://www.example.gov.cn/zwgk/2026/t20261101_1.htm';
const ARTICLE = {
  url: ASKED,
  title: '关于公布第二批目录的通知',
  text: Array.from({ length: 60 }, (_, n) => `第${n}条 各乡镇人民政府应当按照目录公开信息。`).join('\n'),
};
const NOTICE = { url: ASKED, title: '出错了', text: '您访问的页面不存在或已删除\n返回首页' };

describe('softGone', () => {
  it('takes an article for an article, beside a notice for a sibling or beside none', () => {
    expect(softGone({ asked: ASKED, page: ARTICLE, sibling: NOTICE })).toBeNull();
    expect(softGone({ asked: ASKED, page: ARTICLE, sibling: null })).toBeNull();
  });

  it('takes an article that speaks of missing pages for an article', () => {
    const page = { ...ARTICLE, text: `${ARTICLE.text}\n如页面不存在，请联系我们。` };
    expect(softGone({ asked: ASKED, page, sibling: null })).toBeNull();
  });

  it.each([
    ['sent-home', { ...ARTICLE, url: 'https://www.example.gov.cn/' }, null],
    ['sent-home', { ...ARTICLE, url: 'https://www.example.gov.cn/index.html' }, null],
    ['says-so', NOTICE, null],
    ['says-so', { ...ARTICLE, title: '404 Not Found' }, null],
    ['like-any-missing-page', { ...ARTICLE, title: '政府网' }, { ...ARTICLE, title: '政府网' }],
  ])('tells %s', (verdict, page, sibling) => {
    expect(softGone({ asked: ASKED, page, sibling })).toBe(verdict);
  });

  it('never takes the home page, asked for as such, for gone', () => {
    const home = { ...ARTICLE, url: 'https://www.example.gov.cn/' };
    expect(softGone({ asked: 'https://www.example.gov.cn/', page: home, sibling: null })).toBeNull();
  });

  it('needs the sibling to be alike, not merely of the same template', () => {
    const other = { title: ARTICLE.title, text: ARTICLE.text.replaceAll('目录', '清单').replaceAll('信息', '数据') };
    expect(likeness(ARTICLE.text, other.text)).toBeLessThan(0.9);
    expect(softGone({ asked: ASKED, page: ARTICLE, sibling: other })).toBeNull();
  });
});

describe('siblingOf', () => {
  it.each([
    [ASKED, 'https://www.example.gov.cn/zwgk/2026/yigao-k3f.htm'],
    ['https://a.gov.cn/', 'https://a.gov.cn/yigao-k3f'],
    ['https://a.gov.cn/x?id=3', 'https://a.gov.cn/yigao-k3f'],
  ])('of %s is %s', (url, sibling) => {
    expect(siblingOf(url, 'k3f')).toBe(sibling);
  });
});
