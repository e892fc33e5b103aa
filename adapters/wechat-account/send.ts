import { z } from 'zod';
import { ChannelError } from '../../src/core/faults.ts';
import type { WechatIo } from './settings.ts';

/** Whether a call may be made twice. `once`: no answer means that nobody knows whether it happened. */
export type Repeat = 'harmless' | 'once';

const replySchema = z.looseObject({ errcode: z.number().default(0), errmsg: z.string().default('') });
/** HTTP 200 whatever happened; a missing errcode is success. */
export type Reply = z.infer<typeof replySchema>;

/** The connection never stood, so nothing was sent. */
const NOT_SENT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'UND_ERR_CONNECT_TIMEOUT',
  'CERT_HAS_EXPIRED',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]);
const codeOf = (error: unknown): unknown =>
  error instanceof Error && error.cause instanceof Object && 'code' in error.cause ? error.cause.code : undefined;
const wasNotSent = (error: unknown): boolean => NOT_SENT.has(String(codeOf(error)));
/** The call failed on the way; anything else that is thrown is not ours to explain. */
export const isNetwork = (error: unknown): boolean =>
  error instanceof TypeError || (error instanceof DOMException && error.name === 'TimeoutError');

/** No usable answer: for a call that must not be made twice, its outcome is unknown. */
export const noAnswer = (repeat: Repeat, what: string, cause?: unknown): ChannelError =>
  repeat === 'once'
    ? new ChannelError('outcome-unknown', `微信没有给出答复（${what}），系统先查证再继续`, { cause })
    : new ChannelError('unavailable', `连不上微信接口（${what}），稍后自动再试`, { cause });

const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g;
const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** JSON in raw UTF-8. The platform shows `\uXXXX` literally, and that is how JSON.stringify writes these characters. */
export const encode = (payload: unknown): string =>
  JSON.stringify(payload, (_, value: unknown) =>
    typeof value === 'string' ? value.replace(CONTROL, '').replace(LONE_SURROGATE, '') : value,
  );

const request = (payload: unknown): RequestInit =>
  payload instanceof FormData
    ? { method: 'POST', body: payload }
    : { method: 'POST', body: encode(payload), headers: { 'content-type': 'application/json; charset=utf-8' } };

const parse = (text: string): Reply | null => {
  try {
    return replySchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
};

/** One POST. Throws only when there is no answer to read; an errcode is the caller's to judge. */
export const send = async (io: WechatIo, path: string, payload: unknown, repeat: Repeat): Promise<Reply> => {
  try {
    const response = await io.fetch(`${io.settings.apiBase.replace(/\/+$/, '')}${path}`, request(payload));
    const reply = response.ok ? parse(await response.text()) : null;
    if (reply) return reply;
    throw noAnswer(response.status >= 400 && response.status < 500 ? 'harmless' : repeat, `HTTP ${response.status}`);
  } catch (error) {
    if (!isNetwork(error)) throw error;
    throw noAnswer(wasNotSent(error) ? 'harmless' : repeat, '网络中断', error);
  }
};
