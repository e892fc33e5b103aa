import type { CopyPage } from '../../adapters/contract.ts';
import type { FindingKind } from '../core/findings.ts';
import type { Verdict } from '../core/verdicts.ts';
import type { SoftGone } from './crawl/soft-gone.ts';
import type { Difference } from './difference.ts';
import type { Expectation } from './expect.ts';
import { found, type Found } from './found.ts';
import type { Page } from './page.ts';
import { checkTags, numberDifferences, readFields } from './tags.ts';
import { tellDifferences } from './tell.ts';

/** What a look came to. `judged`: the kinds it could see; those of them it did not find are over. */
export interface Judgement {
  readonly verdict: Verdict;
  /** Chinese: why, where the verdict needs words. */
  readonly why: string | null;
  readonly findings: readonly Found[];
  readonly judged: readonly FindingKind[];
}

/** What the page in a copy's place can tell. */
const OF_PAGE: readonly FindingKind[] = ['still-there', 'still-cached', 'missing', 'outdated', 'unreadable'];
const OF_WORDS: readonly FindingKind[] = ['differs', 'date-changed', 'tags'];

export interface Wanted {
  readonly desired: 'live' | 'withdrawn';
  /** What should be there; also for a withdrawn copy, to know it again. */
  readonly expected: Expectation;
}

export const judgeUnknown = (why: string): Judgement => ({ verdict: 'unknown', why, findings: [], judged: [] });

/** The address says that there is nothing, or the platform does in a page of its own. */
export const judgeGone = ({ desired }: Pick<Wanted, 'desired'>, why: string): Judgement => {
  const judged = [...OF_PAGE, ...OF_WORDS];
  if (desired === 'withdrawn') return { verdict: 'absent', why: null, findings: [], judged };
  return { verdict: 'missing', why, findings: [found('missing', { why })], judged };
};

/** An older revision, by the page's own mark, or because the words are those of a former one. */
const judgeOutdated = ({ expected }: Wanted, revision: number): Judgement => ({
  verdict: 'outdated',
  why: null,
  findings: [found('outdated', { wanted: expected.revision, found: revision })],
  judged: [...OF_PAGE, ...OF_WORDS],
});

export interface Seen {
  readonly page: Page;
  readonly copy: CopyPage | null;
}

/** Without a mark of ours, a page that shares next to nothing with the text is somebody else's: it cannot be judged. */
const isForeign = (
  { copy }: Seen,
  differences: readonly Difference[],
  { text, title }: Expectation,
  page: Page,
): boolean => {
  if (copy?.kind === 'article') return false;
  const missing = differences
    .filter(({ kind }) => kind === 'missing')
    .reduce((sum, { expected }) => sum + (expected ? expected.end - expected.start : 0), 0);
  return missing > text.length * 0.8 && !page.text.includes(title);
};

const FOREIGN = '页面上没有这篇稿件的内容，可能被拦截或改版';

const judgeWords = ({ expected }: Wanted, seen: Seen, differences: readonly Difference[]): Judgement => {
  const judged = [...OF_PAGE, ...OF_WORDS];
  const fields = readFields(expected, seen.page);
  const words = tellDifferences([...differences, ...numberDifferences(fields)]);
  const tags = checkTags(expected, seen.page, fields);
  return {
    verdict: words || tags.some(({ kind }) => kind === 'date-changed') ? 'differs' : 'same',
    why: null,
    findings: [...(words ? [words] : []), ...tags],
    judged,
  };
};

export interface Compared {
  readonly differences: readonly Difference[];
  /** The newest former revision whose words the page shows exactly; null: none. */
  readonly former: number | null;
}

/** Readers still see it, but only because a cache on the way keeps it: another thing is to be done. */
export const judgeCached = (judgement: Judgement): Judgement => ({ ...judgement, findings: [found('still-cached')] });

const SOFTLY_GONE: Readonly<Record<SoftGone, string>> = {
  'sent-home': '公开地址跳转到了网站首页',
  'says-so': '公开地址上的页面说内容不存在',
  'like-any-missing-page': '公开地址上是该网站对不存在的网址给出的页面',
};

/** Not our copy: then perhaps the page of a site that says “not there” with a 200; otherwise it cannot be judged. */
const judgeForeign = async (wanted: Wanted, why: string, { softGone }: Asks): Promise<Judgement> => {
  const soft = await softGone();
  return soft === null ? judgeUnknown(why) : judgeGone(wanted, SOFTLY_GONE[soft]);
};

/** What costs more than looking at the page; each is asked only where it decides. */
export interface Asks {
  readonly compare: () => Promise<Compared>;
  readonly softGone: () => Promise<SoftGone | null>;
}

/** A page that could be read, judged. */
export const judgePage = async (wanted: Wanted, seen: Seen, asks: Asks): Promise<Judgement> => {
  const { copy } = seen;
  const { desired, expected } = wanted;
  if (copy?.kind === 'unknown') return judgeForeign(wanted, copy.why, asks);
  if (copy?.kind === 'removed') return judgeGone(wanted, copy.why);
  const revision = copy?.kind === 'article' ? copy.copy.revision : null;
  if (desired === 'live' && revision !== null && revision < expected.revision) return judgeOutdated(wanted, revision);
  const { differences, former } = await asks.compare();
  if (desired === 'live' && former !== null) return judgeOutdated(wanted, former);
  if (isForeign(seen, differences, expected, seen.page)) return judgeForeign(wanted, FOREIGN, asks);
  if (desired === 'live') return judgeWords(wanted, seen, differences);
  return { verdict: 'still-there', why: null, findings: [found('still-there')], judged: [...OF_PAGE, ...OF_WORDS] };
};
