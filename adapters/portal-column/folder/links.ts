import type { Card } from '../article/card.ts';
import { unitFolder } from '../article/shelves.ts';
import { articleName, shortName } from '../paths.ts';
import type { Site } from '../settings.ts';
import { writeArticlePage, type Related } from '../templates/article.ts';
import { readBook, removeBook, writeBook } from './book.ts';
import type { Folder } from './reader.ts';
import { isLive, readRecord, type ArticleRecord } from './record.ts';
import type { HeldFolder } from './writer.ts';

/** A policy and what explains it, by path: D-P6 wants them linked both ways, whichever comes first. */
interface PolicyBook {
  readonly policy: string | null;
  readonly explained: readonly string[];
}
type Place = readonly [book: string, role: keyof PolicyBook];

const placeOf = ({ type, externalId, interprets }: Card): Place | null => {
  if (type === 'policy') return [`policies/${shortName(externalId)}`, 'policy'];
  return interprets === null ? null : [`policies/${shortName(interprets)}`, 'explained'];
};

const readPolicy = async (folder: Folder, book: string): Promise<PolicyBook> =>
  (await readBook<PolicyBook>(folder, book)) ?? { policy: null, explained: [] };

const linksTo = async (folder: Folder, paths: readonly string[]): Promise<Related['links']> => {
  const records = await Promise.all(paths.map((path) => readRecord(folder, articleName(path) ?? '')));
  return records.flatMap((record) =>
    record && isLive(record) ? [{ title: record.card.title, path: record.path }] : [],
  );
};

const publishedBy = ({ unit }: Card): Related[] =>
  unit ? [{ heading: '发布机构', links: [{ title: unit.name, path: `${unitFolder(unit)}/index.html` }] }] : [];

const policyOf = async (folder: Folder, card: Card): Promise<Related[]> => {
  const place = placeOf(card);
  if (!place) return [];
  const [book, role] = place;
  const { policy, explained } = await readPolicy(folder, book);
  const block: Related =
    role === 'policy'
      ? { heading: '相关解读', links: await linksTo(folder, explained) }
      : { heading: '解读的文件', links: await linksTo(folder, policy === null ? [] : [policy]) };
  return block.links.length > 0 ? [block] : [];
};

/** Writes an article's page around its article element. */
export const writeArticleFile = async (
  folder: HeldFolder,
  site: Site,
  { card, path }: Pick<ArticleRecord, 'card' | 'path'>,
  article: string,
): Promise<void> => {
  const related = [...(await policyOf(folder, card)), ...publishedBy(card)];
  await folder.write(path, writeArticlePage(site, { card, path, article, related }));
};

/** The page again with the links of today; its article element stays byte for byte. */
const refresh = async (folder: HeldFolder, site: Site, path: string): Promise<void> => {
  const record = await readRecord(folder, articleName(path) ?? '');
  const article = /<article>[^]*<\/article>/.exec((await folder.read(path)) ?? '')?.[0];
  if (record && isLive(record) && article !== undefined) await writeArticleFile(folder, site, record, article);
};

/** Links an article with its policy or its explanations as it stands now; answers the book it is linked through. */
export const linkArticle = async (folder: HeldFolder, site: Site, record: ArticleRecord): Promise<string | null> => {
  const place = isLive(record) ? placeOf(record.card) : null;
  const { path } = record;
  for (const book of new Set([record.linked, place?.[0] ?? null])) {
    if (book === null) continue;
    const old = await readPolicy(folder, book);
    const role = book === place?.[0] ? place[1] : null;
    const explained = [...old.explained.filter((each) => each !== path), ...(role === 'explained' ? [path] : [])];
    const rest = old.policy === path ? null : old.policy;
    const policy = role === 'policy' ? path : rest;
    if (policy === null && explained.length === 0) await removeBook(folder, book);
    else await writeBook(folder, book, { policy, explained });
    for (const each of [policy, ...explained]) if (each !== null) await refresh(folder, site, each);
  }
  return place?.[0] ?? null;
};
