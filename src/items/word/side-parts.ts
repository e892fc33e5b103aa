import { excerpt, note, type Note, type NoteCode } from './notes.ts';
import type { WordPackage } from './package.ts';
import { descendants, elementsOf, textOf, type XmlElement } from './xml.ts';

/** What stands beside the text, and is no part of what is published. */
const SIDES: readonly (readonly [type: string, holder: string, code: NoteCode, where: string])[] = [
  ['header', 'w:hdr', 'header', '页眉'],
  ['footer', 'w:ftr', 'footer', '页脚'],
  ['comments', 'w:comment', 'comment', '批注'],
];

/** 「— 1 —」 「第 1 页 共 3 页」: page numbers say nothing. */
const PAGE_NUMBER = /^[\s\d—–\-·.第共页/]*$/;

const paragraphsOf = (holder: XmlElement): string =>
  descendants(holder, 'w:p')
    .map((paragraph) => textOf(paragraph).trim())
    .filter(Boolean)
    .join(' ');

/** Notes on headers, footers and comments, each text once: documents repeat them for every section. */
export const tellSideParts = ({ relations, parts, read }: WordPackage): Note[] =>
  SIDES.flatMap(([type, holder, code, where]) => {
    const names = relations.filter((each) => each.type === type && !each.external && parts.has(each.target));
    const texts = names.flatMap(({ target }) => elementsOf(read(target), holder).map(paragraphsOf));
    const said = new Set(texts.filter((text) => !PAGE_NUMBER.test(text)));
    return [...said].map((text) => note(code, where, { text: excerpt(text) }));
  });
