import type { Column } from '../../contract.ts';
import { byTime, type ColumnSummary, type Entry } from '../article/card.ts';
import { isUnitFolder, type Shelf } from '../article/shelves.ts';
import type { Site } from '../settings.ts';
import { writeColumnPage, type ColumnPage } from '../templates/column.ts';
import { writeColumnSitemap } from '../templates/sitemap.ts';
import { readBook, writeBook } from './book.ts';
import { cutList, cutsOf, type Cuts } from './cut.ts';
import type { Folder } from './reader.ts';
import type { HeldFolder } from './writer.ts';

/** So many the feed, the home page and the pages by type may draw from each column. */
export const NEWEST = 30;

interface ColumnBook {
  readonly column: Column;
  /** Oldest first. */
  readonly entries: readonly Entry[];
  readonly cuts?: Cuts;
}

const SITE = 'site';
/** Every column and unit that has articles. */
export const readColumns = async (folder: Folder): Promise<readonly ColumnSummary[]> =>
  (await readBook<ColumnSummary[]>(folder, SITE)) ?? [];

/** Pages are counted from the oldest entry, so that a new one never moves the others. */
const describePages = (folder: string, book: ColumnBook): ColumnPage[] => {
  const { column, entries } = book;
  const cuts = cutsOf(book);
  const fileOf = (number: number): string => (number > cuts.length ? 'index.html' : `list-${number}.html`);
  let start = 0;
  return [...cuts, Number.POSITIVE_INFINITY].map((size, index) => {
    const number = index + 1;
    const shown = entries.slice(start, start + size);
    start += size;
    const isFirst = number > cuts.length;
    return {
      column,
      folder,
      file: fileOf(number),
      entries: shown.toReversed(),
      count: isFirst ? entries.length : null,
      newer: isFirst ? null : fileOf(number + 1),
      older: number > 1 ? fileOf(number - 1) : null,
      oldest: number > 1 ? fileOf(1) : null,
    };
  });
};

/** Writes the pages that differ from those of the old book, and removes those that are no more. */
const writePages = async (folder: HeldFolder, site: Site, old: readonly ColumnPage[], pages: readonly ColumnPage[]) => {
  const known = new Map(old.map((page) => [page.file, JSON.stringify(page)]));
  for (const page of pages) {
    const path = `${page.folder}/${page.file}`;
    if (known.get(page.file) !== JSON.stringify(page)) await folder.write(path, writeColumnPage(site, page));
    known.delete(page.file);
  }
  for (const file of known.keys()) await folder.remove(`${pages[0]?.folder}/${file}`);
};

const summarise = async (folder: HeldFolder, name: string, { column, entries }: ColumnBook): Promise<void> => {
  const others = (await readColumns(folder)).filter((each) => each.folder !== name);
  const newest = isUnitFolder(name) ? [] : entries.slice(-NEWEST).toReversed();
  const summary = { folder: name, column, count: entries.length, newest };
  await writeBook(folder, SITE, [...others, ...(entries.length > 0 ? [summary] : [])]);
};

const save = async (folder: HeldFolder, site: Site, name: string, old: ColumnBook | null, book: ColumnBook) => {
  await writePages(folder, site, old ? describePages(name, old) : [], describePages(name, book));
  if (!isUnitFolder(name)) await folder.write(`${name}/sitemap.xml`, writeColumnSitemap(site, name, book.entries));
  await summarise(folder, name, book);
  await writeBook(folder, `columns/${name}`, book);
};

const readColumn = (folder: Folder, name: string): Promise<ColumnBook | null> =>
  readBook<ColumnBook>(folder, `columns/${name}`);

/** Puts an entry on its shelf, in the place of what it was. The book comes last: repeat until it is there. */
export const putEntry = async (folder: HeldFolder, site: Site, { folder: name, column }: Shelf, entry: Entry) => {
  const old = await readColumn(folder, name);
  const before = old?.entries ?? [];
  const entries = [...before.filter(({ path }) => path !== entry.path), entry].sort(byTime);
  const cuts = cutList(before, old ? cutsOf(old) : [], entries);
  await save(folder, site, name, old, { column, entries, cuts });
};

/** The page of a unit that has published nothing, the same as after its last article has gone. */
export const writeEmptyShelf = async (
  folder: HeldFolder,
  site: Site,
  { folder: name, column }: Shelf,
): Promise<ColumnSummary> => {
  for (const page of describePages(name, { column, entries: [] }))
    await folder.write(`${page.folder}/${page.file}`, writeColumnPage(site, page));
  return { folder: name, column, count: 0, newest: [] };
};

/** Takes the entry at a path off a shelf. */
export const dropEntry = async (folder: HeldFolder, site: Site, name: string, path: string): Promise<void> => {
  const old = await readColumn(folder, name);
  if (!old) return;
  const entries = old.entries.filter((each) => each.path !== path);
  await save(folder, site, name, old, { ...old, entries, cuts: cutList(old.entries, cutsOf(old), entries) });
};
