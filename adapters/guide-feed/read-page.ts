import type { Copy, CopyPage, CopyPlace, SeenPage } from '../contract.ts';
import { parseHtml, readNodes } from '../kit/html-text.ts';
import { parseUrl } from '../../src/core/urls.ts';
import { revisionOf } from './version.ts';

/** A consumer's public page, as the contract asks for it. */
export interface GuidePage extends Copy {
  readonly id: string;
  /** Which entry of the feed it shows. */
  readonly version: number;
}

const absolute = (addresses: readonly (string | undefined)[], base: string): string[] =>
  addresses.flatMap((address) => (address ? (parseUrl(address, base)?.href ?? []) : []));

/** What a page says of itself by its markers; null: it carries none, or others. */
const marksOf = (meta: (name: string) => string | undefined): { id: string; version: number } | null => {
  const [id, version] = [meta('guide-id')?.trim() ?? '', Number(meta('guide-version')?.trim() ?? '')];
  return id === '' || !Number.isInteger(version) || version < 1 ? null : { id, version };
};

/**
 * Reads a page by its markers (`guide-id`, `guide-version`), `h1` and `main`; null when it carries no markers, so that a
 * verification wall or a friendly "not found" is never taken for a guide.
 */
export const readPage = (html: string, url: string): GuidePage | null => {
  const $ = parseHtml(html);
  const marks = marksOf((name) => $(`meta[name="${name}"]`).first().attr('content'));
  if (marks === null) return null;
  const main = $('main').first();
  const place = main.length > 0 ? main : $('body').first();
  const attributes = (selector: string, name: string) =>
    place
      .find(selector)
      .toArray()
      .map((element) => $(element).attr(name));
  return {
    ...marks,
    revision: revisionOf(marks.version),
    url,
    title: readNodes($('h1').first().toArray()).replaceAll('\n', ' '),
    text: readNodes(place.toArray()),
    images: place
      .find('img')
      .toArray()
      .flatMap((element) => {
        const { src, alt = '' } = $(element).attr() ?? {};
        return absolute([src], url).map((address) => ({ url: address, alt }));
      }),
    links: absolute(attributes('a', 'href'), url),
  };
};

/** Only a page with this guide's own markers can be judged. */
export const readCopy = ({ metas, images, links }: SeenPage, { itemId, url }: CopyPlace): CopyPage => {
  const marks = marksOf((name) => metas[name]?.[0]);
  if (marks === null) return { kind: 'unknown', why: '页面没有指南编号与版本标记（guide-id、guide-version）' };
  if (marks.id !== itemId) return { kind: 'unknown', why: '页面展示的是另一篇指南' };
  const copy = { url, images, links: links.map((link) => link.url), revision: revisionOf(marks.version) };
  return { kind: 'article', copy };
};
