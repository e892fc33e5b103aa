import type { CopyPage, CopyPlace, SeenPage } from '../contract.ts';
import { parseHtml, readHtml, readNodes, tidyLines } from '../kit/html-text.ts';
import { withoutScripts } from '../kit/without-scripts.ts';
import { beijingDay } from '../../src/core/time.ts';
import { revisionIn } from './marker.ts';

type Document = ReturnType<typeof parseHtml>;

/** What a public page says. `unknown`: a wall, an outage, a page of another kind; never a reason to think it gone. */
export type Page = ArticlePage | NoticePage;
export interface ArticlePage {
  readonly kind: 'article';
  readonly title: string;
  readonly text: string;
  readonly images: readonly { readonly url: string; readonly alt: string }[];
  readonly links: readonly string[];
  /** 阅读原文. */
  readonly sourceUrl: string;
  /** The address the article itself names; '' where it names none. */
  readonly permanentUrl: string;
  /** Beijing day of the platform's own stamp; null where the page has none. */
  readonly publishedOn: string | null;
}
export interface NoticePage {
  readonly kind: 'removed' | 'unknown';
  readonly why: string;
}

/** Served with HTTP 200, from real pages; both languages, as the reader's is. */
const REMOVED =
  /已被发布者删除|deleted by the author|因违规无法查看|violates regulation|涉嫌侵权，无法查看|内容发送失败无法查看|帐号已被屏蔽|帐号已自主注销/;

const JS_ESCAPES: Readonly<Record<string, string>> = {
  '5c': '\\',
  '0d': '\r',
  '22': '"',
  '26': '&',
  '27': "'",
  '3c': '<',
  '3e': '>',
  '0a': '\n',
};
/** The page's own JsDecode; it knows these eight escapes and no other. */
const jsDecode = (text: string): string =>
  text.replace(/\\x([0-9a-f]{2})/g, (whole, code: string) => JS_ESCAPES[code] ?? whole);

/** Longer than any address, with all of it escaped. */
const VALUE = 10_000;

/** The group of the first match that holds `word`: of three million characters only those around the word are tried. */
const around = (html: string, word: string, pattern: RegExp): string => {
  for (let at = html.indexOf(word); at >= 0; at = html.indexOf(word, at + word.length)) {
    const value = pattern.exec(html.slice(Math.max(0, at - word.length), at + VALUE))?.[1];
    if (value !== undefined) return value;
  }
  return '';
};

const scriptValue = (html: string, word: string, pattern: RegExp): string =>
  jsDecode(around(html, word, pattern))
    .replaceAll('&amp;', '&')
    .trim();

const noticeOf = ($: Document): string =>
  tidyLines($('.weui-msg, .mesg-block').text()).replaceAll('\n', ' ') || tidyLines($('h2').first().text());

/** Body in the page, or, for the kinds of page that a script fills, in its data. */
const bodyOf = ($: Document, html: string): Document | null => {
  const content = $('#js_content');
  if (content.length > 0) return parseHtml(content.html() ?? '');
  const noencode = jsDecode(/\bcontent_noencode:\s*JsDecode\('([^']*)'\)/.exec(html)?.[1] ?? '');
  return noencode === '' ? null : parseHtml(noencode);
};

const titleOf = ($: Document): string =>
  tidyLines($('meta[property="og:title"]').attr('content') || $('#activity-name').text()).replaceAll('\n', ' ');

/** Unix seconds, as `var ct = "1767346773"` or `ori_create_time: '1767346773' * 1`. */
const publishedOn = (html: string): string | null => {
  const seconds = /\b(?:var ct = |ori_create_time:\s*)["'](\d{9,11})["']/.exec(html)?.[1];
  return seconds === undefined ? null : beijingDay(new Date(Number(seconds) * 1_000));
};

/** Reads an article page, or the page that stands in its place. */
export const readPage = (html: string): Page => {
  const $ = parseHtml(withoutScripts(html));
  const body = bodyOf($, html);
  if (!body) {
    const notice = noticeOf($) || readHtml(html).slice(0, 80);
    return { kind: REMOVED.test(notice) ? 'removed' : 'unknown', why: notice || '页面没有正文' };
  }
  return {
    kind: 'article',
    title: titleOf($),
    text: readNodes(body.root()[0]?.children ?? []),
    images: body('img')
      .toArray()
      .map(({ attribs }) => ({ url: attribs['data-src'] ?? attribs.src ?? '', alt: attribs.alt ?? '' })),
    links: body('a[href]')
      .toArray()
      .map(({ attribs }) => attribs.href ?? ''),
    sourceUrl:
      scriptValue(html, 'msg_source_url', /\bvar msg_source_url = '([^']*)'/) ||
      scriptValue(html, 'source_url', /\bsource_url:\s*'([^']*)'/),
    permanentUrl:
      $('meta[property="og:url"]').attr('content') || scriptValue(html, 'msg_link', /\bvar msg_link = "([^"]*)"/),
    publishedOn: publishedOn(html),
  };
};

/** The audit's eyes: an article, one of the platform's own removal pages, or a page that says nothing. */
export const readCopy = ({ html }: SeenPage, { itemId, url }: CopyPlace): CopyPage => {
  const page = readPage(html);
  if (page.kind !== 'article') return page;
  const { images, links, sourceUrl, publishedOn: day } = page;
  return { kind: 'article', copy: { url, images, links, revision: revisionIn(sourceUrl, itemId), publishedOn: day } };
};
