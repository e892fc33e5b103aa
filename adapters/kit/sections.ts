import { readHtml } from './html-text.ts';

/** A link out of a table or a list: to a file of this site, which the reader saves as `saveAs`, or to another site. */
export interface Link {
  readonly text: string;
  readonly href: string;
  readonly saveAs?: string;
}
export type Cell = string | Link;

export interface Step {
  readonly name: string;
  readonly time: string;
  readonly note: string;
}

/**
 * What an article says, free of any form: a channel writes it in its own form, `sectionText` as the text that
 * the audit looks for. Two writers, so that a template which loses something is found out. An empty title shows no heading.
 */
export type Section = { readonly title: string } & (
  | { readonly kind: 'body'; readonly html: string }
  | { readonly kind: 'facts'; readonly rows: readonly (readonly [label: string, value: Cell])[] }
  | { readonly kind: 'table'; readonly head: readonly string[]; readonly rows: readonly (readonly Cell[])[] }
  | { readonly kind: 'list'; readonly items: readonly string[] }
  | { readonly kind: 'steps'; readonly items: readonly Step[] }
  | { readonly kind: 'questions'; readonly items: readonly { question: string; answer: string }[] }
  | { readonly kind: 'files'; readonly items: readonly Link[] }
);
export type SectionOf<K extends Section['kind']> = Extract<Section, { kind: K }>;

const said = (cell: Cell): string => (typeof cell === 'string' ? cell : cell.text);

const TEXTS: { readonly [K in Section['kind']]: (section: SectionOf<K>) => readonly string[] } = {
  body: ({ html }) => [readHtml(html)],
  facts: ({ rows }) => rows.flatMap(([label, value]) => [label, said(value)]),
  table: ({ head, rows }) => [...head, ...rows.flat().map(said)],
  list: ({ items }) => items,
  steps: ({ items }) => items.flatMap(({ name, time, note }) => [name, time, note]),
  questions: ({ items }) => items.flatMap(({ question, answer }) => [question, answer]),
  files: ({ items }) => items.map(said),
};

/** Every string of a section in reading order, a line each. */
export const sectionText = (section: Section): string => {
  const write = TEXTS[section.kind] as (section: Section) => readonly string[];
  return [section.title, ...write(section)].filter(Boolean).join('\n');
};
