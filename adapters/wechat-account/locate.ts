import type { Copy, Receipt, Rendition } from '../contract.ts';
import { ChannelError } from '../../src/core/faults.ts';
import { call } from './client.ts';
import { NO_SUCH_ARTICLE, orNull } from './errors.ts';
import { findArticle, findDraft } from './find.ts';
import { revisionIn } from './marker.ts';
import { readPage, type Page } from './read-page.ts';
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

/** What the account says of an article: its address (a temporary one), or null when it is deleted. */
export const articleUrl = async (io: WechatIo, articleId: string): Promise<string | null> => {
  const answer = await orNull(call(io, 'freepublish/getarticle', { article_id: articleId }), NO_SUCH_ARTICLE);
  const [article] = answer?.news_item ?? [];
  return article && !article.is_deleted ? article.url : null;
};

/** The permanent address of an article known only by its id: the page behind the temporary one names it. */
export const permanentUrl = async (io: WechatIo, articleId: string): Promise<string | null> => {
  const url = await articleUrl(io, articleId);
  if (url === null) return null;
  const page = await visit(io, url);
  return page.kind === 'article' && page.permanentUrl !== '' ? page.permanentUrl : url;
};

const asCopy = (url: string, itemId: string, page: Page): Copy | null => {
  if (page.kind === 'removed') return null;
  if (page.kind !== 'article') throw new ChannelError('outcome-unknown', `微信公开页面暂时无法查看：${page.why}`);
  const { title, text, images, links, sourceUrl } = page;
  return { url, title, text, images, links, revision: revisionIn(sourceUrl, itemId) };
};

/** Our copy at the address of the receipt; without one, at that of the article that carries our mark. */
export const locate = async (rendition: Rendition, receipt: Receipt | null, io: WechatIo): Promise<Copy | null> => {
  if (receipt?.state === 'live') return asCopy(receipt.url, rendition.itemId, await visit(io, receipt.url));
  const { item, complete } = await findArticle(rendition, io);
  if (!item && !complete) throw new ChannelError('outcome-unknown', '公众号文章太多，列表中未能找全，请到公众平台核对');
  if (!item && chosen(io.settings, 'mode') === 'mass-send' && (await findDraft(rendition, io)).item === null)
    throw new ChannelError('outcome-unknown', '群发的文章没有接口可查，请到公众平台核对是否还看得到');
  const url = item && (await permanentUrl(io, item.article_id));
  return url === null ? null : asCopy(url, rendition.itemId, await visit(io, url));
};
