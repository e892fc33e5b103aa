import type { AssetInfo } from '../../contract.ts';
import { html, safe, type Safe } from '../../kit/html.ts';
import type { Card } from '../article/card.ts';
import type { Section } from '../../kit/sections.ts';
import { columnFolder, FROM_ARTICLE } from '../paths.ts';
import { publicUrl, type Site } from '../settings.ts';
import { writePage } from './layout.ts';
import { writeSection } from './section.ts';
import { articleMarks, articleTags } from './tags.ts';

export interface ArticleParts {
  readonly title: string;
  readonly info: readonly string[];
  readonly sections: readonly Section[];
  readonly assets: Readonly<Record<string, AssetInfo>>;
}

/** What the office approved and readers should read, and nothing else: the part of the page that the audit compares. */
export const writeArticle = ({ title, info, sections, assets }: ArticleParts): Safe =>
  html`<article>
    <header>
      <h1>${title}</h1>
      <p class="info">${info.map((line, index) => html`${index > 0 && ' '}<span>${line}</span>`)}</p>
    </header>
    ${sections.map((section) => writeSection(section, assets))}
  </article>`;

/** Font sizes without a script; the script adds printing, which has no other way. */
const tools = html`<div class="tools" role="region" aria-label="阅读设置">
  <fieldset>
    <legend>字体</legend>
    <label><input type="radio" name="size" id="size-large" />大</label>
    <label><input type="radio" name="size" id="size-normal" checked />中</label>
    <label><input type="radio" name="size" id="size-small" />小</label>
  </fieldset>
  <button type="button" id="print" hidden>打印</button>
</div>`;

export interface Related {
  readonly heading: string;
  readonly links: readonly { readonly title: string; readonly path: string }[];
}

const relatedBlock = ({ heading, links }: Related): Safe =>
  html` <aside class="related" aria-label="${heading}">
    <h2>${heading}</h2>
    <ul>
      ${links.map(({ title, path }) => html`<li><a href="${FROM_ARTICLE}${path}">${title}</a></li>`)}
    </ul>
  </aside>`;

export interface ArticlePage {
  readonly card: Card;
  readonly path: string;
  /** The article element as rendered. */
  readonly article: string;
  readonly related: readonly Related[];
}

export const writeArticlePage = (site: Site, { card, path, article, related }: ArticlePage): string => {
  const { title, column, type } = card;
  return writePage(site, {
    title: `${title} - ${column.name} - ${site.siteName}`,
    up: FROM_ARTICLE,
    section: type,
    tags: [...articleTags(site, card, path), ...articleMarks(card, path)],
    canonical: publicUrl(site, path),
    trail: [{ text: column.name, href: `${FROM_ARTICLE}${columnFolder(column.id)}/index.html` }, { text: '正文' }],
    tools,
    kind: 'article-page',
    counts: { item: card.item },
    main: html`${safe(article)}${related.map(relatedBlock)}`,
  });
};
