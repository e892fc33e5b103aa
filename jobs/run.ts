import { setMaxListeners } from 'node:events';
import { connectByKeys } from '../db/client.ts';
import { tidyAccounts } from '../src/accounts/tidy.ts';
import type { Context, QueueCount } from '../src/context.ts';
import { wake } from '../src/deliveries/wake.ts';
import { rollUpChanged } from '../src/reach/rollup.ts';
import { tidyReach } from '../src/reach/tidy.ts';
import { sendNotices } from '../src/notices/send.ts';
import { sealEvents } from '../src/log/seal.ts';
import { auditCopy, type AuditOptions } from './audit-copy.ts';
import { auditPlaces, probeSites } from './audit-places.ts';
import { converge } from './converge.ts';
import { startLoop, type Loop } from './loop.ts';
import { keepHeapSmall } from './memory.ts';
import { atOnce, jobLimits } from './pace.ts';
import {
  AUDIT_QUEUE,
  convergeQueue,
  openQueueBackend,
  type CountedQueue,
  type QueueBackend,
  type QueueSettings,
} from './queues.ts';
import { measureReach } from './measure-reach.ts';
import { relayOutbox } from './relay-outbox.ts';
import { createSlots } from './slots.ts';
import { sweep } from './sweep.ts';
import { countQueues } from './watch-queues.ts';
import { startNight, sweepAudits } from './sweep-audits.ts';
import { expireAcceptances } from '../src/audits/expire.ts';
import { registerPlaces } from '../src/audits/places.ts';
import { dropSnapshots } from '../src/audits/snapshots.ts';

/** Idle looks at the outbox: an indexed read, and the delay a person waits at most after pressing the button. */
const RELAY_EVERY_MS = 200;
const SWEEP_EVERY_MS = 30_000;
/** Dead sessions open nothing; they only take room. */
const TIDY_EVERY_MS = 3_600_000;
/** Reach may be read seconds after it happened; platforms tell once a day. */
const ROLL_UP_EVERY_MS = 10_000;
/** A notice is gathered for minutes; it need not start on the second. */
const NOTICES_EVERY_MS = 30_000;
const TIDY_REACH_EVERY_MS = 10 * 60_000;
const MEASURE_EVERY_MS = 5 * 60_000;
/** How long an event may stand outside the chain. A round takes all there are: it need not start again at once. */
const SEAL_EVERY_MS = 1_000;
const rest = (): number => 0;
/** Copies looked at at a time in one process: mostly waiting for other people's servers. */
const LOOKS_AT_ONCE = 16;
/** More a second than a county ever needs; the pace per host is what holds looks back. */
const LOOKS_PER_SECOND = 1_000;
const LOOK_SWEEP_EVERY_MS = 5_000;
const NIGHT_EVERY_MS = 60_000;
/** What is counted in days and hours need not start on the second. */
const PLACES_EVERY_MS = 60_000;
const DROP_EVERY_MS = 10 * 60_000;
/** A stop waits so long for runs to end before it asks them to give their claims back (systemd kills after 90 s). */
const GRACE_MS = 15_000;

export interface Jobs {
  readonly backend: 'redis' | 'postgres';
  counts(): Promise<readonly QueueCount[]>;
  stop(): Promise<void>;
}

export interface JobsOptions extends QueueSettings {
  readonly fetch?: typeof globalThis.fetch;
  /** Absent: this process looks at no copies and leaves them to others. */
  readonly audit?: AuditOptions;
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

interface Part {
  close(): Promise<void>;
}

interface AuditParts {
  /** As the one of deliveries: what a revision reads is kept once for both. */
  readonly keyed: Context;
  readonly backend: QueueBackend;
  readonly report: (error: Error) => void;
}

const startAudits = (ctx: Context, audit: AuditOptions, { keyed, backend, report }: AuditParts) => {
  const worker: Part = backend.openWorker(AUDIT_QUEUE, {
    concurrency: LOOKS_AT_ONCE,
    limiter: { max: LOOKS_PER_SECOND, duration: 1_000 },
    run: (deliveryId) => auditCopy(keyed, deliveryId, audit),
    onError: report,
  });
  const loops = [
    startLoop(ctx.log, 'audit-sweep', LOOK_SWEEP_EVERY_MS, () => sweepAudits(ctx)),
    startLoop(ctx.log, 'audit-night', NIGHT_EVERY_MS, () => startNight(ctx)),
    startLoop(ctx.log, 'acceptances', PLACES_EVERY_MS, () => expireAcceptances(ctx)),
    startLoop(ctx.log, 'new-places', PLACES_EVERY_MS, () => registerPlaces(ctx)),
    startLoop(ctx.log, 'places', LOOK_SWEEP_EVERY_MS, () => auditPlaces(ctx, audit)),
    startLoop(ctx.log, 'probes', PLACES_EVERY_MS, () => probeSites(ctx, audit)),
    startLoop(ctx.log, 'snapshots', DROP_EVERY_MS, () => dropSnapshots(ctx.db)),
  ];
  return { worker, loops, queue: backend.openQueue(AUDIT_QUEUE, report) };
};

const namedQueues = (converge: ReadonlyMap<string, CountedQueue>, audit: CountedQueue | undefined) =>
  new Map([
    ...Array.from(converge, ([id, queue]) => [convergeQueue(id), queue] as const),
    ...(audit ? [[AUDIT_QUEUE, audit] as const] : []),
  ]);

/** Starts all background work of one process: a queue and worker per channel, the relay and the sweep. */
export const startJobs = async (ctx: Context, options: JobsOptions): Promise<Jobs> => {
  keepHeapSmall();
  const report = (error: Error) => ctx.log.warn({ error }, 'queue or converge failed; the sweep wakes again');
  const backend = await openQueueBackend(options, report);
  const channels = [...ctx.channels.values()];
  const byKeys = connectByKeys(options.databaseUrl);
  const keyed: Context = { ...ctx, db: byKeys.db };
  const stopping = new AbortController();
  // Each run in progress listens; there are many, and no leak to warn of.
  setMaxListeners(0, stopping.signal);
  const run = { ...(options.fetch ? { fetch: options.fetch } : {}), stopping: stopping.signal };
  const queues = new Map(channels.map(({ id }) => [id, backend.openQueue(convergeQueue(id), report)] as const));
  const state = { closing: false };
  const workers = channels.map(({ id, adapter: { limits } }) => {
    const slots = createSlots(atOnce(limits));
    // What a job brought and has not begun goes on in another process, or in this one when it starts again.
    const turn = (deliveryId: string): Promise<void> =>
      state.closing
        ? wake(ctx.db, [{ deliveryId, channelId: id }])
        : converge(keyed, deliveryId, { ...run, channelId: id });
    return backend.openWorker(convergeQueue(id), {
      ...jobLimits(limits),
      run: (deliveryId) => slots(() => turn(deliveryId)),
      onError: report,
    });
  });
  const audits = options.audit ? startAudits(ctx, options.audit, { keyed, backend, report }) : null;
  // A channel that is off may be on at the next turn, once its settings are entered.
  const open = () => new Map([...queues].filter(([id]) => ctx.channels.get(id)?.off === null));
  const loops: Loop[] = [
    startLoop(ctx.log, 'relay', RELAY_EVERY_MS, () => relayOutbox(keyed, open(), audits?.queue)),
    startLoop(ctx.log, 'sweep', SWEEP_EVERY_MS, () => sweep(ctx)),
    startLoop(ctx.log, 'seal', SEAL_EVERY_MS, () => sealEvents(ctx).then(rest)),
    startLoop(ctx.log, 'tidy', TIDY_EVERY_MS, () => tidyAccounts(ctx)),
    startLoop(ctx.log, 'reach-rollup', ROLL_UP_EVERY_MS, () => rollUpChanged(ctx.db)),
    startLoop(ctx.log, 'reach-tidy', TIDY_REACH_EVERY_MS, () => tidyReach(ctx.db)),
    startLoop(ctx.log, 'reach', MEASURE_EVERY_MS, () => measureReach(ctx, run)),
    // Last of all, and on a timer of its own: a group that cannot be told holds up nothing.
    startLoop(ctx.log, 'notices', NOTICES_EVERY_MS, () =>
      sendNotices(ctx, options.fetch ?? globalThis.fetch).then(rest),
    ),
    ...(audits?.loops ?? []),
  ];
  return {
    backend: backend.name,
    counts: () => countQueues(namedQueues(queues, audits?.queue)),
    stop: async () => {
      await Promise.all(loops.map((loop) => loop.stop()));
      state.closing = true;
      await closeWorkers([...workers, ...(audits ? [audits.worker] : [])], stopping);
      await Promise.all([...queues.values(), ...(audits ? [audits.queue] : [])].map((queue) => queue.close()));
      await backend.close();
      await byKeys.close();
    },
  };
};
