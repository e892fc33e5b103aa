import type { Rendition } from '../contract.ts';
import { call } from './client.ts';
import { isMarkedAs } from './marker.ts';
import type { WechatIo } from './settings.ts';

interface Listed {
  readonly content: {
    readonly news_item: readonly { readonly content_source_url: string; readonly is_deleted: boolean }[];
  };
}
interface Page<T> {
  readonly total_count: number;
  readonly item: readonly T[];
}
export interface Found<T> {
  readonly item: T | null;
  /** Whether the whole list was read; otherwise an absence proves nothing. */
  readonly complete: boolean;
}

const PAGE = 20;
/** 100 articles: as many as the platform lets anybody publish in a day. Each page costs one of the day's 100 calls. */
const MAX_ARTICLE_PAGES = 5;
const MAX_DRAFT_PAGES = 20;

const search = async <T extends Listed>(
  rendition: Rendition,
  maxPages: number,
  read: (offset: number) => Promise<Page<T>>,
): Promise<Found<T>> => {
  for (let offset = 0; offset < maxPages * PAGE; offset += PAGE) {
    const page = await read(offset);
    const item = page.item.find(({ content }) =>
      content.news_item.some((each) => !each.is_deleted && isMarkedAs(each.content_source_url, rendition)),
    );
    if (item) return { item, complete: true };
    if (page.item.length === 0 || offset + PAGE >= page.total_count) return { item: null, complete: true };
  }
  return { item: null, complete: false };
};

const page = (offset: number) => ({ offset, count: PAGE, no_content: 1 });

/** Our published article of this revision, by the mark in its 阅读原文. */
export const findArticle = (rendition: Rendition, io: WechatIo) =>
  search(rendition, MAX_ARTICLE_PAGES, (offset) => call(io, 'freepublish/batchget', page(offset)));

/** Our draft of this revision. */
export const findDraft = (rendition: Rendition, io: WechatIo) =>
  search(rendition, MAX_DRAFT_PAGES, (offset) => call(io, 'draft/batchget', page(offset)));
