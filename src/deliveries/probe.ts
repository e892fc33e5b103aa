import { eventActor, type PersonActor } from '../accounts/actor.ts';
import type { Channel, Context } from '../context.ts';
import { AppError } from '../core/errors.ts';
import { ChannelError, FAULT_NAMES } from '../core/faults.ts';
import { writeEvents } from '../events.ts';
import { openAskIo } from './ask-io.ts';
import { permitChannel } from './hold.ts';

/** Somebody waits for the answer. */
const PATIENCE_MS = 15_000;

export interface Probed {
  readonly ok: boolean;
  /** Chinese: what was seen, or what is wrong and what to do. */
  readonly text: string;
}

const ask = async (ctx: Context, channel: Channel, fetch: typeof globalThis.fetch): Promise<Probed> => {
  const signal = AbortSignal.timeout(PATIENCE_MS);
  try {
    const text = (await channel.adapter.probe?.(openAskIo(ctx, channel, { fetch, signal, now: ctx.clock }))) ?? '';
    return { ok: true, text };
  } catch (error) {
    if (error instanceof ChannelError) return { ok: false, text: `${FAULT_NAMES[error.fault]}：${error.message}` };
    ctx.log.warn({ error, channel: channel.id }, 'probe failed');
    return { ok: false, text: '没有得到答复，请检查地址与网络' };
  }
};

/**
 * 测试连接: asks the platform something harmless, from this process. Throws `not-found`, and `not-now` where the channel is
 * off or its kind has nothing harmless to ask.
 */
export const probeChannel = async (
  ctx: Context,
  channelId: string,
  actor: PersonActor,
  fetch: typeof globalThis.fetch = globalThis.fetch,
): Promise<Probed> => {
  permitChannel(ctx, actor, channelId);
  const channel = ctx.channels.get(channelId);
  if (!channel || channel.off !== null || !channel.adapter.probe)
    throw new AppError('not-now', { what: '渠道', status: channel?.off ?? '不可测试', verb: '测试连接' });
  const probed = await ask(ctx, channel, fetch);
  const event = { actor: eventActor(actor), kind: 'channel-probed' as const, data: { channelId, ...probed } };
  await writeEvents(ctx.db, [event]);
  return probed;
};
