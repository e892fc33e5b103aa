import type { Manuscript } from '../contract.ts';
import { escapeHtml } from '../kit/html.ts';
import { imageIds } from '../../src/core/assets.ts';
import type { Content } from '../../src/core/content.ts';
import { measure, truncate } from '../../src/core/text.ts';
import { IMAGE_URL_MAX, limits } from './limits.ts';
import { MAX_ARTICLES, paginate } from './paginate.ts';
import { styled } from './write-html.ts';

/** The body with the address of every image; one without an address loses its image. */
export const embedImages = (body: string, urls: Readonly<Record<string, string>>): string =>
  body.replace(/ src="asset:([0-9a-f]{64})"/g, (_, id: string) => ` src="${escapeHtml(urls[id] ?? '')}"`);

/** As long as it may get once its images have addresses. */
export const embedLongest = (body: string): string =>
  embedImages(body, Object.fromEntries(imageIds(body).map((id) => [id, 'x'.repeat(IMAGE_URL_MAX)])));

const infoOf = ({ documentNumber, writtenOn, source }: Content): string =>
  [
    ...(documentNumber ? [`文号：${documentNumber}`] : []),
    ...(writtenOn ? [`成文日期：${writtenOn}`] : []),
    `来源：${source}`,
  ].join('　');

const section = (title: string, lines: readonly string[]): string => {
  const text = [title, ...lines].map((line) => styled('p', 'note', escapeHtml(line))).join('');
  return lines.length > 0 ? styled('section', 'notes', text) : '';
};

const numbered = (lines: readonly string[], bracket: (number: number) => string): string[] =>
  lines.map((line, index) => `${bracket(index + 1)}${line}`);

/** What stands above and below the body, and in every article of several. */
interface Frame {
  readonly head: string;
  readonly tail: string;
}
export const frameOf = ({ content }: Manuscript, title: string, notes: readonly string[]): Frame => ({
  head: [
    // A short title stands for the full one, which readers must be able to read.
    title === content.title ? '' : styled('p', 'fullTitle', escapeHtml(content.title)),
    styled('p', 'info', escapeHtml(infoOf(content))),
  ].join(''),
  tail: [
    section(
      '附件（点击文末“阅读原文”下载）',
      numbered(
        content.attachments.map(({ name }) => name),
        (number) => `${number}. `,
      ),
    ),
    section(
      '链接',
      numbered(notes, (number) => `[${number}] `),
    ),
  ].join(''),
});

const wrap = (...parts: readonly string[]): string => styled('section', 'article', parts.join(''));
const partNote = (place: number, count: number): string =>
  styled('section', 'notes', styled('p', 'note', `本文较长，分 ${count} 篇，这是第 ${place} 篇；全文见“阅读原文”`));

/** One article where it fits; else several, each of which says so. */
export const bodiesOf = (blocks: readonly string[], { head, tail }: Frame): string[] => {
  const { max, unit } = limits.body;
  const whole = wrap(head, ...blocks, tail);
  const lengthOf = (html: string): number => measure(embedLongest(html), unit);
  if (lengthOf(whole) <= max) return [whole];
  const room = max - lengthOf(wrap(head, tail, partNote(MAX_ARTICLES, MAX_ARTICLES)));
  const pages = paginate(blocks, room, lengthOf);
  if (pages.length < 2) return [whole];
  return pages.map((page, at) => {
    const isLast = at === pages.length - 1;
    return wrap(at === 0 ? head : '', page, isLast ? tail : '', partNote(at + 1, pages.length));
  });
};

export const cut = (text: string, max: number): string =>
  measure(text, 'codepoint') <= max ? text : `${truncate(text, max - 1, 'codepoint')}…`;

const ORDINALS = '一二三四五六七八九十';
/** Of the articles after the first, counted from 0. */
export const laterTitle = (title: string, at: number): string => {
  const ordinal = `（${ORDINALS[at] ?? at + 1}）`;
  return `${cut(title, limits.title.max - Array.from(ordinal).length)}${ordinal}`;
};
