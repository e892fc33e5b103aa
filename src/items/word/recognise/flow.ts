import { note, type Note } from '../notes.ts';
import type { Tag } from '../styles.ts';
import { isHeading, join, restyle, type Block } from './blocks.ts';

const LONG_ENOUGH = 15;
const ENDED = /[。！？；：…”』」》.!?;:]$/;
const BEGINS_ANEW =
  /^(?:[（(]?[\d一二三四五六七八九十]{1,3}[)）、.．]|第[\d一二三四五六七八九十百]+[章节条]|附件|附表|图\s*\d|表\s*\d|[\p{Script=Han}\s]{1,8}[:：]|[-—•●◆■□☐☑＊*])/u;

/** A row of a list of names, set with spaces: 「王　毅　县林业局局长」. */
const ALIGNED = /^\p{Script=Han}{1,4}\s+\p{Script=Han}/u;

/** A sentence that goes on in the next paragraph: a page ended there when somebody made the file from scanned pages. */
const isCut = (before: Block, after: Block): boolean =>
  before.tag === 'p' &&
  after.tag === 'p' &&
  before.align === '' &&
  after.align === '' &&
  before.text.length >= LONG_ENOUGH &&
  !/\n/.test(before.text) &&
  /[，。；]/.test(before.text) &&
  !before.text.startsWith('附件') &&
  !ENDED.test(before.text) &&
  /^[\p{Script=Han}，、。；）]/u.test(after.text) &&
  !BEGINS_ANEW.test(after.text) &&
  !ALIGNED.test(after.text);

export const joinCut = (blocks: readonly Block[]): { notes: Note[]; rest: Block[] } => {
  const rest: Block[] = [];
  const notes: Note[] = [];
  for (const block of blocks) {
    const before = rest.at(-1);
    if (!before || !isCut(before, block)) {
      rest.push(block);
      continue;
    }
    notes.push(
      note('line-joined', '正文', {
        before: Array.from(before.text).slice(-12).join(''),
        after: Array.from(block.text).slice(0, 12).join(''),
      }),
    );
    rest[rest.length - 1] = join(before, block);
  }
  return { notes, rest };
};

/** How deep a numbered heading lies (GB/T 9704-2012, 7.3.3: 一、 then （一） then 1. then （1）). */
const NUMBERED: readonly RegExp[] = [
  /^[一二三四五六七八九十]+、|^第[一二三四五六七八九十百]+章/,
  /^[（(][一二三四五六七八九十]+[)）]|^第[一二三四五六七八九十百]+节/,
  /^\d+[.．、]|^[（(]\d+[)）]/,
];
const LEVELS: readonly Tag[] = ['h2', 'h3', 'h4'];

/** A heading is bold as it is. */
const withoutBold = (block: Block): Block => ({
  ...block,
  html: block.html.replace(/^(<h[2-4][^>]*>)<strong>((?:(?!<\/strong>).)*)<\/strong>(<\/h[2-4]>)$/s, '$1$2$3'),
});

const depthOf = ({ text }: Block): number => NUMBERED.findIndex((pattern) => pattern.test(text));

/**
 * Headings by their numbers, whatever their styles say: 「一、」 is one level everywhere. Those without a number, titles of a
 * plan or an annex, come first, and what follows them lies one deeper.
 */
export const levelHeadings = (blocks: readonly Block[]): Block[] => {
  const headings = blocks.filter(isHeading);
  if (!headings.some((block) => depthOf(block) >= 0)) return [...blocks];
  const shift = headings.some((block) => depthOf(block) < 0) ? 1 : 0;
  return blocks.map((block) => {
    if (!isHeading(block)) return block;
    const depth = depthOf(block);
    return restyle(withoutBold(block), { tag: LEVELS[Math.min(depth < 0 ? 0 : depth + shift, 2)] ?? 'h4' });
  });
};
