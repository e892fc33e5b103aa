import {
  alignAttribute,
  alignOf,
  inside,
  isElement,
  readFlow,
  readLeaves,
  soleParagraph,
  writeFlow,
  type Element,
  type Node,
  type Scope,
} from './flow.ts';
import { hasContent, toLines, toPreformatted, writeLines } from './inline.ts';

const MAX_SPAN = 1_000;
const SCOPES = ['row', 'col', 'rowgroup', 'colgroup'];
const SECTIONS = ['thead', 'tbody', 'tfoot'] as const;

const named = (nodes: readonly Node[], ...names: readonly string[]): Element[] =>
  nodes.filter(isElement).filter(({ name }) => names.includes(name));

const wrapped = (open: string, content: string): string =>
  content === '' ? '' : `<${open}>${content}</${open.split(' ', 1)[0]}>`;

/** Content without a `<p>` of its own where one plain paragraph is all there is. */
const writeTight = (nodes: readonly Node[], scope: Scope): string => {
  const blocks = readFlow(nodes, inside(scope));
  const sole = soleParagraph(blocks);
  return sole && alignAttribute(sole.align) === '' ? writeLines(sole.lines) : writeFlow(blocks);
};

/** A heading-like text: of the blocks inside only the line ends are left. */
const writeText = ({ children }: Element, scope: Scope): string =>
  writeLines(toLines(readLeaves(children, scope)).filter((line) => line.length > 0));

/** What stands between the items, a nested list above all, belongs to the item before. */
const itemsOf = (list: Element): Node[][] => {
  const items: Node[][] = [];
  for (const child of list.children) {
    const last = items.at(-1);
    if (isElement(child) && child.name === 'li') items.push([...child.children]);
    else if (last) last.push(child);
    else items.push([child]);
  }
  return items;
};

const writeList = (list: Element, scope: Scope): string => {
  const items = itemsOf(list).map((nodes) => wrapped('li', writeTight(nodes, scope)));
  const start = Number(list.attribs.start);
  const numbered = list.name === 'ol' && Number.isInteger(start) && start > 1 && start < 10_000;
  return wrapped(numbered ? `ol start="${start}"` : list.name, items.join(''));
};

const writeFigure = (figure: Element, scope: Scope): string => {
  const [caption] = named(figure.children, 'figcaption');
  const text = caption ? wrapped('figcaption', writeText(caption, scope)) : '';
  const content = writeTight(
    figure.children.filter((node) => node !== caption),
    scope,
  );
  return wrapped('figure', content + text);
};

const span = (element: Element, name: 'colspan' | 'rowspan'): string => {
  const value = Number(element.attribs[name]);
  return Number.isInteger(value) && value > 1 && value <= MAX_SPAN ? ` ${name}="${value}"` : '';
};

const writeCell = (cell: Element, align: string, scope: Scope): string => {
  const blocks = readFlow(cell.children, inside(scope));
  const sole = soleParagraph(blocks);
  const own = sole && sole.align !== '' ? sole.align : alignOf(cell, align);
  const heads = cell.name === 'th' && SCOPES.includes(cell.attribs.scope ?? '') ? ` scope="${cell.attribs.scope}"` : '';
  const open = `<${cell.name}${span(cell, 'colspan')}${span(cell, 'rowspan')}${heads}${alignAttribute(own)}>`;
  return `${open}${sole ? writeLines(sole.lines) : writeFlow(blocks)}</${cell.name}>`;
};

const writeRows = (section: Element, scope: Scope): string =>
  named(section.children, 'tr')
    .map((row) => {
      const align = alignOf(row, alignOf(section, ''));
      return wrapped(
        'tr',
        named(row.children, 'td', 'th')
          .map((cell) => writeCell(cell, align, scope))
          .join(''),
      );
    })
    .join('');

const writeTable = (table: Element, scope: Scope): string => {
  const [caption] = named(table.children, 'caption');
  const text = caption ? writeText(caption, scope) : '';
  const sections = SECTIONS.flatMap((name) =>
    named(table.children, name).map((section) => wrapped(name, writeRows(section, scope))),
  ).join('');
  return hasContent(sections) ? wrapped('table', wrapped('caption', text) + sections) : wrapped('p', text);
};

/** The blocks that are more than a paragraph. */
export const WRITERS: Scope['writers'] = {
  ul: writeList,
  ol: writeList,
  table: writeTable,
  figure: writeFigure,
  hr: () => '<hr>',
  pre: ({ children }, scope) => wrapped('pre', writeLines([toPreformatted(readLeaves(children, scope))])),
  blockquote: ({ children }, scope) => wrapped('blockquote', writeFlow(readFlow(children, inside(scope)))),
};
