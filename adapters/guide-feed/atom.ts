import { escapeHtml } from '../kit/html.ts';
import { describeGuide } from './describe.ts';
import type { GuideEntry } from './schema.ts';

type Attributes = Readonly<Record<string, string>>;

const open = (name: string, attributes: Attributes): string =>
  [name, ...Object.entries(attributes).map(([key, value]) => `${key}="${escapeHtml(value)}"`)].join(' ');
const text = (name: string, value: string, attributes: Attributes = {}): string =>
  `<${open(name, attributes)}>${escapeHtml(value)}</${name}>`;
const empty = (name: string, attributes: Attributes): string => `<${open(name, attributes)}/>`;
const group = (name: string, parts: readonly string[], attributes: Attributes = {}): string =>
  `<${open(name, attributes)}>${parts.join('')}</${name}>`;

const asHtml = (lines: string): string => lines.split('\n').map(escapeHtml).join('<br>');

const writeEntry = (entry: GuideEntry): string => {
  const ref = `urn:uuid:${entry.id}`;
  if (entry.state === 'withdrawn')
    return group('at:deleted-entry', [text('at:comment', '已撤回')], { ref, when: entry.updatedAt });
  const { guide, updatedAt } = entry;
  return group('entry', [
    text('id', ref),
    text('title', guide.title),
    text('updated', updatedAt),
    text('published', guide.publishedAt),
    group('author', [text('name', guide.unit)]),
    empty('category', { term: guide.kind }),
    ...guide.audience.map((term) => empty('category', { term })),
    ...(guide.onlineUrl === null ? [] : [empty('link', { rel: 'related', href: guide.onlineUrl, title: '在线办理' })]),
    ...guide.attachments.flatMap(({ url, mime, bytes, name }) =>
      url === null
        ? []
        : [empty('link', { rel: 'enclosure', href: url, type: mime, length: String(bytes), title: name })],
    ),
    ...(guide.summary === null ? [] : [text('summary', guide.summary)]),
    text('content', asHtml(describeGuide(guide)), { type: 'html' }),
  ]);
};

export interface AtomInput {
  readonly channelId: string;
  /** Newest first. */
  readonly entries: readonly GuideEntry[];
  /** Addresses, relative to the document's own. */
  readonly self: string;
  readonly older: string | null;
}

/**
 * The feed for feed readers: Atom (RFC 4287), newest first, older pages behind `next` (RFC 5005), withdrawn guides as
 * tombstones (RFC 6721). Only a view: a consumer that must miss nothing reads the JSON feed.
 */
export const writeAtom = ({ channelId, entries, self, older }: AtomInput): string =>
  `<?xml version="1.0" encoding="utf-8"?>\n${group(
    'feed',
    [
      text('id', `urn:yigao:feeds:${channelId}`),
      text('title', '办事指南'),
      // An empty feed has never changed.
      text('updated', entries[0]?.updatedAt ?? '1970-01-01T00:00:00Z'),
      empty('link', { rel: 'self', href: self, type: 'application/atom+xml' }),
      ...(older === null ? [] : [empty('link', { rel: 'next', href: older, type: 'application/atom+xml' })]),
      ...entries.map(writeEntry),
    ],
    {
      xmlns: 'http://www.w3.org/2005/Atom',
      'xmlns:at': 'http://purl.org/atompub/tombstones/1.0',
      'xml:lang': 'zh-CN',
    },
  )}\n`;
