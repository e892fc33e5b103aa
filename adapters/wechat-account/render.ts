import type { Manuscript, Rendition } from '../contract.ts';
import { checkText } from '../kit/check-limits.ts';
import { describeGuide } from '../kit/guide-sections.ts';
import { readHtml } from '../kit/html-text.ts';
import { titleWithin } from '../kit/title.ts';
import { imageIds } from '../../src/core/assets.ts';
import type { Content } from '../../src/core/content.ts';
import { issue, type Issue } from '../../src/core/issues.ts';
import { measure } from '../../src/core/text.ts';
import { FIELDS, limits } from './limits.ts';
import { sourceUrlOf } from './marker.ts';
import { MAX_ARTICLES } from './paginate.ts';
import type { WechatSettings } from './settings.ts';
import { bodiesOf, cut, embedLongest, frameOf, laterTitle } from './write-articles.ts';
import { writeBlocks } from './write-html.ts';
import { sectionsHtml } from './write-sections.ts';

/** An article of a draft. Its body names images as `asset:<id>`; their addresses are known when they are uploaded. */
export interface WechatRendition extends Rendition {
  /** What does not fit into one article: the further ones of the same draft. */
  readonly rest: readonly { readonly title: string; readonly body: string }[];
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

const authorOf = ({ author }: WechatSettings, { source }: Content): string => {
  const { max, unit } = FIELDS.author;
  return author || (measure(source, unit) <= max ? source : '');
};

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
  const { blocks, notes } = writeBlocks(bodyOf(content));
  const title = titleWithin(content, limits.title);
  const [body = '', ...rest] = bodiesOf(blocks, frameOf(manuscript, title, notes));
  return {
    itemId,
    revision,
    title,
    body,
    rest: rest.map((each, index) => ({ title: laterTitle(title, index + 1), body: each })),
    text: [body, ...rest].map(readHtml).join('\n'),
    images: imageIds(content.body),
    author: authorOf(settings, content),
    digest: digestOf(content, readHtml(blocks.join(''))),
    sourceUrl: sourceUrlOf(settings, { itemId, revision }),
    cover: content.cover ?? null,
    publisher: unit.name,
    notes: notes.length,
  };
};

const CHANNEL = { channel: '微信公众号' } as const;
const checkLength = ({ body, rest }: WechatRendition): Issue[] => {
  const { max, unit } = limits.body;
  const bodies = [body, ...rest.map((each) => each.body)];
  if (bodies.length > MAX_ARTICLES) {
    const text = bodies.map(embedLongest).join('');
    return checkText('body', text, { ...limits.body, max: MAX_ARTICLES * max }, 'body-too-long', CHANNEL);
  }
  // Beyond the limit as it stands, the shared check has already said so of the first.
  const unsaid = measure(body, unit) > max ? bodies.slice(1) : bodies;
  return unsaid.flatMap((each) => checkText('body', embedLongest(each), limits.body, 'body-too-long', CHANNEL));
};

/** What the declared limits cannot say: the other fields, the length with image addresses, links that become notes. */
export const check = (rendition: WechatRendition, { content }: Manuscript): Issue[] => {
  const { channel } = CHANNEL;
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
