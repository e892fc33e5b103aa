import { note, type Note } from '../notes.ts';
import { isHeading, isLine, packed, withoutLayout, type Block } from './blocks.ts';
import { readDateLine } from './date.ts';

const NUMBER = /^([\p{Script=Han}]{1,12})[〔[［【（(](\d{4})[〕\]］】）)](?:第)?(\d{1,5})号/u;

/** 文号 in its standard form (GB/T 9704-2012, 7.2.5: 六角括号, no 第, no leading 0), and what stands after it in the line. */
export const readNumber = (line: string): { readonly number: string; readonly rest: string } | null => {
  const text = packed(line);
  const [whole, body, year, count] = NUMBER.exec(text) ?? [];
  if (whole === undefined) return null;
  return { number: `${body}〔${year}〕${Number(count)}号`, rest: text.slice(whole.length) };
};

/** Lines above the title that are no part of it (GB/T 9704-2012, 7.2). */
const HEAD_LINES: readonly (readonly [kind: string, pattern: RegExp])[] = [
  ['份号', /^\d{6}$/],
  ['密级', /^(?:绝密|机密|秘密)(?:★.*)?$/],
  ['紧急程度', /^(?:特急|加急|特提|平急)$/],
  ['签发人', /^签发人[:：].{0,30}$/],
];
const RED_HEAD = /^(.{2,40}?)(?:文件|公文)$/;
const SECRET = /^(?:绝密|机密|秘密)/;

export interface Head {
  readonly documentNumber: string | null;
  /** 发文机关标志 */
  readonly issuer: string | null;
  readonly notes: readonly Note[];
  readonly rest: readonly Block[];
}

interface Reading {
  documentNumber: string | null;
  issuer: string | null;
  readonly notes: Note[];
}

const WHERE = '版头';

const takeNumber = (reading: Reading, text: string): boolean => {
  const read = readNumber(text);
  if (!read || reading.documentNumber !== null) return false;
  const signer = /^签发人[:：]/.test(read.rest);
  if (read.rest !== '' && !signer) return false;
  reading.documentNumber = read.number;
  const written = packed(text).slice(0, packed(text).length - read.rest.length);
  if (written !== read.number)
    reading.notes.push(note('number-written', WHERE, { text: written, number: read.number }));
  if (signer) reading.notes.push(note('head-line', WHERE, { kind: '签发人', text: read.rest }));
  return true;
};

const takeLine = (reading: Reading, text: string): boolean => {
  const line = packed(text);
  const [kind] = HEAD_LINES.find(([, pattern]) => pattern.test(line)) ?? [];
  if (kind !== undefined) {
    if (SECRET.test(line)) reading.notes.push(note('secret', WHERE, { text: line }));
    reading.notes.push(note('head-line', WHERE, { kind, text: line }));
    return true;
  }
  const [, issuer] = RED_HEAD.exec(line) ?? [];
  if (issuer === undefined || line.includes('关于') || reading.issuer !== null) return false;
  reading.issuer = issuer;
  reading.notes.push(note('red-head', WHERE, { text: line }));
  return true;
};

/** Takes the head off: everything above the title. A file without a head begins with its title, and loses nothing. */
export const readHead = (blocks: readonly Block[]): Head => {
  const reading: Reading = { documentNumber: null, issuer: null, notes: [] };
  const isRule = ({ tag }: Block): boolean => tag === 'hr';
  let at = 0;
  for (const block of blocks) {
    if (!isRule(block) && !(isLine(block) && (takeNumber(reading, block.text) || takeLine(reading, block.text)))) break;
    at += 1;
  }
  return { ...reading, rest: blocks.slice(at) };
};

const MAX_TITLE = 300;
const MAX_TITLE_LINES = 6;
const TITLE_END =
  /(?:通知|通告|公告|公示|通报|意见|决定|决议|办法|方案|规定|规划|计划|细则|条例|报告|请示|批复|函|纪要|命令|令|解读|说明|要点|清单|指南|简报|名单|措施)(?:（[^（）]{1,12}）)?$/;

const canBeTitle = ({ text, align, tag }: Block): boolean =>
  (isHeading({ tag } as Block) || align === 'center' || !/[。；，：:;,]$/.test(text)) &&
  text.length <= MAX_TITLE &&
  text !== '';

/** The rows of one title look alike, and it ends with what kind of document it is. */
const titleRows = (blocks: readonly Block[]): number => {
  const [first] = blocks;
  if (!first || !isLine(first) || first.html.includes('<img ') || !canBeTitle(first)) return 0;
  let rows = 1;
  const isSet = first.align === 'center' || isHeading(first);
  const most = isSet ? MAX_TITLE_LINES : 1;
  while (rows < most && !TITLE_END.test(packed(blocks[rows - 1]?.text ?? ''))) {
    const next = blocks[rows];
    if (!next || next.tag !== first.tag || next.align !== first.align || next.text === '') break;
    if (
      readNumber(next.text) ||
      readDateLine(next.text) ||
      /^[一二三四五六七八九十]+、|^第[一二三四五六七八九十]+章/.test(next.text)
    )
      break;
    rows += 1;
  }
  // Rows that never come to an end were no title: the first alone is it.
  return rows > 1 && !TITLE_END.test(packed(blocks[rows - 1]?.text ?? '')) ? 1 : rows;
};

export interface Title {
  readonly title: string;
  readonly notes: readonly Note[];
  readonly rest: readonly Block[];
}

export const readTitle = (blocks: readonly Block[], fileName: string): Title => {
  const rows = titleRows(blocks);
  if (rows === 0) {
    const title =
      fileName
        .replace(/^.*[/\\]/, '')
        .replace(/\.\w{1,5}$/, '')
        .trim() || '（无标题）';
    return { title, notes: [note('title-missing', '标题')], rest: blocks };
  }
  const written = blocks
    .slice(0, rows)
    .map(({ text }) => text)
    .join('\n');
  const title = withoutLayout(written);
  const notes = title === written ? [] : [note('title-joined', '标题')];
  return { title, notes, rest: blocks.slice(rows) };
};
