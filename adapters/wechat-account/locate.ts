import type { Copy, Receipt, Rendition } from '../contract.ts';
import { ChannelError } from '../../src/core/faults.ts';
import { call } from './client.ts';
import { NO_SUCH_ARTICLE, orNull } from './errors.ts';
import { findArticle, findDraft } from './find.ts';
import { revisionIn } from './marker.ts';
import { urlsOf } from './pages.ts';
import { readPage, type ArticlePage, type Page } from './read-page.ts';
import { isNetwork, noAnswer } from './send.ts';
import { chosen, type WechatIo } from './settings.ts';

/** The public page as a reader gets it. Throws `unavailable` when the network fails. */
export const visit = async (io: WechatIo, url: string): Promise<Page> => {
  try {
    const response = await io.fetch(url, { headers: { 'accept-language': 'zh-CN' } });
    const page = readPage(await response.text());
    return response.ok || page.kind !== 'article' ? page : { kind: 'unknown', why: `HTTP ${response.status}` };
  } catch (error) {
    if (isNetwork(error)) throw noAnswer('harmless', '公开页面', error);
    throw error;
  }
};

/** What the account says of a publication: the addresses (temporary ones) of its articles, but for those deleted. */
export const articleUrls = async (io: WechatIo, articleId: string): Promise<string[]> => {
  const answer = await orNull(call(io, 'freepublish/getarticle', { article_id: articleId }), NO_SUCH_ARTICLE);
  return (answer?.news_item ?? []).filter((article) => !article.is_deleted).map(({ url }) => url);
};

/** The permanent addresses of a publication known only by its id: the page behind each temporary one names it. */
export const permanentUrls = async (io: WechatIo, articleId: string): Promise<string[]> => {
  const urls: string[] = [];
  for (const url of await articleUrls(io, articleId)) {
    const page = await visit(io, url);
    urls.push(page.kind === 'article' && page.permanentUrl !== '' ? page.permanentUrl : url);
  }
  return urls;
};

const articleIn = (page: Page): ArticlePage[] => {
  if (page.kind === 'unknown') throw new ChannelError('outcome-unknown', `微信公开页面暂时无法查看：${page.why}`);
  return page.kind === 'article' ? [page] : [];
};

/** The articles at these addresses as one copy, in order; null when none is left. */
const copyAt = async (urls: readonly string[], itemId: string, io: WechatIo): Promise<Copy | null> => {
  const pages: ArticlePage[] = [];
  for (const url of urls) pages.push(...articleIn(await visit(io, url)));
  const [first] = pages;
  const [url] = urls;
  if (!first || url === undefined) return null;
  return {
    url,
    title: first.title,
    text: pages.map(({ text }) => text).join('\n'),
    images: pages.flatMap(({ images }) => images),
    links: pages.flatMap(({ links }) => links),
    revision: revisionIn(first.sourceUrl, itemId),
  };
};

/** Our copy at the address of the receipt; without one, at that of the article that carries our mark. */
export const locate = async (rendition: Rendition, receipt: Receipt | null, io: WechatIo): Promise<Copy | null> => {
  if (receipt?.state === 'live') return copyAt(urlsOf(receipt), rendition.itemId, io);
  const { item, complete } = await findArticle(rendition, io);
  if (!item && !complete) throw new ChannelError('outcome-unknown', '公众号文章太多，列表中未能找全，请到公众平台核对');
  if (!item && chosen(io.settings, 'mode') === 'mass-send' && (await findDraft(rendition, io)).item === null)
    throw new ChannelError('outcome-unknown', '群发的文章没有接口可查，请到公众平台核对是否还看得到');
  return copyAt(item ? await permanentUrls(io, item.article_id) : [], rendition.itemId, io);
};
