import type { Manuscript, Rendition } from '../contract.ts';
import { assetIds, imageIds } from '../../src/core/assets.ts';
import { describeCard, type Card } from './article/card.ts';
import { describeArticle, describeInfo } from './article/describe.ts';
import { sectionText } from '../kit/sections.ts';
import { articlePath, assetFile } from './paths.ts';
import { writeArticle } from './templates/article.ts';

export interface PortalRendition extends Rendition {
  readonly card: Card;
  /** Where it appears first; a correction keeps the address it has. */
  readonly path: string;
  /** Everything the page shows or offers: asset id and name below `assets/`. */
  readonly files: readonly { readonly asset: string; readonly file: string }[];
}

/** The article element of the page as data and HTML. Pages around it are made when it is written: they change, it does not. */
export const render = (manuscript: Manuscript): PortalRendition => {
  const { itemId, revision, content, column, publishedAt, assets } = manuscript;
  const info = describeInfo(manuscript);
  const sections = describeArticle(manuscript);
  return {
    itemId,
    revision,
    title: content.title,
    body: writeArticle({ title: content.title, info, sections, assets }).markup,
    text: [info.join(' '), ...sections.map(sectionText)].join('\n'),
    images: imageIds(content.body),
    card: describeCard(manuscript),
    path: articlePath(itemId, column.id, publishedAt),
    files: assetIds(content).flatMap((id) => {
      const asset = assets[id];
      return asset ? [{ asset: id, file: assetFile(asset) }] : [];
    }),
  };
};
