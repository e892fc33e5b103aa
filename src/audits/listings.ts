import { load } from 'cheerio';
import type { Listing } from '../../adapters/contract.ts';
import type { FindingKind } from '../core/findings.ts';
import { beijingDay } from '../core/time.ts';
import { found, type Found } from './found.ts';
import type { Crawler } from './look.ts';
import type { Outline } from './outline.ts';
import { parseUrl } from '../core/urls.ts';
import { decode } from './read/decode.ts';

/** One line of a list that leads to a copy. */
export interface Line {
  readonly title: string;
  /** `2026-11-25`; null where the line names none. */
  readonly date: string | null;
}
export interface ListPage {
  readonly lines: ReadonlyMap<string, Line>;
  /** The page of older entries. */
  readonly older: string | null;
  /** There is no such page (404, 410): it leads nobody anywhere. */
  readonly isGone?: true;
}

const GONE: ListPage = { lines: new Map(), older: null, isGone: true };

/** Older pages that are turned to in search of one copy: a column of some thousand entries. */
const MAX_PAGES = 40;
const DATE = /(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})/;

const dateIn = (text: string): string | null => {
  const [, year, month = '', day = ''] = DATE.exec(text) ?? [];
  return year === undefined ? null : `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
};

const bare = (address: string, base: string): string | null => {
  const url = parseUrl(address, base);
  if (url === null) return null;
  url.hash = '';
  return url.href;
};

const tidy = (text: string): string => text.replace(/\s+/g, ' ').trim();

/** Feed and sitemap: every address they name. */
const readXml = (xml: string, base: string): ListPage => {
  const $ = load(xml, { xml: true });
  const addresses = [
    ...$('loc')
      .toArray()
      .map((each) => tidy($(each).text())),
    ...$('entry > link, item > link')
      .toArray()
      .map((each) => $(each).attr('href') ?? tidy($(each).text())),
  ];
  const lines = addresses.flatMap((address) => {
    const url = bare(address, base);
    return url === null ? [] : [[url, { title: '', date: null }] as const];
  });
  return { lines: new Map(lines), older: null };
};

/** A list as any CMS makes it: links, each with a date beside it in its line. The first link to an address counts. */
const readHtml = (html: string, base: string): ListPage => {
  const $ = load(html, { xml: { xmlMode: false } });
  const lines = new Map<string, Line>();
  for (const each of $('a[href]').toArray()) {
    const url = bare($(each).attr('href') ?? '', base);
    const title = tidy($(each).attr('title') ?? $(each).text());
    if (url === null || title === '' || lines.has(url)) continue;
    lines.set(url, { title, date: dateIn($(each).closest('li,tr,dd,p,div').text()) });
  }
  const next = $('a[rel="next"]').first().attr('href');
  return { lines, older: next === undefined ? null : bare(next, base) };
};

export const readListPage = (text: string, base: string): ListPage =>
  /^\s*(?:<\?xml|<rss|<feed|<urlset)/.test(text.slice(0, 200)) ? readXml(text, base) : readHtml(text, base);

/** Reads lists for many copies: each page once in a while. Null: cannot be judged. */
export interface ListReader {
  read(url: string): Promise<ListPage | null>;
}

const MAX_KEPT = 500;

export const createListReader = (crawler: Crawler, keepMs: number): ListReader => {
  const kept = new Map<string, { readonly at: number; readonly page: Promise<ListPage | null> }>();
  const look = async (url: string): Promise<ListPage | null> => {
    const seen = await crawler.look({ url });
    if (seen.kind === 'gone') return GONE;
    if (seen.kind !== 'page') return null;
    const decoded = decode(seen.body, seen.headers);
    return decoded.kind === 'text' ? readListPage(decoded.text, seen.url) : null;
  };
  return {
    read: (url) => {
      const known = kept.get(url);
      const now = performance.now();
      if (known && now - known.at < keepMs) return known.page;
      if (kept.size >= MAX_KEPT) kept.clear();
      const page = look(url);
      kept.set(url, { at: now, page });
      return page;
    },
  };
};

type Presence = { readonly kind: 'listed'; readonly line: Line } | { readonly kind: 'absent' | 'unknown' };

const findLine = async (
  reader: ListReader,
  { url }: Listing,
  copyUrl: string,
  maxPages = MAX_PAGES,
): Promise<Presence> => {
  let address: string | null = url;
  for (let page = 0; page < maxPages && address !== null; page += 1) {
    const list: ListPage | null = await reader.read(address);
    // A list that ends where it says it goes on is being written this very moment.
    if (list === null || (list.isGone && page > 0)) return { kind: 'unknown' };
    const line = list.lines.get(copyUrl);
    if (line) return { kind: 'listed', line };
    address = list.older;
  }
  return { kind: address === null ? 'absent' : 'unknown' };
};

const wrongIn = ({ title, date }: Line, { title: wanted, publishedAt }: Outline): string[] => {
  const shown = title.replace(/[.…]+$/, '');
  const isTitle = title === '' || tidy(wanted) === title || (shown.length >= 8 && tidy(wanted).startsWith(shown));
  const day = beijingDay(publishedAt);
  return [
    ...(isTitle ? [] : [`标题（“${title}”）`]),
    ...(date === null || date === day ? [] : [`日期（应为 ${day}，现为 ${date}）`]),
  ];
};

export interface Listed {
  readonly findings: readonly Found[];
  readonly judged: readonly FindingKind[];
}

const wheres = (listings: readonly Listing[]): string => listings.map(({ name }) => name).join('、');
const evidenceOf = (listings: readonly Listing[]) => ({ evidence: { listings: listings.map(({ url }) => url) } });

type Seen = { readonly listing: Listing } & Presence;
type Others = () => Promise<readonly Listing[]>;

const seeAll = (reader: ListReader, listings: readonly Listing[], copyUrl: string, maxPages?: number) =>
  Promise.all(
    listings.map(async (listing): Promise<Seen> => ({
      listing,
      ...(await findLine(reader, listing, copyUrl, maxPages)),
    })),
  );

const listedIn = (seen: readonly Seen[]): Listing[] =>
  seen.flatMap(({ kind, listing }) => (kind === 'listed' ? [listing] : []));

/** Pages of each other column that are searched for a copy that its own does not list. */
const OTHER_PAGES = 5;

/** A copy that its own column lacks may stand in another: one thing, told as one. */
const checkAbsent = async (
  reader: ListReader,
  absent: readonly Listing[],
  copyUrl: string,
  others: Others,
): Promise<Found[]> => {
  const own = absent.filter(({ kind }) => kind === 'column');
  const wrong = own.length > 0 ? listedIn(await seeAll(reader, await others(), copyUrl, OTHER_PAGES)) : [];
  const left = wrong.length > 0 ? absent.filter((listing) => !own.includes(listing)) : absent;
  return [
    ...(wrong.length > 0
      ? [found('wrong-column', { where: wheres(own), instead: wheres(wrong) }, evidenceOf([...own, ...wrong]))]
      : []),
    ...(left.length > 0 ? [found('not-listed', { where: wheres(left) }, evidenceOf(left))] : []),
  ];
};

const checkLines = (seen: readonly Seen[], outline: Outline): Found[] => {
  const wrong = seen.flatMap((each) => {
    const what = each.kind === 'listed' ? wrongIn(each.line, outline) : [];
    return what.length > 0 ? [{ listing: each.listing, what: what.join('、') }] : [];
  });
  const [first] = wrong;
  if (!first) return [];
  const listings = wrong.map(({ listing }) => listing);
  return [found('listed-wrong', { where: wheres(listings), what: first.what }, evidenceOf(listings))];
};

/** Whether lists, feeds and sitemap lead to the copy as they should; a list that cannot be read closes no finding. */
export const checkListings = async (
  reader: ListReader,
  desired: 'live' | 'withdrawn',
  outline: Outline,
  url: string,
  others: Others,
): Promise<Listed> => {
  const copyUrl = bare(url, url) ?? url;
  const seen = await seeAll(reader, outline.listings, copyUrl);
  const isSure = seen.every(({ kind }) => kind !== 'unknown');
  const judged: FindingKind[] =
    isSure && seen.length > 0 ? ['not-listed', 'wrong-column', 'listed-wrong', 'still-listed'] : [];
  if (desired === 'withdrawn') {
    const still = listedIn(seen);
    return {
      judged,
      findings: still.length > 0 ? [found('still-listed', { where: wheres(still) }, evidenceOf(still))] : [],
    };
  }
  const absent = seen.flatMap(({ kind, listing }) => (kind === 'absent' && listing.complete ? [listing] : []));
  return {
    judged,
    findings: [...(await checkAbsent(reader, absent, copyUrl, others)), ...checkLines(seen, outline)],
  };
};
