import type { CheerioAPI } from 'cheerio';
import { cleanText } from '../clean-text.ts';
import { addMark, escapeAttribute, isMark, toLines, writeLines, type Leaf, type Line } from './inline.ts';
import { cleanLink, isAssetSource } from './link.ts';

export type Node = ReturnType<CheerioAPI['root']>[number]['children'][number];
export type Element = Extract<Node, { attribs: unknown }>;
export type Heading = 'h2' | 'h3' | 'h4';

/** What a piece of the tree hands down to its children. */
export interface Scope {
  /** Blocks that are more than a paragraph, by element name; '' when nothing is left of one. */
  readonly writers: Readonly<Record<string, (element: Element, scope: Scope) => string>>;
  readonly marks: readonly string[];
  readonly align: string;
  readonly tag: 'p' | Heading;
}
export interface Paragraph {
  readonly lines: readonly Line[];
  readonly align: string;
  readonly tag: Scope['tag'];
}
/** A paragraph not yet wrapped, or a finished block. */
export type Block = Paragraph | string;

const HEADINGS: ReadonlySet<string> = new Set<Heading>(['h2', 'h3', 'h4']);
const BREAK: Leaf = { kind: 'br', text: '<br>', marks: [] };

export const isElement = (node: Node): node is Element => 'attribs' in node;
/** The scope inside a block that sets its own paragraphs. */
export const inside = (scope: Scope): Scope => ({ ...scope, align: '', tag: 'p' });
export const alignOf = ({ attribs }: Element, inherited: string): string => attribs['data-align'] || inherited;
export const alignAttribute = (align: string): string =>
  align === 'center' || align === 'right' ? ` data-align="${align}"` : '';

const imageLeaf = ({ attribs: { src = '', alt = '' } }: Element, { marks }: Scope): Leaf[] => {
  const words = escapeAttribute(cleanText(alt, '').text);
  return isAssetSource(src) ? [{ kind: 'img', text: `<img src="${src}" alt="${words}">`, marks }] : [];
};

/** What stands in a line by itself; null for an element that holds others. */
const leavesOf = (node: Node, scope: Scope): Leaf[] | null => {
  if (!isElement(node)) return 'data' in node ? [{ kind: 'text', text: node.data, marks: scope.marks }] : [];
  if (node.name === 'br') return [BREAK];
  return node.name === 'img' ? imageLeaf(node, scope) : null;
};

const marked = ({ name, attribs }: Element, scope: Scope): Scope => {
  const href = name === 'a' ? cleanLink(attribs.href ?? '') : '';
  if (href === null) return scope;
  const mark = name === 'a' ? `<a href="${escapeAttribute(href)}">` : `<${name}>`;
  return { ...scope, marks: addMark(scope.marks, mark) };
};

/** Everything inside as one run of leaves; where a block begins or ends, a line does. */
export const readLeaves = (nodes: readonly Node[], scope: Scope): Leaf[] =>
  nodes.flatMap((node) => {
    const leaves = leavesOf(node, scope);
    if (leaves) return leaves;
    if (!isElement(node)) return [];
    return isMark(node.name)
      ? readLeaves(node.children, marked(node, scope))
      : [BREAK, ...readLeaves(node.children, scope), BREAK];
  });

/** A doubled line break is a new paragraph; in a heading it is nothing. */
const paragraphs = (leaves: readonly Leaf[], { tag, align }: Scope): Paragraph[] => {
  const groups: Line[][] = [[]];
  for (const line of toLines(leaves)) {
    if (line.length > 0) groups.at(-1)?.push(line);
    else if (tag === 'p') groups.push([]);
  }
  return groups.filter((lines) => lines.length > 0).map((lines) => ({ lines, align, tag }));
};

const blockScope = (element: Element, scope: Scope): Scope => ({
  ...scope,
  align: alignOf(element, scope.align),
  tag: scope.tag === 'p' && HEADINGS.has(element.name) ? (element.name as Heading) : scope.tag,
});

/**
 * Reads any nesting of elements as a flat run of blocks, as a reader sees it: marks and alignment are handed down, a
 * paragraph ends where a block begins, empty ones vanish, loose text becomes a paragraph.
 */
export const readFlow = (nodes: readonly Node[], outer: Scope): Block[] => {
  const blocks: Block[] = [];
  let leaves: Leaf[] = [];
  const endParagraph = (scope: Scope): void => {
    blocks.push(...paragraphs(leaves, scope));
    leaves = [];
  };
  const visitAll = (children: readonly Node[], scope: Scope): void => {
    for (const child of children) visit(child, scope);
  };
  const visitBlock = (element: Element, scope: Scope): void => {
    endParagraph(scope);
    const writer = scope.writers[element.name];
    if (writer) {
      blocks.push(...[writer(element, scope)].filter((block) => block !== ''));
      return;
    }
    const inner = blockScope(element, scope);
    visitAll(element.children, inner);
    endParagraph(inner);
  };
  const visit = (node: Node, scope: Scope): void => {
    const found = leavesOf(node, scope);
    if (found) leaves.push(...found);
    else if (!isElement(node)) return;
    else if (isMark(node.name)) visitAll(node.children, marked(node, scope));
    else visitBlock(node, scope);
  };
  visitAll(nodes, outer);
  endParagraph(outer);
  return blocks;
};

const writeBlock = (block: Block): string =>
  typeof block === 'string'
    ? block
    : `<${block.tag}${alignAttribute(block.align)}>${writeLines(block.lines)}</${block.tag}>`;

export const writeFlow = (blocks: readonly Block[]): string => blocks.map(writeBlock).join('');

/** The one plain paragraph that is all of the content: it needs no `<p>` inside a list item or a cell. */
export const soleParagraph = (blocks: readonly Block[]): Paragraph | null => {
  const [only] = blocks;
  return blocks.length === 1 && typeof only === 'object' && only.tag === 'p' ? only : null;
};
