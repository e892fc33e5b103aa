import { SEVERITIES, type Severity } from '../core/severity.ts';
import type { CellPlace, Difference, DifferenceKind, Meaning, Passage } from './difference.ts';
import { found, type Found } from './found.ts';

export const KIND_NAMES: Readonly<Record<DifferenceKind, string>> = {
  changed: '改动',
  missing: '缺失',
  added: '多出',
  moved: '移位',
};
export const MEANING_NAMES: Readonly<Record<Meaning, string>> = {
  number: '数字',
  date: '日期',
  amount: '金额',
  phone: '电话',
  id: '证件号',
  'document-number': '文号',
  name: '名称',
  negation: '否定词',
  title: '标题',
  words: '文字',
  punctuation: '标点',
  spacing: '空格',
  notation: '写法',
};

/** So many stand in the evidence; a page that differs more is another page. */
const MAX = 50;
const SHOWN = 40;

const shorten = (text: string): string => {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length <= SHOWN ? line : `${line.slice(0, SHOWN)}…`;
};
const quote = (passage: Passage | null): string => (passage && passage.text !== '' ? `“${shorten(passage.text)}”` : '');

/** Characters on each side: enough to find the place by eye. */
const AROUND = 4;
/** A single digit says nothing: it stands with what is around it, in its own line. */
const quoteAround = (passage: Passage | null): string => {
  if (!passage) return '';
  const before = passage.before.slice(-AROUND).split('\n').at(-1) ?? '';
  const after = passage.after.slice(0, AROUND).split('\n')[0] ?? '';
  return `“${before}${shorten(passage.text)}${after}”`;
};

const placeName = (cell: CellPlace | undefined): string =>
  cell ? `（表格${cell.table > 1 ? ` ${cell.table} ` : ''}第 ${cell.row} 行第 ${cell.column} 列）` : '';

/** One difference in a line: 数字改动：应为“120”，现为“210”. */
export const tellDifference = ({ kind, meaning, expected, actual, cell }: Difference): string => {
  const name = `${MEANING_NAMES[meaning]}${KIND_NAMES[kind]}${placeName(cell)}`;
  if (kind === 'missing') return `${name}：${quote(expected)}`;
  if (kind === 'added') return `${name}：${quote(actual)}`;
  if (kind === 'moved') return `${name}：${quote(expected ?? actual)}`;
  return `${name}：应为${quoteAround(expected)}，现为${quoteAround(actual)}`;
};

export const worst = (severities: readonly Severity[]): Severity =>
  SEVERITIES.find((severity) => severities.includes(severity)) ?? 'minor';

const bySeverity = (a: Difference, b: Difference): number =>
  SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity);

const passageJson = (passage: Passage | null) => (passage === null ? null : { ...passage });

/** All differences of a copy are one finding, as bad as the worst of them; minor ones alone are none. */
export const tellDifferences = (differences: readonly Difference[]): Found | null => {
  const told = differences.filter(({ severity }) => severity !== 'minor').toSorted(bySeverity);
  const [first] = told;
  if (!first) return null;
  const more = told.length > 1 ? `，共 ${told.length} 处` : '';
  const evidence = told.slice(0, MAX).map((each) => ({
    kind: each.kind,
    meaning: each.meaning,
    severity: each.severity,
    text: tellDifference(each),
    expected: passageJson(each.expected),
    actual: passageJson(each.actual),
    ...(each.cell ? { cell: { ...each.cell } } : {}),
  }));
  return found(
    'differs',
    { what: `${tellDifference(first)}${more}`, places: told.length },
    { severity: first.severity, evidence: { differences: evidence } },
  );
};
