import { load } from 'cheerio';
import type { CopyParts } from '../../adapters/contract.ts';
import type { FindingKind } from '../core/findings.ts';
import type { Severity } from '../core/severity.ts';
import { judgeLink, LINK_LEVELS, type LinkLevel, type LinkVerdict } from './compare/links.ts';
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

/** Danger is a veto (V-S1.3), a link that opens nothing costs points (D-D3), one that only wants care is a remark. */
const SEVERITY_OF: Readonly<Record<LinkLevel, Severity>> = {
  danger: 'critical',
  broken: 'major',
  caution: 'minor',
  ok: 'minor',
};

const readLinked = async (look: Look): Promise<Page | null> => {
  if (look.kind !== 'page' || !/html/.test(look.headers['content-type'] ?? 'html')) return null;
  const decoded = decode(look.body, look.headers);
  return decoded.kind === 'text' ? readPageAsync(decoded.pieces, look.url) : null;
};

/** Outside links of the approved body that the copy carries, too. */
const linksOf = (body: string, copy: CopyParts): { url: string; name: string }[] => {
  if (!body.includes('<a ')) return [];
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
  copy: CopyParts,
): Promise<{ readonly findings: readonly Found[]; readonly judged: readonly FindingKind[] }> => {
  const seen: LinkSeen[] = [];
  for (const link of linksOf(body, copy)) {
    const look = await crawler.look({ url: link.url, as: 'file' });
    seen.push({ ...link, ...judgeLink(link.url, look, await readLinked(look)) });
  }
  const told = seen.filter(({ level, isTold }) => level !== 'ok' && isTold);
  const judged: FindingKind[] = seen.every(({ isTold }) => isTold) ? ['dead-link'] : [];
  const [worst] = told.toSorted((a, b) => LINK_LEVELS.indexOf(b.level) - LINK_LEVELS.indexOf(a.level));
  if (worst === undefined) return { judged, findings: [] };
  const what = told.map(({ name, url, text, fix }) => `“${name || url}”${text}，${fix}`).join('；');
  const evidence = { links: seen.map(({ url, name, level, text, fix }) => ({ url, name, level, text, fix })) };
  return { judged, findings: [found('dead-link', { what }, { severity: SEVERITY_OF[worst.level], evidence })] };
};
