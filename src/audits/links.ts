import { load } from 'cheerio';
import type { Copy } from '../../adapters/contract.ts';
import { FINDINGS, type FindingKind } from '../core/findings.ts';
import { judgeLink, type LinkVerdict } from './compare/links.ts';
import { found, type Found } from './found.ts';
import type { Crawler, Look } from './look.ts';
import type { Page } from './page.ts';
import { decode } from './read/decode.ts';
import { readPageAsync } from './read/read-page.ts';

export interface LinkSeen extends LinkVerdict {
  readonly url: string;
  /** As readers see it. */
  readonly name: string;
}

const MAX_LINKS = 30;

const readLinked = async (look: Look): Promise<Page | null> => {
  if (look.kind !== 'page' || !/html/.test(look.headers['content-type'] ?? 'html')) return null;
  const decoded = decode(look.body, look.headers);
  return decoded.kind === 'text' ? readPageAsync(decoded.pieces, look.url) : null;
};

/** Outside links of the approved body that the copy carries, too. */
const linksOf = (body: string, copy: Copy): { url: string; name: string }[] => {
  const $ = load(body);
  const links = $('a[href^="http"]')
    .toArray()
    .map((each) => ({ url: $(each).attr('href') ?? '', name: $(each).text().trim() }));
  return links.filter(({ url }) => copy.links.includes(url)).slice(0, MAX_LINKS);
};

/** Whether readers who follow a link arrive; a link that cannot be judged closes nothing. */
export const checkLinks = async (
  crawler: Crawler,
  body: string,
  copy: Copy,
): Promise<{ readonly findings: readonly Found[]; readonly judged: readonly FindingKind[] }> => {
  const seen: LinkSeen[] = [];
  for (const link of linksOf(body, copy)) {
    const look = await crawler.look({ url: link.url, as: 'file' });
    seen.push({ ...link, ...judgeLink(link.url, look, await readLinked(look)) });
  }
  const dead = seen.filter(({ level }) => level === 'broken' || level === 'danger');
  const judged: FindingKind[] = seen.some(({ level }) => level === 'caution') ? [] : ['dead-link'];
  if (dead.length === 0) return { judged, findings: [] };
  const what = dead.map(({ name, url, text, fix }) => `“${name || url}”${text}，${fix}`).join('；');
  const severity = dead.some(({ level }) => level === 'danger')
    ? ('critical' as const)
    : FINDINGS['dead-link'].severity;
  const evidence = { links: seen.map((each) => ({ ...each })) };
  return { judged, findings: [found('dead-link', { what }, { severity, evidence })] };
};
