import { setMaxListeners } from 'node:events';
import type { Context } from '../src/context.ts';
import { wake } from '../src/deliveries/wake.ts';
import { converge } from './converge.ts';
import { startLoop, type Loop } from './loop.ts';
import { keepHeapSmall } from './memory.ts';
import { atOnce, jobLimits } from './pace.ts';
import { openQueueBackend, type QueueSettings } from './queues.ts';
import { relayOutbox } from './relay-outbox.ts';
import { createSlots } from './slots.ts';
import { sweep } from './sweep.ts';

/** Idle looks at the outbox: an indexed read, and the delay a person waits at most after pressing the button. */
const RELAY_EVERY_MS = 200;
const SWEEP_EVERY_MS = 30_000;
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
  keepHeapSmall();
  const report = (error: Error) => ctx.log.warn({ error }, 'queue or converge failed; the sweep wakes again');
  const backend = await openQueueBackend(options, report);
  const open = [...ctx.channels.values()].filter(({ off }) => off === null);
  const stopping = new AbortController();
  // Each run in progress listens; there are many, and no leak to warn of.
  setMaxListeners(0, stopping.signal);
  const run = { ...(options.fetch ? { fetch: options.fetch } : {}), stopping: stopping.signal };
  const queues = new Map(open.map(({ id }) => [id, backend.openQueue(id, report)] as const));
  const state = { closing: false };
  const workers = open.map(({ id, adapter: { limits } }) => {
    const slots = createSlots(atOnce(limits));
    // What a job brought and has not begun goes on in another process, or in this one when it starts again.
    const turn = (deliveryId: string): Promise<void> =>
      state.closing
        ? wake(ctx.db, [{ deliveryId, channelId: id }])
        : converge(ctx, deliveryId, { ...run, channelId: id });
    return backend.openWorker(id, {
      ...jobLimits(limits),
      run: (deliveryId) => slots(() => turn(deliveryId)),
      onError: report,
    });
  });
  const loops: Loop[] = [
    startLoop(ctx.log, 'relay', RELAY_EVERY_MS, () => relayOutbox(ctx, queues)),
    startLoop(ctx.log, 'sweep', SWEEP_EVERY_MS, () => sweep(ctx)),
  ];
  return {
    backend: backend.name,
    stop: async () => {
      await Promise.all(loops.map((loop) => loop.stop()));
      state.closing = true;
      await closeWorkers(workers, stopping);
      await Promise.all([...queues.values()].map((queue) => queue.close()));
      await backend.close();
    },
  };
};
