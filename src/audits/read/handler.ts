import type { Handler } from 'htmlparser2';
import type { Page, PageBlock } from '../page.ts';
import { BLOCKS, isAside, isHidden, lookOf, UNREAD } from './elements.ts';
import { createFinds } from './finds.ts';
import { createLineWriter, ROOT_BLOCK } from './lines.ts';
import { createTableReader } from './tables.ts';

type Attributes = Readonly<Record<string, string>>;
interface Open {
  /** Innermost block, itself included. */
  readonly block: number;
  readonly isUnread: boolean;
}

/** No author nests so deep; a page that does must not cost the square of its depth. */
const DEEPEST = 512;

const newBlock = (tag: string, attributes: Attributes, parent: number): PageBlock => ({
  parent,
  tag,
  look: lookOf(attributes),
  aside: isAside(tag, `${attributes['class'] ?? ''} ${attributes['id'] ?? ''}`.trim()),
});

/** Collects one page from a SAX parser; `page()` once the parser has ended. */
export const createPageHandler = (url: string): Partial<Handler> & { page(): Page } => {
  const writer = createLineWriter();
  const tables = createTableReader();
  const finds = createFinds(url);
  const blocks: PageBlock[] = [ROOT_BLOCK];
  const stack: Open[] = [];
  let title: string | null = null;
  let isInTitle = false;

  /** Returns the innermost block from here on. */
  const openVisible = (tag: string, attributes: Attributes, around: number): number => {
    if (tag === 'img') finds.image(attributes, writer.offset());
    if (tag === 'br') writer.end();
    if (tag === 'a') finds.openLink(attributes);
    tables.open(tag);
    if (!BLOCKS.has(tag)) return around;
    writer.end();
    if (stack.length > DEEPEST) return around;
    return blocks.push(newBlock(tag, attributes, around)) - 1;
  };
  return {
    onopentag: (tag, attributes) => {
      const { block = 0, isUnread: isInUnread = false } = stack.at(-1) ?? {};
      const isUnread = isInUnread || UNREAD.has(tag) || isHidden(attributes);
      finds.tag(tag, attributes);
      if (tag === 'title' && title === null) isInTitle = true;
      stack.push({ block: isUnread ? block : openVisible(tag, attributes, block), isUnread });
    },
    ontext: (text) => {
      if (isInTitle) title = (title ?? '') + text;
      const { block = 0, isUnread = false } = stack.at(-1) ?? {};
      if (isUnread) return;
      writer.write(text, block, finds.isInLink());
      tables.text(text);
      finds.text(text);
    },
    onclosetag: (tag) => {
      if (tag === 'title') isInTitle = false;
      if (stack.pop()?.isUnread ?? false) return;
      if (tag === 'a') finds.closeLink();
      if (BLOCKS.has(tag)) writer.end();
      tables.close(tag);
    },
    page: () => ({
      url,
      title: (title ?? '').trim(),
      ...writer.finish(),
      blocks,
      tables: tables.tables(),
      ...finds.all(),
    }),
  };
};
