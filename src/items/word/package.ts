import type { CheerioAPI } from 'cheerio';
import { posix } from 'node:path';
import { BadWord } from './bad-word.ts';
import type { Parts } from './unzip.ts';
import { parseXml } from './xml.ts';

const RELATIONSHIPS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships/';
const STRICT = 'http://purl.oclc.org/ooxml/officeDocument/relationships/';

export interface Relation {
  readonly id: string;
  readonly type: string;
  /** Part name, or the address of an external target. */
  readonly target: string;
  readonly external: boolean;
}

/** A Word file as its parts; every part that is read has passed the checks of `parseXml`. */
export interface WordPackage {
  readonly parts: Parts;
  /** Name of the main document part. */
  readonly main: string;
  /** Relations of the main document. */
  readonly relations: readonly Relation[];
  /** The main document's related part of a type, e.g. `styles`. */
  find(type: string): string | null;
  read(name: string): CheerioAPI | null;
}

const readRelations = (xml: CheerioAPI | null, folder: string): Relation[] =>
  (xml?.('Relationship').toArray() ?? []).map(({ attribs }) => {
    const { Id = '', Type = '', Target = '', TargetMode } = attribs;
    const external = TargetMode === 'External';
    const path = Target.startsWith('/') ? Target.slice(1) : posix.join(folder, Target);
    return {
      id: Id,
      type: Type.replace(STRICT, '').replace(RELATIONSHIPS, ''),
      target: external ? Target : path,
      external,
    };
  });

const relationsPart = (part: string): string =>
  posix.join(posix.dirname(part), '_rels', `${posix.basename(part)}.rels`);

/** @throws BadWord when there is no main document, or it is not written as Word and WPS write it */
export const openPackage = (parts: Parts): WordPackage => {
  const read = (name: string): CheerioAPI | null => {
    const bytes = parts.get(name);
    return bytes ? parseXml(bytes) : null;
  };
  const ofPackage = readRelations(read('_rels/.rels'), '');
  const named = ofPackage.find(({ type }) => type === 'officeDocument')?.target;
  const main = named !== undefined && parts.has(named) ? named : 'word/document.xml';
  if (!parts.has(main)) throw new BadWord('corrupt');
  const relations = readRelations(read(relationsPart(main)), posix.dirname(main));
  return {
    parts,
    main,
    relations,
    find: (type) => {
      const target = relations.find((each) => each.type === type && !each.external)?.target;
      return target !== undefined && parts.has(target) ? target : null;
    },
    read,
  };
};
