import { shelvesOf } from '../article/shelves.ts';
import type { Site } from '../settings.ts';
import { dropEntry, putEntry } from './columns.ts';
import { dropFiles } from './files.ts';
import { writeFront } from './front.ts';
import { linkArticle } from './links.ts';
import { linkNotices } from './notices.ts';
import { isLive, listedIn, readRecord, writeRecord } from './record.ts';
import type { HeldFolder } from './writer.ts';

/** Brings everything that shows an article up to what its record says; may be repeated at any time. */
export const writeLists = async (folder: HeldFolder, site: Site, name: string): Promise<void> => {
  const record = await readRecord(folder, name);
  if (!record) return;
  const { card, path, unused } = record;
  const shelves = isLive(record) ? shelvesOf(card, path) : [];
  const listed = shelves.map((shelf) => shelf.folder);
  for (const left of listedIn(record)) if (!listed.includes(left)) await dropEntry(folder, site, left, path);
  for (const shelf of shelves) await putEntry(folder, site, shelf, shelf.entry);
  await linkNotices(folder, site, name, record);
  const linked = await linkArticle(folder, site, record);
  await dropFiles(folder, name, unused);
  await writeFront(folder, site);
  await writeRecord(folder, name, { ...record, listed, linked, unused: [] });
};
