import { createHash } from 'node:crypto';
import type { Lost } from '../../contract.ts';
import { beijingDay } from '../../../src/core/time.ts';
import { call } from '../client.ts';
import { NO_SUCH_MEDIA, orNull } from '../errors.ts';
import { massOutcomeOf, type Sent } from '../mass-outcome.ts';
import { withStats } from '../pages.ts';
import type { WechatRendition } from '../render.ts';
import { chosen, type WechatIo } from '../settings.ts';
import { notYetSure, putDraft, SUBMISSION_SETTLED_MS } from './draft.ts';
import type { PublishMode } from './mode.ts';

/** The platform remembers a clientmsgid for 24 h; an hour less is surely within. */
const REMEMBERED_MS = 23 * 3_600_000;

/**
 * Our idempotency key, 32 characters (the shorter of the two lengths that documents name). The draft is part of it: what
 * was turned down and is sent again is another message.
 */
export const clientMsgId = ({ itemId, revision }: WechatRendition, draft: string): string =>
  createHash('sha256').update(`${itemId}/${revision}/${draft}`).digest('hex').slice(0, 32);

const sendAll = async (rendition: WechatRendition, draft: string, io: WechatIo): Promise<Sent> => {
  const { msgId, dataId } = await call(io, 'message/mass/sendall', {
    filter: { is_to_all: true },
    mpnews: { media_id: draft },
    msgtype: 'mpnews',
    send_ignore_reprint: chosen(io.settings, 'reprint') === 'send' ? 1 : 0,
    clientmsgid: clientMsgId(rendition, draft),
  });
  return { msgId, dataId, at: io.now().toISOString() };
};

/** An account may send once a day, or four times a month. An article that took its turn keeps it for the day's retries. */
const takeTurn = async (io: WechatIo): Promise<void> => {
  const today = beijingDay(io.now());
  const take = async () => {
    await io.spend(`mass/${chosen(io.settings, 'accountType')}`);
    return today;
  };
  await io.step(`turn:${today}`, take, () => Promise.resolve(today));
};

/**
 * Draft there and old: not sent. Gone: sent, and the same clientmsgid brings the message's id without sending again, as
 * long as the platform remembers it. Mass-sent articles are listed nowhere, so later a person has to look.
 */
const lookForMessage =
  (rendition: WechatRendition, draft: string, io: WechatIo) =>
  async ({ ageMs }: Lost): Promise<Sent | null> => {
    const isThere = await orNull(call(io, 'draft/get', { media_id: draft }), NO_SUCH_MEDIA);
    if (isThere && ageMs >= SUBMISSION_SETTLED_MS) return null;
    if (isThere || ageMs >= REMEMBERED_MS) throw notYetSure();
    return sendAll(rendition, draft, io);
  };

/** 群发: to every follower, and into the account's history. */
export const massSend: PublishMode = {
  publish: async (rendition, io) => {
    const draft = await putDraft(rendition, io);
    const send = async () => {
      await takeTurn(io);
      return sendAll(rendition, draft, io);
    };
    const sent = await io.step('submit', send, lookForMessage(rendition, draft, io));
    return withStats(await massOutcomeOf(sent, io), sent.dataId);
  },
};
