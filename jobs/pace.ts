import type { Limits } from '../adapters/contract.ts';
import type { WorkerSettings } from './queues.ts';

/**
 * Deliveries of one channel at a time in one process. Many: they share their statements (`src/deliveries/batched.ts`), so
 * the more there are, the less each costs, and a platform's latency hides behind the others.
 */
const AT_ONCE = 64;
/** A job costs the queue more than a delivery costs the database: where many wait, one job wakes so many. */
const WAKES_PER_JOB = 16;
/** Deliveries per millisecond from which on a platform does not mind that the queue counts jobs, not deliveries. */
const FAST = 1;

/** The most deliveries one job of this channel wakes. One where the platform's rate or number at a time is small. */
export const wakesPerJob = ({ atOnce, rate }: Limits): number =>
  atOnce === undefined && rate.max / rate.perMs >= FAST ? Math.min(WAKES_PER_JOB, rate.max) : 1;

/** Deliveries of this channel at a time in this process, however many jobs they came in. */
export const atOnce = ({ atOnce: given = AT_ONCE }: Limits): number => given;

/** The queue's own limits, in jobs: full ones never exceed the platform's rate. */
export const jobLimits = (limits: Limits): Pick<WorkerSettings, 'concurrency' | 'limiter'> => ({
  concurrency: atOnce(limits),
  limiter: { max: Math.floor(limits.rate.max / wakesPerJob(limits)), duration: limits.rate.perMs },
});
