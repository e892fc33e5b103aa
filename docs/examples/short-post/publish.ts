import type { Receipt, Withdrawal, Withdrawn } from '../../../adapters/contract.ts';
import { ChannelError } from '../../../src/core/faults.ts';
import { destroy, findPost, share } from './client.ts';
import type { ShortPost } from './render.ts';
import type { ShortPostIo } from './settings.ts';

/** The documentation promises a new post in the timeline within a minute; twice that covers two clocks that differ. */
const SURELY_LISTED_MS = 120_000;

export const publish = async ({ body, link }: ShortPost, io: ShortPostIo): Promise<Receipt> => {
  const { id, url } = await io.step(
    'share',
    () => share(io, `${body}\n${link}`),
    // Nobody heard the answer. Sending again could double the post, so look for the one that carries our link.
    async ({ ageMs }) => {
      const found = await findPost(io, link, new Date(io.now().getTime() - ageMs - SURELY_LISTED_MS));
      if (found || ageMs > SURELY_LISTED_MS) return found;
      throw new ChannelError('outcome-unknown', '短文可能已发出，尚未列出，稍后自动再查');
    },
  );
  return { state: 'live', remoteId: id, url };
};

/** Deleting twice is harmless, so a lost answer needs no look. */
export const withdraw = async ({ remoteId }: Receipt, _: Withdrawal, io: ShortPostIo): Promise<Withdrawn> => {
  await io.step('destroy', () => destroy(io, remoteId).then(() => true), 'repeat');
  return { state: 'gone' };
};
