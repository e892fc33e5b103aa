import { beijingDay } from '../core/time.ts';
import { compareFields, type FieldFault, type FieldFaultKind } from './compare/fields.ts';
import { normalise } from './compare/normalise.ts';
import { isEarlier, parsePubDate } from './compare/pub-date.ts';
import type { Difference } from './difference.ts';
import type { Expectation } from './expect.ts';
import { found, type Found } from './found.ts';
import type { Page } from './page.ts';

/** 国办发〔2017〕47号: when the article was published; a veto hangs on it (单项否决“伪造发稿日期”). */
const PUBLISHED = 'PubDate';
const DATES: readonly FieldFaultKind[] = ['date-before-written', 'date-backdated', 'date-changed'];

const tidy = (text: string): string => text.replace(/\s+/g, ' ').trim();

interface Fault {
  readonly name: string;
  readonly wanted: string | null;
  readonly seen: string | null;
}

/** The same moment in another notation is no other date. */
const isSameDate = (wanted: string, seen: string): boolean => {
  const [one, other] = [parsePubDate(wanted), parsePubDate(seen)];
  return one !== null && other !== null && !isEarlier(one, other) && !isEarlier(other, one);
};

const isRight = (name: string, wanted: string, seen: string): boolean =>
  tidy(seen) === tidy(wanted) || (name === PUBLISHED && isSameDate(wanted, seen));

const faultsOf = ({ tags }: Expectation, { metas }: Page): Fault[] =>
  Object.entries(tags).flatMap(([name, wanted]) => {
    const values = metas[name.toLowerCase()] ?? [];
    if (values.some((value) => isRight(name, wanted, value))) return [];
    return [{ name, wanted, seen: values[0] ?? null }];
  });

/** On a government site, which must carry 网页标签, all fields count; a platform shows them as it likes. */
const isSite = ({ tags }: Expectation): boolean => Object.keys(tags).length > 0;

/** 文号 is held against the whole page only where the text that is aligned does not hold it already. */
const looseNumber = ({ manuscript, text, title }: Expectation): string | undefined => {
  const number = manuscript.content.documentNumber;
  if (number === undefined) return undefined;
  return normalise(`${title}\n${text}`).text.includes(normalise(number).text) ? undefined : number;
};

/** What the fields of the page say, beside its text. Read once for all that is told of them. */
export const readFields = (expected: Expectation, page: Page): FieldFault[] => {
  const { manuscript, tags, title } = expected;
  const { writtenOn, source } = manuscript.content;
  if (!isSite(expected)) return [];
  return compareFields(
    {
      title,
      source,
      documentNumber: looseNumber(expected),
      writtenOn,
      firstSeen: tags[PUBLISHED],
      publishedOn: beijingDay(manuscript.publishedAt),
      tags: true,
    },
    page,
  );
};

/** A 文号 that is nowhere on the page, as a difference among the others. */
export const numberDifferences = (fields: readonly FieldFault[]): Difference[] =>
  fields.flatMap(({ kind, severity, expected }): Difference[] =>
    kind === 'document-number' && expected !== null
      ? [
          {
            kind: 'missing',
            meaning: 'document-number',
            severity,
            expected: { start: 0, end: expected.length, text: expected, before: '', after: '' },
            actual: null,
          },
        ]
      : [],
  );

/** A date before the document was written is false on its face, whatever we sent. */
const isTooEarly = ({ manuscript }: Expectation): boolean => {
  const { writtenOn } = manuscript.content;
  return writtenOn !== undefined && beijingDay(manuscript.publishedAt) < writtenOn;
};

const checkDate = (expected: Expectation, fields: readonly FieldFault[]): Found[] => {
  const dates = fields.filter(({ kind }) => DATES.includes(kind));
  const moved =
    dates.find(({ kind }) => kind === 'date-changed') ?? dates.find(({ kind }) => kind === 'date-backdated');
  const written = expected.manuscript.content.writtenOn ?? '';
  const isEarly = isTooEarly(expected) || dates.some(({ kind }) => kind === 'date-before-written');
  const told = [
    ...(moved ? [`应为 ${moved.expected ?? ''}，现为 ${moved.actual ?? ''}`] : []),
    ...(isEarly ? [`早于成文日期 ${written}`] : []),
  ];
  if (told.length === 0) return [];
  return [
    found('date-changed', { what: told.join('；') }, { evidence: { fields: dates.map((each) => ({ ...each })) } }),
  ];
};

/** Each tag once, whatever is wrong with it. */
const checkOthers = (expected: Expectation, page: Page, fields: readonly FieldFault[]): Found[] => {
  const known = new Set(fields.filter(({ kind }) => DATES.includes(kind)).map(({ tag }) => tag?.toLowerCase()));
  const faults = [
    ...faultsOf(expected, page),
    ...fields.flatMap(({ tag, expected: wanted, actual: seen }) => (tag ? [{ name: tag, wanted, seen }] : [])),
  ].filter(({ name }) => {
    const isNew = !known.has(name.toLowerCase());
    known.add(name.toLowerCase());
    return isNew;
  });
  if (faults.length === 0) return [];
  const what = faults.map(({ name }) => name).join('、');
  return [found('tags', { what }, { evidence: { tags: faults.map((fault) => ({ ...fault })) } })];
};

/** 网页标签 as they must be; the publication date is a finding of its own. */
export const checkTags = (expected: Expectation, page: Page, fields: readonly FieldFault[]): Found[] => [
  ...checkDate(expected, fields),
  ...checkOthers(expected, page, fields),
];
