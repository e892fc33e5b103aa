import type { Withdrawal } from '../../contract.ts';
import { html } from '../../kit/html.ts';
import { FROM_ARTICLE } from '../paths.ts';
import type { Site } from '../settings.ts';
import { writePage } from './layout.ts';
import { MARKS, siteTags, type Tag } from './tags.ts';

/** The four kinds of GOV.UK's publishing-api, as a reader is told. */
const NOTICES: Readonly<Record<Withdrawal['kind'], readonly [heading: string, text: string]>> = {
  gone: ['信息已下线', '您访问的信息已不再提供。'],
  replaced: ['信息已更新', '您访问的信息已由新的内容代替，请以最新发布的内容为准。'],
  withdrawn: ['信息已撤回', '发布单位已撤回您访问的信息，请以最新发布的内容为准。'],
  'removed-by-order': ['信息已移除', '依照法律法规或有关机关的要求，您访问的信息已移除。'],
};

/** What a reader should read instead. */
export interface Replacement {
  readonly title: string;
  readonly path: string;
}

const HIDDEN: Tag = ['robots', 'noindex'];

/** What stands at the address of an article that was taken back: nothing of the article, not even its title. */
export const writeNotice = (
  site: Site,
  article: string,
  { kind, reason }: Withdrawal,
  replacement: Replacement | null,
): string => {
  const [heading, text] = NOTICES[kind];
  return writePage(site, {
    title: `${heading} - ${site.siteName}`,
    up: FROM_ARTICLE,
    section: null,
    tags: [...siteTags(site), HIDDEN, [MARKS.article, article], [MARKS.notice, kind]],
    kind: 'notice-page',
    counts: null,
    main: html`<h1>${heading}</h1>
      <p>${text}</p>
      ${reason && html`<p>原因：${reason}</p> `}${
        replacement && html`<p>请查看：<a href="${FROM_ARTICLE}${replacement.path}">${replacement.title}</a></p> `
      }
      <p><a href="${FROM_ARTICLE}index.html">返回首页</a></p>`,
  });
};

/** Shown at any depth, so it names the root instead of climbing to it. */
export const writeMissing = (site: Site): string =>
  writePage(site, {
    title: `页面不存在 - ${site.siteName}`,
    up: `${site.baseUrl}/`,
    section: null,
    tags: [...siteTags(site), HIDDEN],
    kind: 'notice-page',
    counts: null,
    main: html`<h1>页面不存在</h1>
      <p>您访问的页面不存在，请核对网址，或从<a href="${site.baseUrl}/map.html">网站地图</a>查找。</p>
      <p><a href="${site.baseUrl}/index.html">返回首页</a></p>`,
  });
