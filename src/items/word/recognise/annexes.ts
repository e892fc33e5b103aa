import type { WordAnnex } from '../draft.ts';
import { note, type Note } from '../notes.ts';
import { isLine, packed, restyle, withoutLayout, type Block } from './blocks.ts';

const COUNT = '[0-9０-９一二三四五六七八九十]{0,3}';
/** 「附件」 「附件2」 alone in a line: an annex begins. */
const BEGIN = new RegExp(`^附件${COUNT}[:：]?$`);
/** 「附件：1.某某」: what annexes there are; further ones in lines of their own. */
const LISTED = new RegExp(`^附件[:：](?:${COUNT}[.．、])?(.+)$`);
const LISTED_FURTHER = new RegExp(`^${COUNT}[.．、](.+)$`);
const MAX_TITLE = 100;

const listedTitles = (blocks: readonly Block[]): string[] => {
  const start = blocks.findIndex((block) => isLine(block) && LISTED.test(packed(block.text)));
  if (start < 0) return [];
  const rows = blocks
    .slice(start)
    .flatMap(({ text }) => text.split('\n'))
    .map(packed);
  const [, first = ''] = LISTED.exec(rows[0] ?? '') ?? [];
  const rest = rows.slice(1);
  const end = rest.findIndex((row) => !LISTED_FURTHER.test(row));
  return [first, ...rest.slice(0, end < 0 ? rest.length : end).map((row) => LISTED_FURTHER.exec(row)?.[1] ?? '')];
};

const compare = (listed: readonly string[], annexes: readonly WordAnnex[]): Note[] => {
  const titles = annexes.map(({ title }) => packed(title));
  return listed.flatMap((name, index) => {
    if (titles.includes(name)) return [];
    const title = annexes[index]?.title;
    return [
      title === undefined
        ? note('annex-elsewhere', '附件', { name })
        : note('annex-title', '附件', { listed: name, title }),
    ];
  });
};

/** Finds the annexes in the text, sets their titles as headings, and compares them with what the document lists. */
export const readAnnexes = (blocks: readonly Block[]): { annexes: WordAnnex[]; notes: Note[]; rest: Block[] } => {
  const rest = [...blocks];
  const annexes: WordAnnex[] = [];
  for (const [index, block] of blocks.entries()) {
    if (!isLine(block) || !BEGIN.test(packed(block.text))) continue;
    rest[index] = restyle(block, { tag: 'p' });
    const next = blocks[index + 1];
    const hasTitle =
      next !== undefined && isLine(next) && next.text.length <= MAX_TITLE && !/[。；，：]$/.test(next.text);
    if (hasTitle) rest[index + 1] = restyle(next, { tag: 'h2' });
    annexes.push({ label: packed(block.text).replace(/[:：]$/, ''), title: hasTitle ? withoutLayout(next.text) : '' });
  }
  return { annexes, notes: compare(listedTitles(blocks), annexes), rest };
};
