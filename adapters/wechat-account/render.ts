import type { Manuscript, Rendition } from '../contract.ts';
import { checkText } from '../kit/check-limits.ts';
import { describeGuide } from '../kit/guide-sections.ts';
import { escapeHtml } from '../kit/html.ts';
import { readHtml } from '../kit/html-text.ts';
import { titleWithin } from '../kit/title.ts';
import { imageIds } from '../../src/core/assets.ts';
import type { Content } from '../../src/core/content.ts';
import { issue, type Issue } from '../../src/core/issues.ts';
import { measure, truncate } from '../../src/core/text.ts';
import { FIELDS, IMAGE_URL_MAX, limits } from './limits.ts';
import { sourceUrlOf } from './marker.ts';
import type { WechatSettings } from './settings.ts';
import { styled, writeBody } from './write-html.ts';
import { sectionsHtml } from './write-sections.ts';

/** One article of a draft. Its body names images as `asset:<id>`; their addresses are known when they are uploaded. */
export interface WechatRendition extends Rendition {
  readonly author: string;
  readonly digest: string;
  /** 阅读原文, and our mark. */
  readonly sourceUrl: string;
  /** Asset id; without one a cover is drawn. */
  readonly cover: string | null;
  /** Drawn below the title where there is no cover. */
  readonly publisher: string;
  /** How many links became notes. */
  readonly notes: number;
}

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

const authorOf = ({ author }: WechatSettings, { source }: Content): string => {
  const { max, unit } = FIELDS.author;
  return author || (measure(source, unit) <= max ? source : '');
};

const cut = (text: string, max: number): string =>
  measure(text, 'codepoint') <= max ? text : `${truncate(text, max - 1, 'codepoint')}…`;

/** The summary, or else the beginning of the text: what the platform would take by itself begins with our info line. */
const digestOf = ({ summary }: Content, text: string): string => {
  const line = (summary ?? text).replace(/\s+/g, ' ').trim();
  return cut(line, summary === undefined ? 54 : FIELDS.digest.max);
};

/** A guide is told in sections; a sample form cannot be hosted here and stands on the page of 阅读原文. */
const bodyOf = ({ guide, body }: Content): string =>
  guide ? sectionsHtml(describeGuide(guide, () => '见“阅读原文”')) : body;

/** The draft of one manuscript: everything inline, links as notes, attachments by name (files cannot be hosted there). */
export const render = (manuscript: Manuscript, settings: WechatSettings): WechatRendition => {
  const { itemId, revision, content, unit } = manuscript;
  const { html, notes } = writeBody(bodyOf(content));
  const title = titleWithin(content, limits.title);
  const body = styled(
    'section',
    'article',
    [
      // A short title stands for the full one, which readers must be able to read.
      title === content.title ? '' : styled('p', 'fullTitle', escapeHtml(content.title)),
      styled('p', 'info', escapeHtml(infoOf(content))),
      html,
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
  );
  return {
    itemId,
    revision,
    title,
    body,
    text: readHtml(body),
    images: imageIds(content.body),
    author: authorOf(settings, content),
    digest: digestOf(content, readHtml(html)),
    sourceUrl: sourceUrlOf(settings, { itemId, revision }),
    cover: content.cover ?? null,
    publisher: unit.name,
    notes: notes.length,
  };
};

/** The body with the address of every image; one without an address loses its image. */
export const embedImages = (body: string, urls: Readonly<Record<string, string>>): string =>
  body.replace(/ src="asset:([0-9a-f]{64})"/g, (_, id: string) => ` src="${escapeHtml(urls[id] ?? '')}"`);

const checkLength = ({ body, images }: WechatRendition): Issue[] => {
  const longest = embedImages(body, Object.fromEntries(images.map((id) => [id, 'x'.repeat(IMAGE_URL_MAX)])));
  // Beyond the limit as it stands, the shared check has already said so.
  if (measure(body, limits.body.unit) > limits.body.max) return [];
  return checkText('body', longest, limits.body, 'body-too-long', { channel: '微信公众号' });
};

/** What the declared limits cannot say: the other fields, the length with image addresses, links that become notes. */
export const check = (rendition: WechatRendition, { content }: Manuscript): Issue[] => {
  const channel = '微信公众号';
  const { author, sourceUrl, notes } = rendition;
  const summary = checkText('summary', content.summary ?? '', FIELDS.digest, 'field-too-long', {
    channel,
    name: '摘要',
  });
  return [
    ...checkLength(rendition),
    ...checkText('author', author, FIELDS.author, 'field-too-long', { channel, name: '作者' }),
    ...checkText('sourceUrl', sourceUrl, FIELDS.sourceUrl, 'field-too-long', { channel, name: '原文链接' }),
    // It is cut, not refused: readers see it only in the list.
    ...summary.map((each): Issue => ({ ...each, level: 'warn' })),
    ...(notes > 0 ? [issue('body', 'dropped-link', { channel }, 'warn')] : []),
  ];
};
