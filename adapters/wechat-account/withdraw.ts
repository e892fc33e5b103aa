import type { Receipt, Withdrawal, Withdrawn } from '../contract.ts';
import { ChannelError } from '../../src/core/faults.ts';
import { call } from './client.ts';
import { NO_SUCH_ARTICLE, NO_SUCH_MESSAGE, orNull } from './errors.ts';
import { articleUrls, visit } from './locate.ts';
import { msgIdIn } from './mass-event.ts';
import { isMessageDeleted } from './mass-outcome.ts';
import { idOf, urlsOf } from './pages.ts';
import type { Page } from './read-page.ts';
import type { WechatIo } from './settings.ts';

/** Ever longer between two looks at a page that does not go: the same span again as has passed, an hour at most. */
const MIN_WAIT_MS = 60_000;
const MAX_WAIT_MS = 3_600_000;

const lookAgain = (since: string, io: WechatIo): Withdrawn => {
  const now = io.now().getTime();
  const wait = Math.min(Math.max(now - Date.parse(since), MIN_WAIT_MS), MAX_WAIT_MS);
  return { state: 'in-review', checkAt: new Date(now + wait).toISOString() };
};

interface Publication {
  /** Somebody may have deleted it by hand: that counts as deleted. */
  remove(): Promise<unknown>;
  /** The account's own word. */
  isDeleted(): Promise<boolean>;
}

const article = (id: string, io: WechatIo): Publication => ({
  remove: () => orNull(call(io, 'freepublish/delete', { article_id: id }), NO_SUCH_ARTICLE),
  isDeleted: async () => (await articleUrls(io, id)).length === 0,
});
/** Without an index all its pages go; who received it keeps the card in the chat. */
const message = (msgId: string, io: WechatIo): Publication => ({
  remove: () => orNull(call(io, 'message/mass/delete', { msg_id: Number(msgId) }), NO_SUCH_MESSAGE),
  isDeleted: () => isMessageDeleted(msgId, io),
});

/**
 * Deletes the article or the mass message, by what the receipt names and whatever the mode is now (ten a day, and no way
 * back), then looks at it as a reader does. The public page behind a verification wall leaves the account's own word.
 */
export const withdraw = async (receipt: Receipt, _: Withdrawal, io: WechatIo): Promise<Withdrawn> => {
  if (receipt.state !== 'live') throw new ChannelError('outcome-unknown', '还没有文章地址，无从撤回，请到公众平台核对');
  const remoteId = idOf(receipt);
  const msgId = msgIdIn(remoteId);
  const { remove, isDeleted } = msgId === null ? article(remoteId, io) : message(msgId, io);
  const since = await io.step(
    'delete',
    async () => {
      await remove();
      return io.now().toISOString();
    },
    async () => ((await isDeleted()) ? io.now().toISOString() : null),
  );
  const kinds = new Set<Page['kind']>();
  for (const url of urlsOf(receipt)) kinds.add((await visit(io, url)).kind);
  if (!kinds.has('article') && (!kinds.has('unknown') || (await isDeleted()))) return { state: 'gone' };
  return lookAgain(since, io);
};
