import { load } from 'cheerio';
import type { Align, Tag } from '../styles.ts';

/** One block of the clean body. */
export interface Block {
  /** `p`, a heading, or any other element of the subset. */
  readonly tag: string;
  readonly align: Align;
  readonly text: string;
  readonly html: string;
}

const lines = (html: string): string => html.replace(/<br>/g, '\n').replace(/<[^>]+>/g, '');

export const readBlocks = (html: string): Block[] => {
  const $ = load(html, { xml: { xmlMode: false, decodeEntities: false } }, false);
  return $.root()
    .children()
    .toArray()
    .map((element) => {
      const inner = $(element).html() ?? '';
      return {
        tag: element.name,
        align: (element.attribs['data-align'] ?? '') as Align,
        text: unescape(lines(inner)).trim(),
        html: $.html(element),
      };
    });
};

const ENTITIES: Readonly<Record<string, string>> = { '&lt;': '<', '&gt;': '>', '&amp;': '&', '&quot;': '"' };
const unescape = (text: string): string =>
  text.replace(/&(?:lt|gt|amp|quot);/g, (entity) => ENTITIES[entity] ?? entity);

const inner = ({ html }: Block): string => html.replace(/^<[^>]+>/, '').replace(/<\/[^>]+>$/, '');
const attribute = (align: Align): string => (align === '' ? '' : ` data-align="${align}"`);

/** The same text as another tag or at another place. */
export const restyle = (
  block: Block,
  { tag = block.tag as Tag, align = block.align }: { tag?: Tag; align?: Align },
): Block => ({
  ...block,
  tag,
  align,
  html: `<${tag}${attribute(align)}>${inner(block)}</${tag}>`,
});

/** Two paragraphs as one. */
export const join = (before: Block, after: Block): Block => ({
  ...before,
  text: before.text + after.text,
  html: `<${before.tag}${attribute(before.align)}>${inner(before)}${inner(after)}</${before.tag}>`,
});

export const isHeading = ({ tag }: Block): boolean => /^h[2-4]$/.test(tag);
/** A paragraph or heading: what can be a title, a date, a signature. */
export const isLine = (block: Block): boolean => block.tag === 'p' || isHeading(block);

const HAN = String.raw`[\p{Script=Han}《》〈〉（）〔〕“”、，。：；！？…—]`;
const LAYOUT_SPACE = new RegExp(String.raw`(?<=${HAN})\s+(?=${HAN})`, 'gu');
/** Spaces and line ends between Chinese characters are layout: gone; others are one space. */
export const withoutLayout = (text: string): string => text.replace(LAYOUT_SPACE, '').replace(/\s+/gu, ' ').trim();
/** All white space gone: names are spread with it, 「王　毅」. */
export const packed = (text: string): string => text.replace(/\s+/gu, '');
