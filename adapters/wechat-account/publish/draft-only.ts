import type { Lost, Receipt } from '../../contract.ts';
import { ChannelError } from '../../../src/core/faults.ts';
import { call } from '../client.ts';
import { usedUpUntil, NO_SUCH_MEDIA, orNull } from '../errors.ts';
import { findDraft } from '../find.ts';
import type { WechatRendition } from '../render.ts';
import type { WechatIo } from '../settings.ts';
import { DRAFT_SETTLED_MS, findPublished, notYetSure, prepareDraft, receiptFor, type Found } from './draft.ts';
import type { PublishMode } from './mode.ts';

/** Between two looks: the same span again as has passed, so that all pending drafts share the 500 looks of a day. */
const MIN_WAIT_MS = 5 * 60_000;
const MAX_WAIT_MS = 2 * 3_600_000;
/** An editor may have pressed the button in the moment in which we deleted the draft. */
const PRESSED_SETTLED_MS = 60_000;

/** From here on an editor may publish it at any moment. `at`: ISO. */
type HandedOver = { readonly draft: string; readonly at: string } | Found;

const handOver = async (rendition: WechatRendition, io: WechatIo): Promise<HandedOver> => {
  const add = await prepareDraft(rendition, io);
  const handed = (draft: string): HandedOver => ({ draft, at: io.now().toISOString() });
  return io.step<HandedOver>(
    'submit',
    async () => handed(await add()),
    async ({ ageMs }: Lost) => {
      const { item } = await findDraft(rendition, io);
      if (item) return handed(item.media_id);
      const found = await findPublished(rendition, io);
      if (!found && ageMs < DRAFT_SETTLED_MS) throw notYetSure();
      return found;
    },
  );
};

/** The draft's id while it is in the box; saved by an editor it may have got another one, but keeps our mark. */
const inBox = async (draft: string, rendition: WechatRendition, io: WechatIo): Promise<string | null> => {
  if (await orNull(call(io, 'draft/get', { media_id: draft }), NO_SUCH_MEDIA)) return draft;
  return (await findDraft(rendition, io)).item?.media_id ?? null;
};

const waiting = (draft: string, checkAt: Date): Receipt => ({
  state: 'in-review',
  remoteId: draft,
  url: null,
  checkAt: checkAt.toISOString(),
});

const nextLook = (since: string, now: Date): Date => {
  const passed = now.getTime() - Date.parse(since);
  return new Date(now.getTime() + Math.min(Math.max(passed, MIN_WAIT_MS), MAX_WAIT_MS));
};

const lost = (): ChannelError =>
  new ChannelError(
    'outcome-unknown',
    '草稿已不在草稿箱，已发布列表里也还没有：可能刚刚发布、已被删除，或用了“群发”（群发的文章接口查不到），请到公众平台核对',
  );

/** 只存草稿: an editor publishes it on the platform's website, and we see it live by looking. */
export const draftOnly: PublishMode = {
  publish: async (rendition, io) => {
    const handed = await handOver(rendition, io);
    if ('articleId' in handed) return receiptFor(handed);
    try {
      if ((await inBox(handed.draft, rendition, io)) !== null)
        return waiting(handed.draft, nextLook(handed.at, io.now()));
    } catch (error) {
      const until = usedUpUntil(error);
      if (until) return waiting(handed.draft, until);
      throw error;
    }
    const found = await findPublished(rendition, io);
    if (!found) throw lost();
    return receiptFor(found);
  },
  recall: async (rendition, io) => {
    const handed = await handOver(rendition, io);
    if ('articleId' in handed) return false;
    const drop = async () => {
      const draft = await inBox(handed.draft, rendition, io);
      if (draft !== null) await orNull(call(io, 'draft/delete', { media_id: draft }), NO_SUCH_MEDIA);
      return { wasThere: draft !== null, at: io.now().toISOString() };
    };
    // Begun, and the draft is gone: that was we.
    const isDropped = async () =>
      (await inBox(handed.draft, rendition, io)) === null ? { wasThere: true, at: io.now().toISOString() } : null;
    const { wasThere, at } = await io.step('drop', drop, isDropped);
    if (await findPublished(rendition, io)) return false;
    if (!wasThere) throw lost();
    if (io.now().getTime() - Date.parse(at) < PRESSED_SETTLED_MS)
      throw new ChannelError('outcome-unknown', '草稿已从草稿箱删除，正在确认没有人抢先发布');
    return true;
  },
};
