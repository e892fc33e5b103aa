import type { Adapter, LiveReceipt, Rendition } from '../../adapters/contract.ts';
import { ChannelError } from '../../src/core/faults.ts';
import { loadManuscript } from '../../src/deliveries/manuscript.ts';
import { CHANNEL, type Stage } from './stage.ts';

/** What the adapter's own look finds of this revision, with the rendition it looked for. */
export const copyOf = async ({ world }: Stage, adapter: Adapter, itemId: string, revision: number) => {
  const channel = world.ctx.channels.get(CHANNEL);
  const settings = channel?.settings ?? {};
  const rendition: Rendition = adapter.render(await loadManuscript(world.ctx.db, { itemId, revision }), settings);
  const { remoteId, url } = await world.delivery(itemId);
  const receipt: LiveReceipt | null = remoteId && url ? { state: 'live', remoteId, url } : null;
  const refuse = () => Promise.reject(new Error('an audit has no effects'));
  const io = {
    settings,
    signal: new AbortController().signal,
    now: () => world.now(),
    fetch: world.fetch,
    step: refuse,
    asset: refuse,
    spend: () => Promise.resolve(),
    callbacks: () => Promise.resolve([]),
    feed: { put: refuse },
  };
  return { rendition, copy: await adapter.locate(rendition, receipt, io) };
};

/** In one word: the address of the copy, what its title is where that is wrong, `absent`, or why one cannot tell. */
export const lookFor = async (stage: Stage, adapter: Adapter, itemId: string, revision: number | null) => {
  try {
    const { rendition, copy } = await copyOf(stage, adapter, itemId, revision ?? 1);
    if (copy === null) return 'absent';
    return copy.title === rendition.title ? copy.url : copy.title;
  } catch (error) {
    if (error instanceof ChannelError) return error.fault;
    throw error;
  }
};
