import type { Withdrawal } from '../../contract.ts';
import { articleName, shortName } from '../paths.ts';
import type { Site } from '../settings.ts';
import { writeNotice, type Replacement } from '../templates/notice.ts';
import { readBook, removeBook, writeBook } from './book.ts';
import type { Folder } from './reader.ts';
import { isLive, readRecord, type ArticleRecord } from './record.ts';
import type { HeldFolder } from './writer.ts';

/** Beside a notice, so that a web server can answer 410 for it: a static page has no other way to say so. */
export const goneMark = (path: string): string => `${path}.gone`;

/** By the name of an article: the articles whose notices send readers to it. */
const bookOf = (name: string): string => `replaced/${name}`;

const replacementOf = async (folder: Folder, { replacedBy }: Withdrawal): Promise<Replacement | null> => {
  const record = replacedBy ? await readRecord(folder, shortName(replacedBy)) : null;
  return record && isLive(record) ? { title: record.card.title, path: record.path } : null;
};

/** Puts a notice in an article's place. */
export const writeNoticeFile = async (folder: HeldFolder, site: Site, path: string, withdrawal: Withdrawal) => {
  const replacement = await replacementOf(folder, withdrawal);
  await folder.write(path, writeNotice(site, articleName(path) ?? '', withdrawal, replacement));
  await folder.write(goneMark(path), '');
};

const pointsTo = (record: ArticleRecord | null, name: string): Withdrawal | null => {
  const notice = record && !isLive(record) ? record.notice : undefined;
  return notice?.replacedBy && shortName(notice.replacedBy) === name ? notice : null;
};

/** Notes where an article's notice points to, and brings the notices that point to the article up to date. */
export const linkNotices = async (folder: HeldFolder, site: Site, name: string, record: ArticleRecord) => {
  const replacedBy = isLive(record) ? null : record.notice?.replacedBy;
  if (replacedBy) {
    const book = bookOf(shortName(replacedBy));
    await writeBook(folder, book, [...new Set([...((await readBook<string[]>(folder, book)) ?? []), name])]);
  }
  const known = (await readBook<string[]>(folder, bookOf(name))) ?? [];
  const pointing: string[] = [];
  for (const each of known) {
    const other = await readRecord(folder, each);
    const notice = pointsTo(other, name);
    if (!other || !notice) continue;
    await writeNoticeFile(folder, site, other.path, notice);
    pointing.push(each);
  }
  if (pointing.length > 0) await writeBook(folder, bookOf(name), pointing);
  else if (known.length > 0) await removeBook(folder, bookOf(name));
};
