import type { Io } from '../../adapters/contract.ts';
import type { Channel, Context } from '../context.ts';
import { spendQuota } from './quotas.ts';

const never = (what: string) => () => Promise.reject(new Error(`Asking has no ${what}`));

export interface AskOptions {
  readonly fetch: typeof globalThis.fetch;
  readonly signal: AbortSignal;
  readonly now: () => Date;
}

/** What an adapter may touch where it only asks: the network and the quotas that publishing shares; no step, no feed. */
export const openAskIo = (
  { db }: Pick<Context, 'db'>,
  { id, adapter, settings }: Channel,
  { fetch, signal, now }: AskOptions,
): Io => ({
  settings,
  signal,
  now,
  fetch: (input, init) => fetch(input, { ...init, signal }),
  spend: async (call) => {
    const quota = adapter.limits.quotas[call];
    if (quota) await spendQuota(db, { channelId: id, call, quota, now: now() });
  },
  step: never('step'),
  asset: never('asset'),
  callbacks: never('callback'),
  feed: { put: never('feed') },
});
