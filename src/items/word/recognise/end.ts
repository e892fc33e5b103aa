import type { DISCLOSURES } from '../../../core/content.ts';
import { note, type Note } from '../notes.ts';
import { isLine, packed, restyle, type Block } from './blocks.ts';
import { readDateLine } from './date.ts';

const IMPRINT =
  /^(?:抄送|抄报|主送|分送|主题词)[:：]|(?:\d{4}年\d{1,2}月\d{1,2}日|[〇零○一二三四五六七八九]{4}年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日)印发$/;

/** 版记 (GB/T 9704-2012, 7.4): copies to whom, printed when. It is for the file, not for readers. */
export const dropImprint = (blocks: readonly Block[]): { notes: Note[]; rest: Block[] } => {
  const rest = [...blocks];
  const notes: Note[] = [];
  for (
    let last = rest.at(-1);
    last && (last.tag === 'hr' || (isLine(last) && IMPRINT.test(packed(last.text))));
    last = rest.at(-1)
  ) {
    rest.pop();
    if (last.tag !== 'hr') notes.unshift(note('imprint', '版记', { text: last.text }));
  }
  return notes.length > 0 ? { notes, rest } : { notes, rest: [...blocks] };
};

type Disclosure = (typeof DISCLOSURES)[number];
const DISCLOSURE =
  /^[（(]?(?:此件|本件|公开属性[:：]|公开方式[:：]|信息公开选项[:：]|公开类别[:：])(主动公开|公开发布|依申请公开|不予公开)[)）]?$/;

/** 「（此件主动公开）」: about the document, not of it. The decision stays a person's. */
export const readDisclosure = (
  blocks: readonly Block[],
): { disclosure: Disclosure | null; notes: Note[]; rest: Block[] } => {
  const found = blocks.find((block) => isLine(block) && DISCLOSURE.test(packed(block.text)));
  const [, said] = DISCLOSURE.exec(packed(found?.text ?? '')) ?? [];
  if (!found || said === undefined) return { disclosure: null, notes: [], rest: [...blocks] };
  const disclosure = said === '公开发布' ? '主动公开' : (said as Disclosure);
  const notes = [note('disclosure', '附注', { text: found.text, kind: disclosure })];
  return { disclosure, notes, rest: blocks.filter((block) => block !== found) };
};

const ORGANISATION = /^[\p{Script=Han}（）()、]{2,60}$/u;
const isSignature = (block: Block | undefined): block is Block =>
  block !== undefined && isLine(block) && ORGANISATION.test(packed(block.text));

export interface Signed {
  readonly writtenOn: string | null;
  readonly signature: string | null;
  readonly notes: readonly Note[];
  readonly rest: readonly Block[];
}

/** 落款: who and when. It stays in the text, on the right; without one a date line below the title counts. */
export const readSignature = (blocks: readonly Block[]): Signed => {
  const dated = blocks.flatMap((block, index) => {
    const date = isLine(block) ? readDateLine(block.text) : null;
    return date
      ? [{ index, iso: date.iso, text: block.text, signed: index > 0 && isSignature(blocks[index - 1]) }]
      : [];
  });
  const chosen = dated.find(({ signed }) => signed) ?? dated.at(0);
  if (!chosen) return { writtenOn: null, signature: null, notes: [note('date-missing', '落款')], rest: blocks };
  const { index, iso, text, signed } = chosen;
  const notes = iso === null ? [note('date-impossible', '落款', { text })] : [];
  if (!signed) return { writtenOn: iso, signature: null, notes, rest: blocks };
  const rest = blocks.map((block, at) =>
    at === index || at === index - 1 ? restyle(block, { tag: 'p', align: 'right' }) : block,
  );
  return { writtenOn: iso, signature: packed(blocks[index - 1]?.text ?? ''), notes, rest };
};
