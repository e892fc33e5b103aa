import type { Io } from '../contract.ts';
import type { GuideSetting } from './settings.ts';
import { signMessage } from './webhook.ts';

/** A consumer that takes longer has heard enough; the delivery does not wait for it. */
const PATIENCE_MS = 5_000;

const isNetwork = (error: unknown): boolean =>
  error instanceof TypeError || (error instanceof DOMException && error.name === 'TimeoutError');

const send = async ({ settings, fetch, now }: Io<GuideSetting>, id: string, data: object): Promise<string> => {
  const at = now();
  const body = JSON.stringify({ type: 'guide.changed', timestamp: at.toISOString(), data });
  const headers = { 'content-type': 'application/json', ...signMessage({ id, at, body }, settings.pushSecret) };
  const signal = AbortSignal.timeout(PATIENCE_MS);
  try {
    const response = await fetch(settings.pushUrl, { method: 'POST', headers, body, signal, redirect: 'manual' });
    await response.body?.cancel();
    return `HTTP ${response.status}`;
  } catch (error) {
    if (!isNetwork(error)) throw error;
    return `no answer: ${String(error)}`;
  }
};

/**
 * Tells the consumer that an entry changed, so that it pulls at once. It only wakes: whatever comes of it, the consumer
 * pulls anyway, so a failure fails nothing and is not repeated; the step remembers the answer for whoever asks why.
 */
export const wakeConsumer = async (io: Io<GuideSetting>, itemId: string, version: number): Promise<void> => {
  const { pushUrl, pushSecret } = io.settings;
  if (pushUrl === '' || pushSecret === '') return;
  await io.step('push', () => send(io, `guide_${itemId}_${version}`, { id: itemId, version }), 'repeat');
};
