import type { Severity } from '../../../../src/core/severity.ts';
import type { Edit } from './edit.ts';
import { HAN, NAMES, NEGATIONS, NUMERALS, SENTENCES } from './pools.ts';
import type { Random } from './random.ts';

export const KINDS = [
  'digit',
  'char-changed',
  'char-deleted',
  'char-inserted',
  'sentence-added',
  'sentence-removed',
  'paragraphs-swapped',
  'table-cell',
  'date',
  'name',
  'negation',
] as const;
export type Kind = (typeof KINDS)[number];

/** What the text of a page is known to hold. */
export interface Known {
  readonly text: string;
  readonly names: readonly string[];
  /** Texts of table cells, each a line of its own. */
  readonly cells: readonly string[];
}
export interface Change {
  readonly edits: readonly Edit[];
  readonly severities: readonly Severity[];
}

const CRITICAL: readonly Severity[] = ['critical'];
const MAJOR: readonly Severity[] = ['major'];
/** A number, name or negation beside the change may rightly make it critical; a judge that shares no code cannot say. */
const EITHER: readonly Severity[] = ['major', 'critical'];
const NEAR = 12;
const LOADED = new RegExp(
  `[\\d０-９A-Za-z${NUMERALS}${NEGATIONS}]|记者|主席|书记|主任|长|先生|女士|教授|总理|总统|同志`,
);
const near = (text: string, start: number, end: number): readonly Severity[] =>
  LOADED.test(text.slice(Math.max(0, start - NEAR), end + NEAR)) ? EITHER : MAJOR;
const within = (text: string): readonly Severity[] => (LOADED.test(text) ? EITHER : MAJOR);

const matches = (text: string, pattern: RegExp): { at: number; text: string }[] =>
  Array.from(text.matchAll(pattern), (match) => ({ at: match.index, text: match[0] }));
const pickMatch = (random: Random, text: string, pattern: RegExp): { at: number; text: string } | null => {
  const found = matches(text, pattern);
  return found.length === 0 ? null : random.pick(found);
};

const otherDigit = (random: Random, digit: string): string => {
  const isWide = digit > '9';
  const value = (Number(digit.normalize('NFKC')) + 1 + random.below(9)) % 10;
  return isWide ? String.fromCharCode(0xff10 + value) : String(value);
};
const otherHan = (random: Random, not: string): string => random.pick(Array.from(HAN).filter((char) => char !== not));

const PLAIN_HAN = new RegExp(`(?![${NUMERALS}${NEGATIONS}])[\\u4e00-\\u9fff]`, 'g');
const SENTENCE = /[^。！？\n]{6,}[。！？]["'”’」）)]*/g;
const DAY = /(?<=\d{1,2}月)\d{1,2}(?=日)|(?<=\d{4}年)\d{1,2}(?=月)|(?<=\d{4}-\d{1,2}-)\d{1,2}(?!\d)/g;
/** A person named after an office, as news do. */
const PERSON =
  /(?<=记者[ ：:]?|主任[ ：:]?|教授[ ：:]?|书记[ ：:]?|县长[ ：:]?)[王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金][\u4e00-\u9fff]{1,2}(?=[，。、）)（(\s]|$)/gm;
const AFFIRMED = /应当|可以|必须|能够|允许|同意|需要|予以|可能|同样|应该|将会/g;
const DENIED = /不(?=能|得|可|会|予|应|要|准|再)|没(?=有)/g;

/** Lines long enough to be paragraphs: two cells that change places are two changed cells. */
const longLines = (text: string): { at: number; text: string }[] =>
  matches(text, /[^\n]+/g).filter((line) => (line.text.match(/[\u4e00-\u9fff]/g)?.length ?? 0) >= 10);

const swap = (random: Random, text: string): Change | null => {
  const lines = longLines(text);
  if (lines.length < 2) return null;
  const index = random.below(lines.length - 1);
  const [one, two] = [lines[index], lines[index + 1]];
  if (!one || !two || one.text.trim() === two.text.trim()) return null;
  const edits = [
    { start: one.at, end: one.at + one.text.length, text: two.text },
    { start: two.at, end: two.at + two.text.length, text: one.text },
  ];
  return { edits, severities: MAJOR };
};

const addSentence = (random: Random, text: string): Change | null => {
  const sentence = random.pick(SENTENCES);
  if (random.chance(0.4)) {
    const line = longLines(text)[0] === undefined ? null : random.pick(longLines(text));
    if (line !== null && line.at > 0) {
      return { edits: [{ start: line.at, end: line.at, text: `${sentence}\n` }], severities: within(sentence) };
    }
  }
  const before = pickMatch(random, text, SENTENCE);
  if (before === null) return null;
  const at = before.at + before.text.length;
  return { edits: [{ start: at, end: at, text: sentence }], severities: within(sentence) };
};

const changeName = (random: Random, { text, names }: Known): Change | null => {
  const known = names.flatMap((name) => (text.includes(name) ? [{ at: text.indexOf(name), text: name }] : []));
  const found = known.length > 0 ? random.pick(known) : pickMatch(random, text, PERSON);
  if (found === null) return null;
  const edits = [{ start: found.at, end: found.at + found.text.length, text: random.pick(NAMES) }];
  return { edits, severities: CRITICAL };
};

const changeCell = (random: Random, { text, cells }: Known): Change | null => {
  if (cells.length === 0) return null;
  const cell = random.pick(cells);
  const at = `\n${text}\n`.indexOf(`\n${cell}\n`);
  if (at < 0) return null;
  const other = /\d/.test(cell)
    ? cell.replace(/\d/, (digit) => otherDigit(random, digit))
    : `${cell}${random.pick(Array.from(HAN))}`;
  return {
    edits: [{ start: at, end: at + cell.length, text: other }],
    severities: /\d/.test(cell) ? CRITICAL : within(cell),
  };
};

const negate = (random: Random, text: string): Change | null => {
  const found = pickMatch(random, text, random.chance(0.5) ? AFFIRMED : DENIED) ?? pickMatch(random, text, AFFIRMED);
  if (found === null) return null;
  const isDenied = found.text.length === 1;
  return {
    edits: [{ start: found.at, end: found.at + (isDenied ? 1 : 0), text: isDenied ? '' : '不' }],
    severities: CRITICAL,
  };
};

const replaced = (at: number, length: number, text: string): Edit[] => [{ start: at, end: at + length, text }];
const onHan =
  (make: (random: Random, at: number, char: string) => Edit[]) =>
  (random: Random, { text }: Known) => {
    const found = pickMatch(random, text, PLAIN_HAN);
    return found && { edits: make(random, found.at, found.text), severities: near(text, found.at, found.at + 1) };
  };

/** One random change of a kind; null where the text has nothing to change so. */
export const CHANGES: Readonly<Record<Kind, (random: Random, known: Known) => Change | null>> = {
  digit: (random, { text }) => {
    const found = pickMatch(random, text, /[\d０-９]/g);
    return found && { edits: replaced(found.at, 1, otherDigit(random, found.text)), severities: CRITICAL };
  },
  'char-changed': onHan((random, at, char) => replaced(at, 1, otherHan(random, char))),
  'char-deleted': onHan((_random, at) => replaced(at, 1, '')),
  'char-inserted': onHan((random, at) => replaced(at, 0, otherHan(random, ''))),
  'sentence-added': (random, { text }) => addSentence(random, text),
  'sentence-removed': (random, { text }) => {
    const found = pickMatch(random, text, SENTENCE);
    return found && { edits: replaced(found.at, found.text.length, ''), severities: within(found.text) };
  },
  'paragraphs-swapped': (random, { text }) => swap(random, text),
  'table-cell': changeCell,
  date: (random, { text }) => {
    const found = pickMatch(random, text, DAY);
    if (found === null) return null;
    const other = String(1 + ((Number(found.text) + random.below(10)) % 12));
    return Number(other) === Number(found.text)
      ? null
      : { edits: replaced(found.at, found.text.length, other), severities: CRITICAL };
  },
  name: changeName,
  negation: (random, { text }) => negate(random, text),
};
