import { imageIds } from '../../src/core/assets.ts';
import type { Column, HostedFile, Listing, Manuscript, Place } from '../contract.ts';
import { describeCard } from './article/card.ts';
import { assetFile, columnFolder } from './paths.ts';
import { publicUrl, readSite, type PortalSettings } from './settings.ts';
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

/** What the article shows or offers: the pictures of its body and its attachments. A CMS keeps them where it likes. */
export const files = ({ content, assets }: Manuscript, settings: PortalSettings): readonly HostedFile[] => {
  if (settings.transport === 'cms') return [];
  const site = readSite(settings);
  const named = [
    ...imageIds(content.body).map((asset, index) => ({ asset, name: `第 ${index + 1} 张图片` })),
    ...content.attachments.map(({ asset, name }) => ({ asset, name: `附件“${name}”` })),
  ];
  return named.flatMap(({ asset, name }) => {
    const info = assets[asset];
    return info ? [{ asset, name, url: publicUrl(site, `assets/${assetFile(info)}`) }] : [];
  });
};

/** A folder keeps a page per column, a feed and the column's sitemap. A CMS builds its own lists, whose addresses we do not know. */
export const listings = ({ column }: Manuscript, settings: PortalSettings): readonly Listing[] => {
  if (settings.transport === 'cms') return [];
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
  if (settings.transport === 'cms') return [home];
  const shelves = columns.map(({ id, name }): Place => ({
    kind: 'column',
    id,
    name: `栏目“${name}”`,
    url: publicUrl(site, `${columnFolder(id)}/index.html`),
  }));
  return [home, ...shelves];
};
