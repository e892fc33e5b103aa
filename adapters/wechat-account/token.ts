import { z } from 'zod';
import { ChannelError } from '../../src/core/faults.ts';
import { toFault } from './errors.ts';
import { noAnswer, send } from './send.ts';
import type { WechatIo } from './settings.ts';

interface Held {
  readonly token: string;
  readonly expiresAt: number;
}
interface Flight {
  readonly result: Promise<Held>;
  readonly beganAt: number;
}

export interface Tokens {
  get(io: WechatIo): Promise<string>;
  /** The platform refused `stale`: answers another one, at the price of a forced refresh if need be. */
  renew(io: WechatIo, stale: string): Promise<string>;
}

const answerSchema = z.object({ access_token: z.string().min(1), expires_in: z.number() });
/** Renewed this long before its end: no token dies on the way. */
const MARGIN_MS = 60_000;
/** A call is cut off after 30 s, so an older request than this belongs to a run that died. */
const FLIGHT_MS = 60_000;

const ask = async (io: WechatIo, force: boolean): Promise<Held> => {
  await io.spend(force ? 'stable_token/force' : 'stable_token');
  const { appId: appid, appSecret: secret } = io.settings;
  const payload = { grant_type: 'client_credential', appid, secret, force_refresh: force };
  const reply = await send(io, '/cgi-bin/stable_token', payload, 'harmless');
  if (reply.errcode !== 0) throw toFault(reply.errcode, reply.errmsg, io.now());
  const answer = answerSchema.safeParse(reply);
  if (!answer.success) throw noAnswer('harmless', '令牌答复无法识别', answer.error);
  return { token: answer.data.access_token, expiresAt: io.now().getTime() + answer.data.expires_in * 1_000 };
};

/** stable_token answers the same token while it is valid; one that the platform itself refuses must be forced out. */
const fresh = async (io: WechatIo, stale: string | null): Promise<Held> => {
  const held = await ask(io, false);
  return held.token === stale ? ask(io, true) : held;
};

/** The run that asked ended for a reason of its own; its fault says nothing to the others. */
const unlessFault = (error: unknown): null => {
  if (error instanceof ChannelError) throw error;
  return null;
};

/** One token per account, asked for once however many runs need it at the same time. */
export const createTokens = (): Tokens => {
  const held = new Map<string, Held>();
  const flights = new Map<string, Flight>();

  const fly = async (key: string, io: WechatIo, stale: string | null): Promise<Held> => {
    const result = fresh(io, stale);
    flights.set(key, { result, beganAt: io.now().getTime() });
    try {
      const value = await result;
      held.set(key, value);
      return value;
    } finally {
      if (flights.get(key)?.result === result) flights.delete(key);
    }
  };
  const refresh = async (key: string, io: WechatIo, stale: string | null): Promise<string> => {
    const flight = flights.get(key);
    if (!flight || io.now().getTime() - flight.beganAt >= FLIGHT_MS) return (await fly(key, io, stale)).token;
    const value = await flight.result.catch(unlessFault);
    return value && value.token !== stale ? value.token : refresh(key, io, stale);
  };
  const keyOf = ({ settings }: WechatIo): string => `${settings.apiBase} ${settings.appId}`;
  const valid = (key: string, io: WechatIo): string | null => {
    const known = held.get(key);
    return known && known.expiresAt - MARGIN_MS > io.now().getTime() ? known.token : null;
  };
  return {
    get: async (io) => valid(keyOf(io), io) ?? refresh(keyOf(io), io, null),
    renew: async (io, stale) => {
      const known = valid(keyOf(io), io);
      return known !== null && known !== stale ? known : refresh(keyOf(io), io, stale);
    },
  };
};

export const tokens = createTokens();
