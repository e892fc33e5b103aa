import { load } from 'cheerio';
import mammoth from 'mammoth';
import { issueText } from '../../core/issues.ts';
import { cleanHtml } from '../clean-html.ts';
import { scrub } from '../clean-text.ts';
import { BadWord } from './bad-word.ts';
import { fileOf } from './converter-file.ts';
import type { WordImage } from './draft.ts';
import { createShelf, describeImages } from './images.ts';
import { note, type Note } from './notes.ts';
import type { WordPackage } from './package.ts';
import type { Prepared } from './prepare.ts';
import { LOOKS, styleIdOf } from './styles.ts';
import { tidy } from './tidy.ts';
import { descendants, textOf } from './xml.ts';

/** Our own styles, which `prepare/numbers.ts` set, as tags; the class tells `tidy` where the paragraph stands. */
const STYLE_MAP = LOOKS.map((look) => `p.${styleIdOf(look)} => ${look.tag}.${styleIdOf(look)}:fresh`);
/** The converter warns about styles, which are looks, and about the marks of editing; the rest is worth a person's look. */
const QUIET =
  /style|comment|permStart|permEnd|w:ptab|Separator|continuation|RangeStart|RangeEnd|w:pgNum|bookmark|unlikely to display/i;
const messageNote = (message: string): Note[] => {
  if (QUIET.test(message)) return [];
  const [, name] = /^An unrecognised element was ignored: (.+)$/.exec(message) ?? [];
  if (name !== undefined) return [note('element', '正文', { name: name.replace(/^\{.*\}/, '') })];
  const [, char] = /^A w:sym element with an unsupported character was ignored: (.+)$/.exec(message) ?? [];
  return [char === undefined ? note('converter', '正文', { text: message }) : note('symbol', '正文', { text: char })];
};

const bare = (text: string): string => scrub(text).normalize('NFC').replace(/\s+/gu, '');

/** The last net: every paragraph that went in must come out, or a person hears of it. */
const tellLost = ({ document }: Prepared, html: string, notes: Note[]): void => {
  const text = bare(load(html)('body').text());
  let at = 0;
  for (const [index, paragraph] of descendants(document.root, 'w:p').entries()) {
    const nested = descendants(paragraph, 'w:p').length > 0;
    const wanted = nested ? '' : bare(textOf(paragraph));
    const found = text.indexOf(wanted, at);
    if (found >= 0) at = found + wanted.length;
    else if (!text.includes(wanted)) notes.push(note('lost', `第 ${index + 1} 段`, { text: textOf(paragraph) }));
  }
};

export interface Converted {
  readonly html: string;
  readonly images: readonly WordImage[];
  readonly notes: readonly Note[];
}

const runConverter = async (
  source: WordPackage,
  prepared: Prepared,
  convertImage: ReturnType<typeof createShelf>['take'],
) => {
  try {
    // `file` is the converter's own seam for an opened archive; its types do not name it.
    const input = { file: fileOf(source, prepared) } as unknown as { buffer: Buffer };
    return await mammoth.convertToHtml(input, { styleMap: STYLE_MAP, includeEmbeddedStyleMap: false, convertImage });
  } catch (error) {
    throw error instanceof BadWord ? error : new BadWord('corrupt', error);
  }
};

/** The prepared document as clean HTML, its pictures, and what was lost on the way. @throws BadWord */
export const convert = async (source: WordPackage, prepared: Prepared): Promise<Converted> => {
  const notes: Note[] = [];
  const { images, take } = createShelf(notes);
  const { value, messages } = await runConverter(source, prepared, take);
  notes.push(...messages.flatMap(({ message }) => messageNote(message)));
  const $ = load(value);
  tidy($, notes);
  describeImages($, notes);
  const { html, issues } = cleanHtml($('body').html() ?? '', 'body');
  if (issues.some(({ code }) => code === 'too-complex')) throw new BadWord('too-complex');
  const told = issues.filter(({ code }) => code !== 'image-without-alt');
  notes.push(...told.map((each) => note('converter', '正文', { text: issueText(each) })));
  tellLost(prepared, html, notes);
  return { html, images: [...images.values()], notes };
};
