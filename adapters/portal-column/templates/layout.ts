import { html, type Safe } from '../../kit/html.ts';
import { ITEM_TYPES, ITEM_TYPE_NAMES, type ItemType } from '../../../src/core/content.ts';
import type { Site } from '../settings.ts';
import type { Tag } from './tags.ts';

export interface Page {
  readonly title: string;
  /** From the page back to the root: `''`, `../`, `../../`, or the root's address. */
  readonly up: string;
  /** The entry of the navigation it belongs to. */
  readonly section: ItemType | 'home' | 'units' | 'map' | null;
  readonly tags: readonly Tag[];
  readonly canonical?: string;
  /** After 首页; the last one is the page itself. */
  readonly trail?: readonly { readonly text: string; readonly href?: string }[];
  readonly tools?: Safe;
  /** Class of the body, for the style sheet. */
  readonly kind: string;
  /** What its readers are counted for; empty: the site as a whole. Null: it is not what they came for. */
  readonly counts?: Readonly<Partial<Record<'item' | 'column' | 'unit', string>>> | null;
  readonly main: Safe;
}

/** The pages of those who publish. */
export const UNITS_NAME = '部门乡镇';

const NAVIGATION: readonly (readonly [section: Page['section'], name: string, href: string])[] = [
  ['home', '首页', 'index.html'],
  ...(['news', 'notice', 'policy', 'interpretation', 'guide'] as const satisfies (typeof ITEM_TYPES)[number][]).map(
    (type) => [type, ITEM_TYPE_NAMES[type], `${type}.html`] as const,
  ),
  ['units', UNITS_NAME, 'units.html'],
  ['map', '网站地图', 'map.html'],
];

const masthead = ({ siteName, siteDomain }: Site, up: string): Safe =>
  html`<header class="masthead">
    <div class="frame">
      <a class="brand" href="${up}index.html"
        ><img src="${up}assets/site.svg" alt="" width="64" height="64" /><span class="name"
          >${siteName}<span class="domain">${siteDomain}</span></span
        ></a
      >
    </div>
  </header>`;

const navigation = (current: Page['section'], up: string): Safe =>
  html`<nav class="menu" aria-label="主导航">
    <ul class="frame">
      ${NAVIGATION.map(
        ([section, name, href]) =>
          html`<li><a href="${up}${href}" ${section === current && html` aria-current="page"`}>${name}</a></li> `,
      )}
    </ul>
  </nav>`;

const breadcrumb = ({ trail = [], tools, up }: Page): Safe | null =>
  trail.length === 0
    ? null
    : html`<div class="frame bar">
        <nav class="trail" aria-label="当前位置">
          您当前的位置：
          <ol>
            <li><a href="${up}index.html">首页</a></li>
            ${trail.map(
              ({ text, href }) =>
                html`<li>
                  ${href === undefined ? html`<span aria-current="page">${text}</span>` : html`<a href="${href}">${text}</a>`}
                </li>`,
            )}
          </ol>
        </nav>
        ${tools}
      </div>`;

/** Where a setting holds an address, a link; a word such as 待填 stands as it is. */
const entrance = (name: string, value: string): Safe =>
  /^https?:\/\//.test(value) ? html`<a href="${value}" rel="noopener noreferrer">${name}</a>` : html`${name}：${value}`;

/** What D-D2 wants at the foot of every page (扣分指标, from memory): who, how to reach them, codes, map, error report. */
const footer = (site: Site, up: string): Safe =>
  html`<footer class="foot">
    <div class="frame">
      <ul class="entrances">
        <li><a href="${up}map.html">网站地图</a></li>
        <li><a href="${up}feed.xml">信息订阅</a></li>
        <li>${entrance('我为政府网站找错', site.errorReport)}</li>
        <li>${entrance('党政机关网站标识', site.agencyMark)}</li>
      </ul>
      <ul class="facts-line">
        <li>主办单位：${site.organizer}</li>
        <li>联系方式：${site.contact}</li>
        <li>网站标识码：${site.siteIdCode}</li>
        <li>ICP备案号：${site.icp}</li>
        <li>公安备案号：${site.police}</li>
      </ul>
    </div>
  </footer>`;

const counterOf = ({ counter }: Site, counts: Page['counts']): string | null =>
  !counter || counts === null ? null : `${counter}?${new URLSearchParams({ page: '1', ...counts }).toString()}`;

/** Counts a reader without a cookie; the script also tells where the reader came from, which a picture alone cannot. */
const countedBy = (url: string | null): Safe | null =>
  url === null ? null : html` <noscript><img class="counter" src="${url}" alt="" width="1" height="1" /></noscript>`;

/** Head, landmarks, navigation and foot around a page's own part. */
export const writePage = (site: Site, page: Page): string => {
  const counter = counterOf(site, page.counts);
  return html`<!DOCTYPE html>
    <html lang="zh-CN">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${page.title}</title>
        ${page.tags.map(([name, content]) => html`<meta name="${name}" content="${content}" /> `)}${
          page.canonical !== undefined && html`<link rel="canonical" href="${page.canonical}" /> `
        }
        <link rel="stylesheet" href="${page.up}assets/site.css" />
        <link rel="icon" href="${page.up}assets/site.svg" type="image/svg+xml" />
        <link rel="alternate" type="application/atom+xml" href="${page.up}feed.xml" title="${site.siteName}" />
        <script src="${page.up}assets/site.js" defer></script>
      </head>
      <body class="${page.kind}" ${counter !== null && html` data-counter="${counter}"`}>
        <a class="skip" href="#main">跳到正文</a>
        ${masthead(site, page.up)} ${navigation(page.section, page.up)} ${breadcrumb(page)}
        <main id="main" class="frame" tabindex="-1">${page.main}</main>
        ${footer(site, page.up)}${countedBy(counter)}
      </body>
    </html> `.markup;
};
