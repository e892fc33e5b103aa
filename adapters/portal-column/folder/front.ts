import { readFileSync } from 'node:fs';
import { ITEM_TYPES } from '../../../src/core/content.ts';
import { byTime, type ColumnSummary, type Recent } from '../article/card.ts';
import { isUnitFolder, unitColumn, unitFolder, type Shelf } from '../article/shelves.ts';
import { articleName } from '../paths.ts';
import { readUnits, type Site } from '../settings.ts';
import { writeFeed } from '../templates/feed.ts';
import { writeHome } from '../templates/home.ts';
import { writeMap } from '../templates/map.ts';
import { writeMissing } from '../templates/notice.ts';
import { writeSiteSitemap, writeSitemapIndex } from '../templates/sitemap.ts';
import { writeTopic } from '../templates/topic.ts';
import { writeUnits } from '../templates/units.ts';
import { NEWEST, readColumns, writeEmptyShelf } from './columns.ts';
import { readRecord } from './record.ts';
import type { HeldFolder } from './writer.ts';

const STATIC = ['site.css', 'site.js', 'site.svg'].map(
  (file) => [`assets/${file}`, readFileSync(new URL(`../templates/${file}`, import.meta.url), 'utf8')] as const,
);

/** The newest articles of all columns, newest first. */
const readRecent = async (folder: HeldFolder, columns: readonly ColumnSummary[]): Promise<Recent[]> => {
  const newest = columns.flatMap((column) => column.newest).sort((a, b) => byTime(b, a));
  const names = newest.slice(0, NEWEST).map(({ path }) => articleName(path) ?? '');
  const records = await Promise.all(names.map((name) => readRecord(folder, name)));
  return records.flatMap((record) => (record ? [record] : []));
};

/** As on the navigation: by the type of a column's newest article, then by its name. */
const inOrder = (a: ColumnSummary, b: ColumnSummary): number => {
  const rank = ({ newest }: ColumnSummary) => ['news', ...ITEM_TYPES].indexOf(newest[0]?.type ?? 'guide');
  return rank(a) - rank(b) || (a.folder < b.folder ? -1 : 1);
};

/** Every unit of the county, in the county's own order, also one that has published nothing yet; then all others. */
const withSilentUnits = async (folder: HeldFolder, site: Site, units: readonly ColumnSummary[]) => {
  const declared = readUnits(site.units).flatMap((unit): Shelf[] =>
    unit ? [{ folder: unitFolder(unit), column: unitColumn(unit) }] : [],
  );
  const all: ColumnSummary[] = [];
  for (const shelf of declared)
    all.push(units.find((unit) => unit.folder === shelf.folder) ?? (await writeEmptyShelf(folder, site, shelf)));
  return [...all, ...units.filter((unit) => !declared.some((shelf) => shelf.folder === unit.folder))];
};

/** Everything that stands at the root. Bytes that did not change are not written again. */
export const writeFront = async (folder: HeldFolder, site: Site): Promise<void> => {
  const shelves = [...(await readColumns(folder))].sort(inOrder);
  const columns = shelves.filter((each) => !isUnitFolder(each.folder));
  const units = await withSilentUnits(
    folder,
    site,
    shelves.filter((each) => isUnitFolder(each.folder)),
  );
  const recent = await readRecent(folder, columns);
  const files: (readonly [path: string, data: string])[] = [
    ...STATIC,
    ['index.html', writeHome(site, { columns, units, recent })],
    ...ITEM_TYPES.map((type) => [`${type}.html`, writeTopic(site, type, columns)] as const),
    ['units.html', writeUnits(site, units)],
    ['map.html', writeMap(site, columns, units)],
    ['404.html', writeMissing(site)],
    ['feed.xml', writeFeed(site, recent)],
    ['sitemap-pages.xml', writeSiteSitemap(site, units)],
    ['sitemap.xml', writeSitemapIndex(site, columns)],
  ];
  for (const [path, data] of files) await folder.write(path, data);
};
