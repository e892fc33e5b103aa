import type { Column, Manuscript, Unit } from '../../contract.ts';
import { imageIds } from '../../../src/core/assets.ts';
import type { ItemType } from '../../../src/core/content.ts';
import { assetFile } from '../paths.ts';

export interface CardImage {
  /** Below `assets/`. */
  readonly file: string;
  readonly alt: string;
  readonly width: number;
  readonly height: number;
}

/** What lists, feed and page tags need of an article. JSON: it is kept in the article's record. */
export interface Card {
  readonly item: string;
  readonly revision: number;
  readonly externalId: string;
  readonly type: ItemType;
  readonly title: string;
  readonly column: Column;
  /** Absent from records written before units had pages. */
  readonly unit?: Unit;
  /** ISO instants. */
  readonly publishedAt: string;
  readonly revisedAt: string;
  readonly source: string;
  readonly documentNumber: string | null;
  readonly summary: string;
  readonly keywords: readonly string[];
  readonly image: CardImage | null;
  /** External id of the policy it explains. */
  readonly interprets: string | null;
}

/** A line of a list: so little of a card that ten thousand of them stay small. */
export interface Entry extends Pick<Card, 'title' | 'type' | 'publishedAt' | 'revisedAt' | 'documentNumber'> {
  readonly path: string;
  /** Name of its column, where a list shows more than one. */
  readonly column?: string;
}

export const entryOf = ({ title, type, publishedAt, revisedAt, documentNumber }: Card, path: string): Entry => ({
  path,
  title,
  type,
  publishedAt,
  revisedAt,
  documentNumber,
});

/** The cover, or the first image of the body: what stands for the article on the home page. */
const imageOf = ({ content, assets }: Manuscript): CardImage | null => {
  const id = content.cover ?? imageIds(content.body)[0];
  const asset = id ? assets[id] : undefined;
  if (!asset?.width || !asset.height) return null;
  return { file: assetFile(asset), alt: content.title, width: asset.width, height: asset.height };
};

export const describeCard = (manuscript: Manuscript): Card => {
  const { content, column, publishedAt, revisedAt } = manuscript;
  const { id, name, description, keywords, type } = column;
  return {
    item: manuscript.itemId,
    revision: manuscript.revision,
    externalId: manuscript.externalId,
    type: content.type,
    title: content.title,
    column: { id, name, description, keywords, type },
    unit: { id: manuscript.unit.id, name: manuscript.unit.name },
    publishedAt: publishedAt.toISOString(),
    revisedAt: revisedAt.toISOString(),
    source: content.source,
    documentNumber: content.documentNumber ?? null,
    summary: content.summary ?? '',
    keywords: content.keywords,
    image: imageOf(manuscript),
    interprets: content.interprets ?? null,
  };
};

/** Oldest first; the path settles a tie, so that the order is total. */
export const byTime = (a: Pick<Entry, 'publishedAt' | 'path'>, b: Pick<Entry, 'publishedAt' | 'path'>): number => {
  if (a.publishedAt !== b.publishedAt) return a.publishedAt < b.publishedAt ? -1 : 1;
  return a.path < b.path ? -1 : Number(a.path > b.path);
};

/** What the pages of the whole site show of a column or a unit. */
export interface ColumnSummary {
  /** Its folder below the root. */
  readonly folder: string;
  readonly column: Column;
  readonly count: number;
  /** Newest first; none for a unit. */
  readonly newest: readonly Entry[];
}

/** An article in full, as the feed and the head of the home page need it. */
export interface Recent {
  readonly card: Card;
  readonly path: string;
}
