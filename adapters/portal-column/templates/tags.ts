import type { Column } from '../../contract.ts';
import { beijingMinute } from '../../../src/core/time.ts';
import type { Card } from '../article/card.ts';
import { articleName } from '../paths.ts';
import { publicUrl, type Site } from '../settings.ts';

export type Tag = readonly [name: string, content: string];

/*
 * 网页标签, 国办发〔2017〕47号 附件《网页设计规范》 (V, as transcribed in public sources): three for every page, seven for a
 * column, ten for an article; the optional ones where we know them. HTML compares meta names without regard to case, so
 * `Description` and `Keywords` serve search engines, too.
 */

export const siteTags = (site: Site): Tag[] => [
  ['SiteName', site.siteName],
  ['SiteDomain', site.siteDomain],
  ['SiteIDCode', site.siteIdCode],
];

export const columnTags = (site: Site, { name, description, keywords, type }: Omit<Column, 'id'>): Tag[] => [
  ...siteTags(site),
  ['ColumnName', name],
  ['ColumnDescription', description || name],
  ['ColumnKeywords', keywords.join(',') || name],
  ['ColumnType', type],
];

/** By which a copy tells whose it is and which revision it shows, and a notice that it stands for no copy. */
export const MARKS = { article: 'YigaoArticle', revision: 'YigaoRevision', notice: 'YigaoNotice' } as const;

export const articleMarks = ({ revision }: Card, path: string): Tag[] => [
  [MARKS.article, articleName(path) ?? ''],
  [MARKS.revision, String(revision)],
];

/** `Author` is missing: an item knows its publishing unit, which is the source, and no author. */
export const articleTags = (site: Site, card: Card, path: string): Tag[] => {
  const optional: Tag[] = [
    ['Keywords', card.keywords.join(',')],
    ['Description', card.summary],
    ['Image', card.image ? publicUrl(site, `assets/${card.image.file}`) : ''],
    ['Url', publicUrl(site, path)],
  ];
  return [
    ...columnTags(site, card.column),
    ['ArticleTitle', card.title],
    ['PubDate', beijingMinute(new Date(card.publishedAt))],
    ['ContentSource', card.source],
    ...optional.filter(([, content]) => content !== ''),
  ];
};
