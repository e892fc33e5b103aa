import type { DISCLOSURES, ItemType } from '../../core/content.ts';
import { BadWord } from './bad-word.ts';
import { convert } from './convert.ts';
import type { Note } from './notes.ts';
import { openPackage } from './package.ts';
import { prepare } from './prepare.ts';
import { recognise } from './recognise.ts';
import { tellSideParts } from './side-parts.ts';
import { unzip } from './unzip.ts';

/** A picture of the document; the body names it `asset:<id>`. */
export interface WordImage {
  /** SHA-256 of the bytes. */
  readonly id: string;
  readonly mime: string;
  readonly data: Uint8Array;
}

export interface WordAnnex {
  /** As the document calls it, e.g. 附件2. */
  readonly label: string;
  readonly title: string;
}

/** What a Word file says, recognised as far as it can be; a person checks it before anything is handed in. */
export interface WordDraft {
  /** A guess by title and 文号; never `guide`, whose fields no Word file has. */
  readonly type: Exclude<ItemType, 'guide'>;
  readonly title: string;
  /** 文号, in its standard form. */
  readonly documentNumber: string | null;
  /** 发文机关 */
  readonly issuer: string | null;
  /** 成文日期, `2020-09-28`. */
  readonly writtenOn: string | null;
  /** 公开属性, only where the document names it. */
  readonly disclosure: (typeof DISCLOSURES)[number] | null;
  /** Clean HTML (`docs/html-subset.md`), annexes included, without what stands in the fields above. */
  readonly body: string;
  /** Annexes whose content stands at the end of the body. */
  readonly annexes: readonly WordAnnex[];
  readonly images: readonly WordImage[];
  /** All that was dropped, changed or is doubtful. */
  readonly notes: readonly Note[];
}

/** Reads a checked Word file. Runs in the thread. @throws BadWord */
export const draftWord = async (bytes: Uint8Array, fileName: string): Promise<WordDraft> => {
  const source = openPackage(await unzip(bytes, () => true));
  const prepared = prepare(source);
  if (!prepared) throw new BadWord('corrupt');
  const { html, images, notes } = await convert(source, prepared);
  const recognised = recognise(html, fileName);
  return {
    ...recognised,
    images,
    notes: [...recognised.notes, ...prepared.notes, ...notes, ...tellSideParts(source)],
  };
};
