import type { Severity } from '../../core/severity.ts';
import type { Page } from '../page.ts';
import { normalise } from './normalise.ts';
import { isEarlier, parsePubDate, type PubDate } from './pub-date.ts';
import { checkTags, tagOf, type TagName } from './tags.ts';

/** What the fields of a page should say; what is absent is not checked. */
export interface ExpectedFields {
  readonly title: string;
  readonly source?: string | undefined;
  readonly documentNumber?: string | undefined;
  /** 成文日期, `2020-03-05`. */
  readonly writtenOn?: string | undefined;
  /** 发布时间 as the page first showed it to us. */
  readonly firstSeen?: string | undefined;
  /** The day the copy went out, Beijing time, `2020-03-05`. */
  readonly publishedOn?: string | undefined;
  /** Whether 网页标签 must be there: on a government site, not on a platform. */
  readonly tags: boolean;
}

export const FIELD_FAULTS = [
  'title-tag',
  'source',
  'document-number',
  'date-unreadable',
  'date-before-written',
  'date-backdated',
  'date-changed',
  'tag-missing',
  'tag-empty',
] as const;
export type FieldFaultKind = (typeof FIELD_FAULTS)[number];

export interface FieldFault {
  readonly kind: FieldFaultKind;
  readonly severity: Severity;
  /** Chinese: what is wrong. */
  readonly text: string;
  readonly expected: string | null;
  readonly actual: string | null;
  /** Which 网页标签, where one is at fault. */
  readonly tag?: TagName;
}

const SEVERITIES: Readonly<Record<FieldFaultKind, Severity>> = {
  'title-tag': 'major',
  source: 'major',
  'document-number': 'critical',
  'date-unreadable': 'major',
  'date-before-written': 'critical',
  'date-backdated': 'critical',
  'date-changed': 'critical',
  'tag-missing': 'major',
  'tag-empty': 'major',
};
const fault = (
  kind: FieldFaultKind,
  text: string,
  expected: string | null,
  actual: string | null,
  tag?: TagName,
): FieldFault => ({ kind, severity: SEVERITIES[kind], text, expected, actual, ...(tag ? { tag } : {}) });

const has = (text: string, wanted: string): boolean => normalise(text).text.includes(normalise(wanted).text);

const checkDate = (page: Page, expected: ExpectedFields): FieldFault[] => {
  const shown = tagOf(page, 'PubDate');
  if (shown === null) return [];
  const date = parsePubDate(shown);
  if (date === null) return [fault('date-unreadable', `发布时间“${shown}”无法识别`, null, shown, 'PubDate')];
  const compare = (
    kind: FieldFaultKind,
    other: string | undefined,
    text: string,
    isWrong: (other: PubDate) => boolean,
  ) => {
    const known = other === undefined ? null : parsePubDate(other);
    return known !== null && isWrong(known) ? [fault(kind, text, other ?? null, shown, 'PubDate')] : [];
  };
  const isOther = (known: PubDate): boolean => isEarlier(known, date) || isEarlier(date, known);
  const forged = '涉嫌伪造发稿日期（国办秘函〔2019〕19号 单项否决）';
  return [
    ...compare('date-before-written', expected.writtenOn, '发布时间早于成文日期', (known) => isEarlier(date, known)),
    ...compare(
      'date-backdated',
      expected.publishedOn,
      `发布时间早于实际发布，${forged}`,
      (known) => date.day < known.day,
    ),
    ...compare('date-changed', expected.firstSeen, `发布时间在发布后被改动，${forged}`, isOther),
  ];
};

const checkTagTexts = (page: Page, { title, source }: ExpectedFields): FieldFault[] => {
  const [shownTitle, shownSource] = [tagOf(page, 'ArticleTitle'), tagOf(page, 'ContentSource')];
  const titles = shownTitle !== null && !has(shownTitle, title) && !has(title, shownTitle);
  const sources = source !== undefined && shownSource !== null && !has(shownSource, source);
  return [
    ...(titles ? [fault('title-tag', '网页标签 ArticleTitle 与标题不一致', title, shownTitle, 'ArticleTitle')] : []),
    ...(sources ? [fault('source', '来源与审签的不一致', source, shownSource, 'ContentSource')] : []),
  ];
};

/** Title, 发布时间, source and 文号 by field, and the 网页标签 that must be there. Pure; reports rather than crashes. */
export const compareFields = (expected: ExpectedFields, page: Page): FieldFault[] => {
  const { documentNumber, tags } = expected;
  const lacksNumber = documentNumber !== undefined && !has(page.text, documentNumber);
  return [
    ...checkTagTexts(page, expected),
    ...(lacksNumber ? [fault('document-number', '页面上没有文号，或文号有误', documentNumber, null)] : []),
    ...checkDate(page, expected),
    ...(tags ? checkTags(page).map(({ kind, text, tag }) => fault(kind, text, null, null, tag)) : []),
  ];
};
