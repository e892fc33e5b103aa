import { imageIds } from '../../src/core/assets.ts';
import type { Column, HostedFile, Listing, Manuscript, Place, Unit } from '../contract.ts';
import { describeCard } from './article/card.ts';
import { unitFolder } from './article/shelves.ts';
import { assetFile, columnFolder } from './paths.ts';
import { publicUrl, readCmsColumns, readSite, type PortalSettings } from './settings.ts';
import { articleMarks, articleTags } from './templates/tags.ts';

/** The 网页标签 that the article's page must carry, its marks among them. */
export const tags = (
  manuscript: Manuscript,
  url: string,
  settings: PortalSettings,
): Readonly<Record<string, string>> => {
  const site = readSite(settings);
  const card = describeCard(manuscript);
  const path = url.slice(publicUrl(site, '').length);
  return Object.fromEntries([...articleTags(site, card, path), ...articleMarks(card, path)]);
};

/** What the article shows or offers: the pictures of its body and its attachments. A CMS may keep them in another folder. */
export const files = ({ content, assets }: Manuscript, settings: PortalSettings): readonly HostedFile[] => {
  const site = readSite(settings);
  const named = [
    ...imageIds(content.body).map((asset, index) => ({ asset, name: `第 ${index + 1} 张图片` })),
    ...content.attachments.map(({ asset, name }) => ({ asset, name: `附件“${name}”` })),
  ];
  return named.flatMap(({ asset, name }) => {
    const info = assets[asset];
    if (!info) return [];
    const file = assetFile(info);
    const url = publicUrl(site, `assets/${file}`);
    return [{ asset, name, url, ...(settings.transport === 'cms' ? { movesAs: file } : {}) }];
  });
};

/** A CMS builds its own lists; of each column that the office named, we know where. */
const cmsListings = ({ column }: Manuscript, settings: PortalSettings): readonly Listing[] => {
  const list = readCmsColumns(settings).get(column.id);
  const home = { kind: 'home', name: '首页', url: publicUrl(readSite(settings), ''), complete: false } as const;
  return list === undefined
    ? [home]
    : [{ kind: 'column', name: `栏目“${column.name}”`, url: list, complete: true }, home];
};

/** A folder keeps a page per column, a feed and the column's sitemap. */
export const listings = (manuscript: Manuscript, settings: PortalSettings): readonly Listing[] => {
  if (settings.transport === 'cms') return cmsListings(manuscript, settings);
  const { column } = manuscript;
  const site = readSite(settings);
  const folder = columnFolder(column.id);
  return [
    { kind: 'column', name: `栏目“${column.name}”`, url: publicUrl(site, `${folder}/index.html`), complete: true },
    { kind: 'sitemap', name: '站点地图', url: publicUrl(site, `${folder}/sitemap.xml`), complete: true },
    { kind: 'feed', name: '订阅源', url: publicUrl(site, 'feed.xml'), complete: false },
    { kind: 'home', name: '首页', url: publicUrl(site, ''), complete: false },
  ];
};

/** The home page, and each column's newest entries. */
export const places = (columns: readonly Column[], settings: PortalSettings): readonly Place[] => {
  const site = readSite(settings);
  const home: Place = { kind: 'home', id: 'home', name: `${site.siteName}首页`, url: publicUrl(site, '') };
  const lists = settings.transport === 'cms' ? readCmsColumns(settings) : null;
  const shelves = columns.flatMap(({ id, name }): Place[] => {
    const url = lists ? lists.get(id) : publicUrl(site, `${columnFolder(id)}/index.html`);
    return url === undefined ? [] : [{ kind: 'column', id, name: `栏目“${name}”`, url }];
  });
  return [home, ...shelves];
};

/** Another system's pages of units we do not know. */
export const unitPage = (unit: Unit, settings: PortalSettings): string | null =>
  settings.transport === 'cms' ? null : publicUrl(readSite(settings), `${unitFolder(unit)}/index.html`);
