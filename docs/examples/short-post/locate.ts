import type { Copy, Receipt } from '../../../adapters/contract.ts';
import { ChannelError } from '../../../src/core/faults.ts';
import { findPost } from './client.ts';
import { revisionIn } from './link.ts';
import { readPage } from './read-page.ts';
import type { ShortPost } from './render.ts';
import type { ShortPostIo } from './settings.ts';

const unclear = (url: string, what: string, cause?: unknown): ChannelError =>
  new ChannelError('unavailable', `短文页面（${url}）${what}，稍后自动再查`, { cause });

const load = async (io: ShortPostIo, url: string): Promise<Response> => {
  try {
    return await io.fetch(url);
  } catch (error) {
    throw error instanceof TypeError ? unclear(url, '无法访问', error) : error;
  }
};

/** What a reader sees, read without our token. Only a 404 means gone; a page that cannot be judged says nothing. */
export const locate = async (post: ShortPost, receipt: Receipt | null, io: ShortPostIo): Promise<Copy | null> => {
  const url = receipt?.url ?? (await findPost(io, post.link, new Date(0)))?.url;
  if (url === undefined) return null;
  const response = await load(io, url);
  if (response.status === 404) return null;
  const page = response.ok ? readPage(await response.text()) : null;
  if (!page) throw unclear(url, `答复 ${response.status}，不是一条短文`);
  return { url, ...page, images: [], revision: revisionIn(page.links, post.itemId) };
};
