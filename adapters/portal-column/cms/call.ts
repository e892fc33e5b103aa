import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Io } from '../../contract.ts';
import { ChannelError, type ChannelFault } from '../../../src/core/faults.ts';
import type { PortalSetting } from '../settings.ts';
import { signRequest } from './sign.ts';

type PortalIo = Io<PortalSetting>;

export interface CmsRequest {
  readonly method: 'GET' | 'HEAD' | 'PUT' | 'DELETE';
  /** Below `cmsUrl`. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array<ArrayBuffer>;
}

const REFUSALS: Readonly<Record<number, readonly [fault: ChannelFault, text: string]>> = {
  401: ['signed-out', 'CMS 不认可签名，请核对 cmsKeyId、cmsSecret 与两边的时钟'],
  403: ['signed-out', 'CMS 拒绝了本系统的访问，请对方开通权限'],
  404: ['refused', 'CMS 上没有这个接口地址，请核对 cmsUrl'],
  409: ['refused', 'CMS 上已有较新的版本，不能用旧版覆盖，请核对'],
  412: ['refused', 'CMS 上这篇文章已被另一次操作改动，请刷新状态后重试'],
  413: ['refused', 'CMS 认为内容过大，请精简、压缩图片，或请对方放宽限制'],
  422: ['refused', 'CMS 不接受这篇文章，请按其说明修改'],
};

const wordsOf = (text: string): string => {
  try {
    return z.object({ error: z.string() }).parse(JSON.parse(text)).error;
  } catch {
    return '';
  }
};

/** `Retry-After` in seconds; its other form, a date, is left to the retry table. */
const retryAt = (response: Response, now: Date): { retryAt?: Date } => {
  const seconds = Number(response.headers.get('retry-after'));
  return seconds > 0 ? { retryAt: new Date(now.getTime() + seconds * 1000) } : {};
};

/** No usable answer: a look may be repeated, of a change nobody knows whether it happened. */
const noAnswer = ({ method }: CmsRequest, what: string, cause?: unknown): ChannelError =>
  method === 'GET' || method === 'HEAD'
    ? new ChannelError('unavailable', `CMS 无法访问（${what}），稍后自动重试；如反复出现请联系对方`, { cause })
    : new ChannelError('outcome-unknown', `没有收到 CMS 的答复（${what}），系统先查证再继续`, { cause });

const refusalOf = async (request: CmsRequest, response: Response, now: Date): Promise<ChannelError> => {
  const { status } = response;
  const words = wordsOf(await response.text()).slice(0, 200);
  const detail = words ? `（${words}）` : '';
  if (status === 429) return new ChannelError('rate-limited', `CMS 请求过于频繁${detail}`, retryAt(response, now));
  if (status >= 500) return noAnswer(request, `HTTP ${status}`);
  const [fault, text] = REFUSALS[status] ?? ['refused', `CMS 答复 HTTP ${status}，请核对 cmsUrl 或联系对方`];
  return new ChannelError(fault, `${text}${detail}`);
};

/**
 * One signed request. Answers the response when it is a success, or null for a status in `absent`; everything else is
 * thrown as a fault. Redirects are none of a signed request's business: they are refused.
 */
export const call = async (io: PortalIo, request: CmsRequest, absent: readonly number[] = []) => {
  const { method, path, headers = {}, body = null } = request;
  const { cmsUrl, cmsKeyId, cmsSecret } = io.settings;
  const url = new URL(`${cmsUrl.replace(/\/+$/, '')}/${path}`);
  const once = { at: io.now(), nonce: randomUUID() };
  const signed = signRequest({ method, url, headers, body }, { id: cmsKeyId, secret: cmsSecret }, once);
  try {
    const response = await io.fetch(url, { method, headers: signed, body, signal: io.signal, redirect: 'manual' });
    if (response.ok) return response;
    if (absent.includes(response.status)) return null;
    throw await refusalOf(request, response, once.at);
  } catch (error) {
    if (!(error instanceof TypeError || error instanceof DOMException) || io.signal.aborted) throw error;
    throw noAnswer(request, '网络中断', error);
  }
};

const stateSchema = z.object({
  item: z.string(),
  state: z.enum(['live', 'withdrawn']),
  revision: z.int().min(1),
  version: z.int().min(1),
  path: z.string(),
  url: z.url({ protocol: /^https?$/ }),
});
/** What the CMS says it has of an article, live or withdrawn. */
export type ArticleState = z.infer<typeof stateSchema>;

export const callArticle = async (
  io: PortalIo,
  item: string,
  request: Omit<CmsRequest, 'path'>,
): Promise<ArticleState | null> => {
  const own = { ...request, path: `articles/${encodeURIComponent(item)}` };
  const response = await call(io, own, request.method === 'PUT' ? [] : [404]);
  if (!response) return null;
  try {
    const state = stateSchema.parse(await response.json());
    if (state.item === item) return state;
  } catch (cause) {
    throw noAnswer(own, '答复不符合约定', cause);
  }
  throw noAnswer(own, '答复的是另一篇文章');
};
