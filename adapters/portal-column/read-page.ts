import { parseHtml, readNodes } from '../kit/html-text.ts';
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
  const $ = parseHtml(html);
  const mark = (name: string): string | null => $(`meta[name="${name}"]`).attr('content') ?? null;
  const article = mark(MARKS.article);
  const element = $('main > article').first();
  if (mark(MARKS.notice) !== null) return { kind: 'notice', article };
  if (article === null || element.length === 0) return { kind: 'other', article };
  const absolute = (href: string | undefined): string[] =>
    href !== undefined && URL.canParse(href, url) ? [new URL(href, url).href] : [];
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
