import { Transformer } from 'wechatpay-axios-plugin';
import { z } from 'zod';
import type { CallbackReply, CallbackRequest } from '../contract.ts';
import { idSchema, outcomeSchema } from './client.ts';
import { decrypt, isSigned } from './crypto.ts';
import { massEventSchema, massRef } from './mass-event.ts';
import type { WechatSettings } from './settings.ts';

/** The platform names no replay window; its own retries come within seconds. */
const WINDOW_S = 300;
/** A PUBLISHJOBFINISH has some 2 KB. */
const MAX_BODY = 65_536;

const reply = (status: CallbackReply['status'], body: string, event: CallbackReply['event'] = null): CallbackReply => ({
  status,
  body,
  event,
});
const FORBIDDEN = reply(403, 'forbidden');
const MALFORMED = reply(400, 'malformed');
/** Anything but this, or later than 5 s, and the platform sends it again. */
const SUCCESS = 'success';

const envelopeSchema = z.object({ Encrypt: z.string() });
const messageSchema = z.object({ MsgType: z.string(), Event: z.string().optional() });
const senderSchema = z.object({ FromUserName: z.string().default(''), CreateTime: idSchema.default('') });
const finishSchema = senderSchema.extend({ PublishEventInfo: outcomeSchema });

/** JSON or XML, as the account's push format is. The parser expands entities and throws on odd names: neither may reach us. */
const parseBody = (text: string): unknown => {
  if (text.length > MAX_BODY || /<!(?:DOCTYPE|ENTITY)/i.test(text)) return null;
  try {
    return text.trimStart().startsWith('{') ? JSON.parse(text) : Transformer.toObject(text);
  } catch {
    return null;
  }
};

const isFresh = (timestamp: string, now: Date): boolean =>
  /^\d{1,12}$/.test(timestamp) && Math.abs(now.getTime() / 1_000 - Number(timestamp)) <= WINDOW_S;

type Event = CallbackReply['event'];

/** Two jobs may finish in the same second, so the platform's own key (sender and time) is not enough. */
const published = (message: unknown): Event => {
  const finish = finishSchema.safeParse(message);
  if (!finish.success) return null;
  const { FromUserName, CreateTime, PublishEventInfo: data } = finish.data;
  const { publish_id: ref, publish_status: status } = data;
  return { key: [FromUserName, CreateTime, ref, status].join(':'), ref, data };
};

const sent = (message: unknown): Event => {
  const sender = senderSchema.safeParse(message);
  const result = massEventSchema.safeParse(message);
  if (!sender.success || !result.success) return null;
  const { FromUserName, CreateTime } = sender.data;
  const ref = massRef(result.data.msgId);
  return { key: [FromUserName, CreateTime, ref, result.data.status].join(':'), ref, data: result.data };
};

const EVENTS: Readonly<Record<string, (message: unknown) => Event>> = {
  PUBLISHJOBFINISH: published,
  MASSSENDJOBFINISH: sent,
};

const readMessage = (text: string): CallbackReply => {
  const message = parseBody(text);
  const known = messageSchema.safeParse(message);
  if (!known.success) return MALFORMED;
  const { Event: name = '' } = known.data;
  const read = Object.hasOwn(EVENTS, name) ? EVENTS[name] : undefined;
  return reply(200, SUCCESS, read?.(message) ?? null);
};

interface Signed {
  readonly timestamp: string;
  readonly nonce: string;
}

/** Secure mode: the plain signature proves nothing about the body, only `msg_signature` does. */
const readSecure = (
  request: CallbackRequest,
  settings: WechatSettings,
  { timestamp, nonce }: Signed,
): CallbackReply => {
  const envelope = envelopeSchema.safeParse(parseBody(request.body));
  if (!envelope.success) return FORBIDDEN;
  const { Encrypt } = envelope.data;
  const { msg_signature: signature = '' } = request.query;
  if (!isSigned(signature, [settings.callbackToken, timestamp, nonce, Encrypt])) return FORBIDDEN;
  const message = decrypt(Encrypt, settings.encodingAesKey, settings.appId);
  return message === null ? FORBIDDEN : readMessage(message);
};

/**
 * One call of the platform: the verification of our address (GET), or a message (POST). A message we have no use for is
 * acknowledged, so that it does not come again.
 */
export const callback = (request: CallbackRequest, settings: WechatSettings, now: Date): CallbackReply => {
  const { signature = '', timestamp = '', nonce = '', echostr = '' } = request.query;
  if (!isFresh(timestamp, now)) return FORBIDDEN;
  if (request.method === 'POST' && settings.encodingAesKey !== '')
    return readSecure(request, settings, { timestamp, nonce });
  if (!isSigned(signature, [settings.callbackToken, timestamp, nonce])) return FORBIDDEN;
  return request.method === 'GET' ? reply(200, echostr) : readMessage(request.body);
};
