import type { CopyPage, CopyPlace, SeenPage } from '../contract.ts';
import { parseHtml, readNodes } from '../kit/html-text.ts';
import { withoutScripts } from '../kit/without-scripts.ts';
import { shortName } from './paths.ts';
import { parseUrl } from '../../src/core/urls.ts';
import { MARKS } from './templates/tags.ts';

/** What a page at an article's address turned out to be. */
export type PortalPage =
  | { readonly kind: 'notice'; readonly article: string | null }
  | { readonly kind: 'other'; readonly article: string | null }
  | {
      readonly kind: 'article';
      readonly article: string;
      readonly revision: number | null;
      readonly title: string;
      readonly text: string;
      readonly images: readonly { readonly url: string; readonly alt: string }[];
      readonly links: readonly string[];
    };

/** Reads the article element as a reader would: all around it is the site's and not the office's words. */
export const readPage = (html: string, url: string): PortalPage => {
  const $ = parseHtml(withoutScripts(html));
  const mark = (name: string): string | null => $(`meta[name="${name}"]`).attr('content') ?? null;
  const article = mark(MARKS.article);
  const element = $('main > article').first();
  if (mark(MARKS.notice) !== null) return { kind: 'notice', article };
  if (article === null || element.length === 0) return { kind: 'other', article };
  const absolute = (href: string | undefined): string[] => {
    const address = href === undefined ? null : parseUrl(href, url);
    return address ? [address.href] : [];
  };
  const images = element.find('img').toArray();
  const links = element.find('a[href]').toArray();
  const title = readNodes(element.find('h1').first().contents().toArray());
  element.find('h1').remove();
  return {
    kind: 'article',
    article,
    revision: Number(mark(MARKS.revision)) || null,
    title,
    text: readNodes(element.toArray()),
    images: images.flatMap(({ attribs: { src, alt = '' } }) => absolute(src).map((address) => ({ url: address, alt }))),
    links: links.flatMap(({ attribs: { href } }) => absolute(href)),
  };
};

/** By the marks alone: a notice in the page's place is its removal, a page without them or with another's says nothing. */
export const readCopy = ({ metas, blocks, images, links }: SeenPage, { itemId, url }: CopyPlace): CopyPage => {
  const mark = (name: string): string | null => metas[name.toLowerCase()]?.[0] ?? null;
  const article = mark(MARKS.article);
  if (article !== null && article !== shortName(itemId)) return { kind: 'unknown', why: '该地址上是另一篇文章' };
  if (mark(MARKS.notice) !== null) return { kind: 'removed', why: '页面已换成撤稿说明' };
  const hasArticle = blocks.some(({ tag, parent }) => tag === 'article' && blocks[parent]?.tag === 'main');
  if (article === null || !hasArticle) return { kind: 'unknown', why: '页面上没有本篇文章的标记，可能被拦截或改版' };
  const revision = Number(mark(MARKS.revision)) || null;
  return { kind: 'article', copy: { url, images, links: links.map((link) => link.url), revision } };
};
