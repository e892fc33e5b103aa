import { escapeHtml } from '../kit/html.ts';
import { parseHtml, readNodes, type HtmlNode } from '../kit/html-text.ts';
import { STYLES, type StyleName } from './style.ts';

type Element = Extract<HtmlNode, { attribs: unknown }>;
type Notes = Map<string, number>;
type Writer = (element: Element, inner: (nodes?: readonly HtmlNode[]) => string) => string;

const isText = (node: HtmlNode): node is Extract<HtmlNode, { data: string }> => node.nodeType === 3;
const isElement = (node: HtmlNode): node is Element => 'attribs' in node;
const named = (nodes: readonly HtmlNode[], ...names: readonly string[]): Element[] =>
  nodes.filter(isElement).filter(({ name }) => names.includes(name));

/** An element with its inline style; nothing else is sure to survive. */
export const styled = (name: string, style: StyleName, inner: string, more = ''): string =>
  `<${name} style="${STYLES[style]}${more}">${inner}</${name}>`;

const alignOf = ({ attribs }: Element): string => {
  const align = attribs['data-align'];
  return align === 'center' || align === 'right' ? `;text-align:${align};text-indent:0` : '';
};
const numbers = ({ attribs }: Element, ...names: readonly string[]): string =>
  names.map((name) => (/^\d{1,4}$/.test(attribs[name] ?? '') ? ` ${name}="${attribs[name]}"` : '')).join('');

const block =
  (name: string, style: StyleName): Writer =>
  (element, inner) =>
    styled(name, style, inner(), alignOf(element));
const mark =
  (name: string): Writer =>
  (_, inner) =>
    `<${name}>${inner()}</${name}>`;

/** The platform loses a list inside an item: it goes behind the item instead, where browsers show it the same. */
const writeItem: Writer = ({ children }, inner) => {
  const nested = named(children, 'ul', 'ol');
  const own = children.filter((node) => !nested.some((list) => list === node));
  return styled('li', 'li', inner(own)) + inner(nested);
};
const list =
  (name: string): Writer =>
  (element, inner) =>
    `<${name}${numbers(element, 'start')} style="${STYLES.list}">${inner(named(element.children, 'li'))}</${name}>`;

const cell =
  (name: 'td' | 'th'): Writer =>
  (element, inner) => {
    const open = `${name}${numbers(element, 'colspan', 'rowspan')} style="${STYLES[name]}${alignOf(element)}"`;
    return `<${open}>${inner()}</${name}>`;
  };
const writeTable: Writer = ({ children }, inner) => {
  const sections = named(children, 'thead', 'tbody', 'tfoot').flatMap((section) => named(section.children, 'tr'));
  const rows = [...sections, ...named(children, 'tr')];
  const caption = named(children, 'caption').map((each) => styled('p', 'caption', inner(each.children)));
  return styled('section', 'scroll', `${caption.join('')}${styled('table', 'table', `<tbody>${inner(rows)}</tbody>`)}`);
};

const writeImage: Writer = ({ attribs: { src = '', alt = '' } }) =>
  /^asset:[0-9a-f]{64}$/.test(src) ? `<img src="${src}" alt="${escapeHtml(alt)}" style="${STYLES.img}">` : '';

/** Links do not survive: the address goes to the notes, unless the text already says it. */
const link =
  (notes: Notes): Writer =>
  ({ attribs: { href = '' }, children }, inner) => {
    const target = href.replace(/^(?:mailto|tel):/, '');
    const said = readNodes(children).replace(/\s+/g, '');
    if (target === '' || said === target || said === target.replace(/\/$/, '')) return inner();
    const number = notes.get(target) ?? notes.size + 1;
    notes.set(target, number);
    return `${inner()}<sup>[${number}]</sup>`;
  };

const WRITERS: Readonly<Record<string, Writer>> = {
  p: block('p', 'p'),
  h2: block('h2', 'h2'),
  h3: block('h3', 'h3'),
  h4: block('h4', 'h4'),
  blockquote: block('blockquote', 'blockquote'),
  pre: block('pre', 'pre'),
  figure: block('figure', 'figure'),
  figcaption: block('figcaption', 'figcaption'),
  strong: mark('strong'),
  em: mark('em'),
  code: mark('code'),
  sup: mark('sup'),
  sub: (_, inner) => styled('span', 'sub', inner()),
  ul: list('ul'),
  ol: list('ol'),
  li: writeItem,
  table: writeTable,
  tr: mark('tr'),
  td: cell('td'),
  th: cell('th'),
  img: writeImage,
  br: () => '<br>',
  hr: () => `<hr style="${STYLES.hr}">`,
};

export interface WrittenBody {
  readonly html: string;
  /** Addresses of the links, in the order of their numbers. */
  readonly notes: readonly string[];
}

/** A clean body as WeChat keeps it, block by block: known elements with inline styles; no id, class, div, script or link. */
export const writeBlocks = (
  body: string,
): { readonly blocks: readonly string[]; readonly notes: readonly string[] } => {
  const notes: Notes = new Map();
  const writers: Readonly<Record<string, Writer>> = { ...WRITERS, a: link(notes) };
  const write = (nodes: readonly HtmlNode[]): string => nodes.map(writeNode).join('');
  const writeNode = (node: HtmlNode): string => {
    if (!isElement(node)) return isText(node) ? escapeHtml(node.data) : '';
    const inner = (nodes: readonly HtmlNode[] = node.children): string => write(nodes);
    const writer = Object.hasOwn(writers, node.name) ? writers[node.name] : undefined;
    return writer ? writer(node, inner) : inner();
  };
  const blocks = (parseHtml(body).root()[0]?.children ?? []).map(writeNode);
  return { blocks, notes: [...notes.keys()] };
};

export const writeBody = (body: string): WrittenBody => {
  const { blocks, notes } = writeBlocks(body);
  return { html: blocks.join(''), notes };
};
