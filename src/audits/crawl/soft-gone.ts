import type { Page } from '../page.ts';

/**
 * Pages that say “not there” with a 200. Some servers answer every address with the same page: what an address that surely
 * does not exist answers (`siblingOf`, asked once per folder and day) shows how that page looks. Pure; a page told gone
 * here is something to look at, never a reason to withdraw or publish.
 */

/** An address in the same folder that nobody ever made. */
export const siblingOf = (address: string, token: string): string => {
  const url = new URL(address);
  const folder = url.pathname.slice(0, url.pathname.lastIndexOf('/') + 1);
  const ending = /\.[a-z0-9]{2,5}$/i.exec(url.pathname)?.[0] ?? '';
  return `${url.origin}${folder}yigao-${token}${ending}`;
};

const SAYS_SO =
  /(页面|网页|文章|内容|信息|文件|稿件)(不存在|已删除|已被删除|未找到|找不到)|(找不到|无法找到|未找到)(该|此|您)?[^，。]{0,8}(页面|网页|内容|信息)|404 not found|page not found/i;
/** Below so many characters a page is short enough to be nothing but a notice. */
const NOTICE_CHARACTERS = 400;
const SHINGLE = 5;
const ALIKE = 0.9;

const shingles = (text: string): Set<string> => {
  const plain = text.replace(/\s+/g, '');
  const all = new Set<string>();
  for (let at = 0; at + SHINGLE <= plain.length; at += 1) all.add(plain.slice(at, at + SHINGLE));
  return all;
};

/** Share of equal pieces of five characters, 0 to 1 (Jaccard). Two empty pages are alike. */
export const likeness = (one: string, other: string): number => {
  const a = shingles(one);
  const b = shingles(other);
  if (a.size === 0 && b.size === 0) return 1;
  let shared = 0;
  for (const piece of a) if (b.has(piece)) shared += 1;
  return shared / (a.size + b.size - shared);
};

const isHome = (address: string): boolean => /^\/(index\.\w+)?$/.test(new URL(address).pathname);

export interface SoftGoneInput {
  /** As asked. */
  readonly asked: string;
  readonly page: Pick<Page, 'url' | 'title' | 'text'>;
  /** What the sibling answered: a page, or null where the server told it 404 or could not be asked. */
  readonly sibling: Pick<Page, 'title' | 'text'> | null;
}
export type SoftGone = 'sent-home' | 'says-so' | 'like-any-missing-page';

/** How the page tells that it is not there; null when it is, as far as can be told. */
export const softGone = ({ asked, page, sibling }: SoftGoneInput): SoftGone | null => {
  if (isHome(page.url) && !isHome(asked)) return 'sent-home';
  const isNotice = page.text.replace(/\s+/g, '').length < NOTICE_CHARACTERS;
  if (SAYS_SO.test(page.title) || (isNotice && SAYS_SO.test(page.text))) return 'says-so';
  if (sibling !== null && sibling.title === page.title && likeness(page.text, sibling.text) > ALIKE)
    return 'like-any-missing-page';
  return null;
};
