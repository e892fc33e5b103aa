import type { Asset, LiveReceipt, Lost } from '../../contract.ts';
import { ChannelError } from '../../../src/core/faults.ts';
import { call } from '../client.ts';
import { templateCover } from '../cover.ts';
import { findArticle, findDraft } from '../find.ts';
import { permanentUrls } from '../locate.ts';
import { receiptOf } from '../pages.ts';
import { fitCover } from '../picture.ts';
import type { WechatRendition } from '../render.ts';
import { embedImages } from '../write-articles.ts';
import type { WechatIo } from '../settings.ts';
import { form, hostImages } from './images.ts';

/** A call is cut off after 30 s; by then the platform has long done what it was asked, or never will. */
export const DRAFT_SETTLED_MS = 60_000;
/**
 * A draft leaves the box when it is published or sent, so one that is still there was not submitted, or is still on its
 * way. How long that takes is not documented. After two hours it is taken as not submitted.
 */
export const SUBMISSION_SETTLED_MS = 2 * 3_600_000;

export const notYetSure = (): ChannelError =>
  new ChannelError('outcome-unknown', '上次提交没有收到答复，正在向微信查证，查清前不会重复发布');

const coverName = ({ itemId, revision }: WechatRendition): string => `yigao-${itemId}-${revision}`;

const addCover = async (rendition: WechatRendition, io: WechatIo): Promise<string> => {
  const { cover, title, publisher } = rendition;
  const own: Asset | null = cover === null ? null : await io.asset(cover);
  const picture = own ? await fitCover(own) : await templateCover(title, publisher);
  return (await call(io, 'material/add_material', form(picture, coverName(rendition)))).media_id;
};

/** The newest materials are listed first; one that is missed costs a place among 100,000, no more. */
const findCover = async (rendition: WechatRendition, io: WechatIo): Promise<string | null> => {
  const page = await call(io, 'material/batchget_material', { type: 'image', offset: 0, count: 20 });
  return page.item.find(({ name }) => name.startsWith(`${coverName(rendition)}.`))?.media_id ?? null;
};

/** A digest is for a draft of one article only. */
const articlesOf = (
  { title, author, digest, body, rest, sourceUrl }: WechatRendition,
  images: Readonly<Record<string, string>>,
  cover: string,
) =>
  [{ title, body }, ...rest].map((each) => ({
    article_type: 'news',
    title: each.title,
    author,
    digest: rest.length === 0 ? digest : '',
    content: embedImages(each.body, images),
    content_source_url: sourceUrl,
    thumb_media_id: cover,
    need_open_comment: 0,
  }));

/** Hosts the images and the cover; answers how to add the draft, which is for the mode to do in a step of its own. */
export const prepareDraft = async (rendition: WechatRendition, io: WechatIo): Promise<() => Promise<string>> => {
  const images = await hostImages(rendition, io);
  const cover = await io.step(
    'cover',
    () => addCover(rendition, io),
    () => findCover(rendition, io),
  );
  const articles = articlesOf(rendition, images, cover);
  return async () => (await call(io, 'draft/add', { articles })).media_id;
};

/** Images, cover, draft: what nobody sees yet. Answers the draft's media id. */
export const putDraft = async (rendition: WechatRendition, io: WechatIo): Promise<string> => {
  const add = await prepareDraft(rendition, io);
  return io.step('draft', add, async ({ ageMs }: Lost) => {
    const { item } = await findDraft(rendition, io);
    if (!item && ageMs < DRAFT_SETTLED_MS) throw notYetSure();
    return item?.media_id ?? null;
  });
};

/** A publication found by our mark, with the page of each of its articles. */
export type Found = { readonly articleId: string; readonly urls: readonly string[] };
export const receiptFor = ({ articleId, urls: [url = '', ...others] }: Found): LiveReceipt =>
  receiptOf(articleId, url, others);

/** Our article of this revision, if the account lists it as published. Mass-sent articles are listed nowhere. */
export const findPublished = async (rendition: WechatRendition, io: WechatIo): Promise<Found | null> => {
  const { item } = await findArticle(rendition, io);
  const urls = item ? await permanentUrls(io, item.article_id) : [];
  return item && urls.length > 0 ? { articleId: item.article_id, urls } : null;
};
