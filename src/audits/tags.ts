import { beijingDay } from '../core/time.ts';
import type { Expectation } from './expect.ts';
import { found, type Found } from './found.ts';
import type { Page } from './page.ts';

/** 国办发〔2017〕47号: when the article was published; a veto hangs on it (单项否决“伪造发稿日期”). */
const PUBLISHED = 'PubDate';

const tidy = (text: string): string => text.replace(/\s+/g, ' ').trim();

interface Fault {
  readonly name: string;
  readonly wanted: string;
  readonly seen: string | null;
}

const faultsOf = ({ tags }: Expectation, { metas }: Page): Fault[] =>
  Object.entries(tags).flatMap(([name, wanted]) => {
    const values = metas[name.toLowerCase()] ?? [];
    if (values.some((value) => tidy(value) === tidy(wanted))) return [];
    return [{ name, wanted, seen: values[0] ?? null }];
  });

const evidenceOf = (faults: readonly Fault[]) => ({ evidence: { tags: faults.map((fault) => ({ ...fault })) } });

/** A date before the document was written is false on its face, whatever we sent. */
const isTooEarly = ({ manuscript }: Expectation): boolean => {
  const { writtenOn } = manuscript.content;
  return writtenOn !== undefined && beijingDay(manuscript.publishedAt) < writtenOn;
};

/** 网页标签 as they must be; the publication date is a finding of its own. */
export const checkTags = (expected: Expectation, page: Page): Found[] => {
  const faults = faultsOf(expected, page);
  const dates = faults.filter(({ name, seen }) => name === PUBLISHED && seen !== null);
  const others = faults.filter((fault) => !dates.includes(fault));
  const dated = dates.map(({ wanted, seen }) => `应为 ${wanted}，现为 ${seen ?? ''}`);
  if (isTooEarly(expected)) dated.push(`早于成文日期 ${expected.manuscript.content.writtenOn ?? ''}`);
  return [
    ...(dated.length > 0 ? [found('date-changed', { what: dated.join('；') }, evidenceOf(dates))] : []),
    ...(others.length > 0
      ? [found('tags', { what: others.map(({ name }) => name).join('、') }, evidenceOf(others))]
      : []),
  ];
};
