import type { Copy, Io, Receipt } from '../contract.ts';
import { ChannelError } from '../../src/core/faults.ts';
import { articleName } from './paths.ts';
import { transportOf } from './publish.ts';
import { readPage } from './read-page.ts';
import type { PortalRendition } from './render.ts';
import type { PortalSetting } from './settings.ts';

const open = async (url: string, io: Io<PortalSetting>): Promise<Response> => {
  try {
    return await io.fetch(url, { signal: io.signal, headers: { 'cache-control': 'no-cache' } });
  } catch (cause) {
    if (!(cause instanceof TypeError)) throw cause;
    throw new ChannelError('unavailable', `连接不上门户网站，请检查网络和网页服务器：${url}`, { cause });
  }
};

/** Looks from outside, as a reader does, past every cache. A notice in the page's place means: surely absent. */
export const locate = async (
  rendition: PortalRendition,
  receipt: Receipt | null,
  io: Io<PortalSetting>,
): Promise<Copy | null> => {
  const url = receipt?.url ?? (await transportOf(io).addressOf(rendition, io));
  if (url === null) return null;
  const response = await open(url, io);
  if (response.status === 404 || response.status === 410) return null;
  if (!response.ok) throw new ChannelError('unavailable', `门户网站答复 ${response.status}，请检查网页服务器：${url}`);
  const page = readPage(await response.text(), url);
  if (page.article !== articleName(rendition.path) || page.kind === 'other')
    throw new ChannelError('outcome-unknown', `该地址上的页面不是这篇文章，请检查网页服务器或有无拦截：${url}`);
  if (page.kind === 'notice') return null;
  const { title, text, images, links, revision } = page;
  return { url, title, text, images, links, revision };
};
