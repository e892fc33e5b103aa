import type { CheerioAPI } from 'cheerio';
import { note, type Note, type NoteCode } from './notes.ts';
import { prepareDrawings } from './prepare/drawings.ts';
import { prepareFields } from './prepare/fields.ts';
import { prepareNumbers } from './prepare/numbers.ts';
import { prepareRevisions } from './prepare/revisions.ts';
import { prepareRuns } from './prepare/runs.ts';
import type { WordPackage } from './package.ts';
import { readStyles, type Styles } from './styles.ts';
import { descendants, elementsOf, type XmlElement } from './xml.ts';

/** One tree of the document while it is made ready for the converter, and the notes of what was done to it. */
export interface Tree {
  readonly $: CheerioAPI;
  readonly root: XmlElement;
  readonly styles: Styles;
  readonly source: WordPackage;
  tell(code: NoteCode, at: XmlElement, facts?: Readonly<Record<string, string | number>>): void;
}

/** Paragraphs are counted as they stand in the file, before anything is moved. */
const createPlaces = (root: XmlElement, name: string): ((element: XmlElement) => string) => {
  const places = new Map(descendants(root, 'w:p').map((paragraph, index) => [paragraph, index + 1]));
  return (element) => {
    for (let at: XmlElement | null = element; at; at = at.parent && 'attribs' in at.parent ? at.parent : null) {
      const place = places.get(at);
      if (place !== undefined) return `${name}第 ${place} 段`;
    }
    return name || '正文';
  };
};

/**
 * Makes everything explicit that the converter would drop or misread: chooses alternatives, takes text out of boxes,
 * settles revisions, spells out numbers. What is lost or changed on the way is told.
 */
const prepareTree = ($: CheerioAPI, root: XmlElement, name: string, source: WordPackage, notes: Note[]): Tree => {
  const place = createPlaces(root, name);
  const styles = readStyles(source.read(source.find('styles') ?? ''));
  const tree: Tree = {
    $,
    root,
    styles,
    source,
    tell: (code, at, facts) => notes.push(note(code, place(at), facts)),
  };
  for (const step of [prepareDrawings, prepareRevisions, prepareFields, prepareRuns]) step(tree);
  return tree;
};

export interface Prepared {
  /** Parts that were changed, by name, as the converter should see them. */
  readonly changed: ReadonlyMap<string, string>;
  readonly document: Tree;
  readonly notes: Note[];
}

export const prepare = (source: WordPackage): Prepared | null => {
  const notes: Note[] = [];
  const $ = source.read(source.main);
  const body = $ && elementsOf($, 'w:body')[0];
  if (!$ || !body) return null;
  const document = prepareTree($, body, '', source, notes);
  prepareNumbers(document);
  const footnotes = ['footnotes', 'endnotes'].flatMap((type): [string, string][] => {
    const name = source.find(type);
    const xml = name === null ? null : source.read(name);
    const root = xml && elementsOf(xml, `w:${type}`)[0];
    if (name === null || !xml || !root) return [];
    return [[name, prepareTree(xml, root, '脚注或尾注', source, notes).$.xml()]];
  });
  return { changed: new Map([[source.main, $.xml()], ...footnotes]), document, notes };
};
