import type { Io } from '../../adapters/contract.ts';
import type { Channel, Context } from '../context.ts';
import { spendOn } from './quotas.ts';

const never = (what: string) => () => Promise.reject(new Error(`Asking has no ${what}`));

export interface AskOptions {
  readonly fetch: typeof globalThis.fetch;
  readonly signal: AbortSignal;
  readonly now: () => Date;
}

/** What an adapter may touch where it only asks: the network and the quotas that publishing shares; no step, no feed. */
export const openAskIo = ({ db }: Pick<Context, 'db'>, channel: Channel, { fetch, signal, now }: AskOptions): Io => ({
  settings: channel.settings,
  signal,
  now,
  fetch: (input, init) => fetch(input, { ...init, signal }),
  spend: (call) => spendOn(db, channel, call, now()),
  step: never('step'),
  asset: never('asset'),
  callbacks: never('callback'),
  feed: { put: never('feed') },
});
