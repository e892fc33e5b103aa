import { setMaxListeners } from 'node:events';
import { tidyAccounts } from '../src/accounts/tidy.ts';
import type { Context } from '../src/context.ts';
import { sealEvents } from '../src/log/seal.ts';
import { converge } from './converge.ts';
import { startLoop, type Loop } from './loop.ts';
import { openQueueBackend, type QueueSettings } from './queues.ts';
import { relayOutbox } from './relay-outbox.ts';
import { sweep } from './sweep.ts';

/**
 * Deliveries of one channel at a time in one process. Many: they share their statements (`src/deliveries/batched.ts`), so
 * the more there are, the less each costs, and a platform's latency hides behind the others.
 */
const AT_ONCE = 64;
/** Idle looks at the outbox: an indexed read, and the delay a person waits at most after pressing the button. */
const RELAY_EVERY_MS = 200;
const SWEEP_EVERY_MS = 30_000;
/** Dead sessions open nothing; they only take room. */
const TIDY_EVERY_MS = 3_600_000;
/** How long an event may stand outside the chain. */
const SEAL_EVERY_MS = 1_000;
/** A stop waits so long for runs to end before it asks them to give their claims back (systemd kills after 90 s). */
const GRACE_MS = 15_000;

export interface Jobs {
  readonly backend: 'redis' | 'postgres';
  stop(): Promise<void>;
}

export interface JobsOptions extends QueueSettings {
  readonly fetch?: typeof globalThis.fetch;
}

const closeWorkers = async (
  workers: readonly { close(): Promise<void> }[],
  stopping: AbortController,
): Promise<void> => {
  const timer = setTimeout(() => stopping.abort(new Error('service stops')), GRACE_MS);
  timer.unref();
  await Promise.all(workers.map((worker) => worker.close()));
  clearTimeout(timer);
};

/** Starts all background work of one process: a queue and worker per channel, the relay and the sweep. */
export const startJobs = async (ctx: Context, options: JobsOptions): Promise<Jobs> => {
  const report = (error: Error) => ctx.log.warn({ error }, 'queue or converge failed; the sweep wakes again');
  const backend = await openQueueBackend(options, report);
  const channels = [...ctx.channels.values()];
  const stopping = new AbortController();
  // Each run in progress listens; there are many, and no leak to warn of.
  setMaxListeners(0, stopping.signal);
  const run = { ...(options.fetch ? { fetch: options.fetch } : {}), stopping: stopping.signal };
  const queues = new Map(channels.map(({ id }) => [id, backend.openQueue(id, report)] as const));
  const workers = channels.map(({ id, adapter }) =>
    backend.openWorker(id, {
      concurrency: adapter.limits.atOnce ?? AT_ONCE,
      limiter: { max: adapter.limits.rate.max, duration: adapter.limits.rate.perMs },
      run: (deliveryId) => converge(ctx, deliveryId, run),
      onError: report,
    }),
  );
  // A channel that is off may be on at the next turn, once its settings are entered.
  const open = () => new Map([...queues].filter(([id]) => ctx.channels.get(id)?.off === null));
  const loops: Loop[] = [
    startLoop(ctx.log, 'relay', RELAY_EVERY_MS, () => relayOutbox(ctx, open())),
    startLoop(ctx.log, 'sweep', SWEEP_EVERY_MS, () => sweep(ctx)),
    startLoop(ctx.log, 'seal', SEAL_EVERY_MS, () => sealEvents(ctx)),
    startLoop(ctx.log, 'tidy', TIDY_EVERY_MS, () => tidyAccounts(ctx)),
  ];
  return {
    backend: backend.name,
    stop: async () => {
      await Promise.all(loops.map((loop) => loop.stop()));
      await closeWorkers(workers, stopping);
      await Promise.all([...queues.values()].map((queue) => queue.close()));
      await backend.close();
    },
  };
};
