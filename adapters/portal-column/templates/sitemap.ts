import { html as xml, type Safe } from '../../kit/html.ts';
import { ITEM_TYPES } from '../../../src/core/content.ts';
import type { ColumnSummary, Entry } from '../article/card.ts';
import { publicUrl, type Site } from '../settings.ts';

/** sitemaps.org: at most 50,000 addresses in one file. */
const MAX = 50_000;

const NAMESPACE = 'http://www.sitemaps.org/schemas/sitemap/0.9';

const urlset = (urls: readonly Safe[]): string =>
  xml`<?xml version="1.0" encoding="utf-8"?>
<urlset xmlns="${NAMESPACE}">
${urls}</urlset>
`.markup;

const url = (site: Site, path: string, changedAt?: string): Safe =>
  xml`<url><loc>${publicUrl(site, path)}</loc>${changedAt && xml`<lastmod>${changedAt}</lastmod>`}</url>
`;

/** A column's own page and its newest articles. */
export const writeColumnSitemap = (site: Site, folder: string, entries: readonly Entry[]): string =>
  urlset([
    url(site, `${folder}/index.html`),
    ...entries.slice(1 - MAX).map(({ path, revisedAt }) => url(site, path, revisedAt)),
  ]);

export const writeSiteSitemap = (site: Site, units: readonly ColumnSummary[]): string => {
  const own = ['', 'map.html', 'units.html', ...ITEM_TYPES.map((type) => `${type}.html`)];
  return urlset([...own, ...units.map(({ folder }) => `${folder}/index.html`)].map((path) => url(site, path)));
};

export const writeSitemapIndex = (site: Site, columns: readonly ColumnSummary[]): string =>
  xml`<?xml version="1.0" encoding="utf-8"?>
<sitemapindex xmlns="${NAMESPACE}">
${['sitemap-pages.xml', ...columns.map(({ folder }) => `${folder}/sitemap.xml`)].map(
  (path) => xml`<sitemap><loc>${publicUrl(site, path)}</loc></sitemap>
`,
)}</sitemapindex>
`.markup;
