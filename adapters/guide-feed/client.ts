import type { Io } from '../contract.ts';
import { ChannelError } from '../../src/core/faults.ts';
import { readPage, type GuidePage } from './read-page.ts';
import { pageUrl, type GuideSetting } from './settings.ts';

type Outside = Pick<Io<GuideSetting>, 'settings' | 'signal' | 'fetch'>;

/** A page of a guide is some 20 KB; ten times that is a portal's shell around it, a hundred times is something else. */
const MAX_BYTES = 2_000_000;

const unavailable = (url: string, what: string, cause?: unknown): ChannelError =>
  new ChannelError('unavailable', `对方的公开页面（${url}）${what}，系统会再试；如一直如此请联系对方`, { cause });

const load = async ({ fetch, signal }: Outside, url: string): Promise<Response> => {
  try {
    // A cached page would show what was, not what is.
    return await fetch(url, { headers: { accept: 'text/html', 'cache-control': 'no-cache' }, signal });
  } catch (error) {
    if (signal.aborted || error instanceof ChannelError) throw error;
    throw unavailable(url, '无法访问', error);
  }
};

const readText = async (response: Response, url: string): Promise<string> => {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of response.body ?? []) {
      size += chunk.byteLength;
      if (size > MAX_BYTES) throw unavailable(url, '内容过大，不像是一篇指南');
      chunks.push(chunk);
    }
  } catch (error) {
    throw error instanceof ChannelError ? error : unavailable(url, '没有传完', error);
  }
  return new TextDecoder().decode(Buffer.concat(chunks));
};

/**
 * What readers see of a guide at the consumer: its page, or null when the consumer says that there is none (404, 410).
 * Anything that cannot be judged is `unavailable`: it says nothing about the guide.
 */
export const lookAtPage = async (outside: Outside, itemId: string): Promise<GuidePage | null> => {
  const url = pageUrl(outside.settings, itemId);
  const response = await load(outside, url);
  if (response.status === 404 || response.status === 410) {
    await response.body?.cancel();
    return null;
  }
  if (!response.ok) {
    await response.body?.cancel();
    throw unavailable(url, `返回 ${response.status}`);
  }
  const page = readPage(await readText(response, url), url);
  if (page === null)
    throw unavailable(url, '没有指南编号与版本标记（guide-id、guide-version），无法判断展示的是哪一版');
  if (page.id !== itemId) throw unavailable(url, `展示的是另一篇指南（${page.id}）`);
  return page;
};
