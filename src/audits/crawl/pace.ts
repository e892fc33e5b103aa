import { createLanes, type Lane, release, takeSlot } from './lanes.ts';

/** How hard a host may be asked. */
export interface Pace {
  readonly concurrency: number;
  /** Between the starts of two requests. */
  readonly gapMs: number;
  /** Added to each gap by chance, at most: a rhythm is what intrusion filters look for. */
  readonly jitterMs: number;
  /** Rest after the first error; doubles with each further one, up to an hour. */
  readonly backOffMs: number;
  /** So many errors in a row, and the host is left alone for an hour. */
  readonly stopAfter: number;
}
/** One connection and two seconds: what small government servers bear without noticing. */
export const POLITE: Pace = { concurrency: 1, gapMs: 2_000, jitterMs: 1_000, backOffMs: 10_000, stopAfter: 5 };
/** For a server of our own on this machine, which nobody needs to be polite to. */
export const AT_FULL_SPEED: Pace = {
  concurrency: 64,
  gapMs: 0,
  jitterMs: 0,
  backOffMs: 0,
  stopAfter: Number.POSITIVE_INFINITY,
};

export interface PacerOptions {
  readonly now: () => number;
  readonly random: () => number;
  readonly wait: (ms: number, signal?: AbortSignal) => Promise<void>;
  /**
   * Holds the gap across processes: takes the host's next free moment (a database row) and answers how many ms to wait
   * for it. Asked after our own gap.
   */
  readonly reserve?: ((host: string, gapMs: number) => Promise<number>) | undefined;
}
export type Turn = { readonly kind: 'go' } | { readonly kind: 'rest'; readonly ms: number };
export interface Outcome {
  readonly isTrouble: boolean;
  /** What the host asked for in Retry-After. */
  readonly retryAfterMs: number | null;
}
export interface Pacer {
  /** `go`: call `leave` afterwards, whatever happens. `rest`: the host is left alone for so long; come back then. */
  enter(host: string, pace: Pace, signal?: AbortSignal): Promise<Turn> | Turn;
  leave(host: string, pace: Pace, outcome: Outcome): void;
}

const LONGEST_REST_MS = 3_600_000;
/** Shorter rests are waited out like a gap; longer ones are answered, so that no worker sits on a sleeping host. */
const PATIENCE_MS = 5_000;
/** A host that asks for more than a day is asked again tomorrow. */
const LONGEST_RETRY_AFTER_MS = 86_400_000;
const GO: Turn = { kind: 'go' };

const restAfter = (pace: Pace, { errors }: Lane, { retryAfterMs }: Outcome): number => {
  if (errors >= pace.stopAfter) return Math.max(LONGEST_REST_MS, retryAfterMs ?? 0);
  const own = Math.min(LONGEST_REST_MS, pace.backOffMs * 2 ** Math.min(errors - 1, 20));
  return Math.max(own, Math.min(LONGEST_RETRY_AFTER_MS, retryAfterMs ?? 0));
};

interface Entry {
  readonly host: string;
  readonly lane: Lane;
  readonly pace: Pace;
  readonly signal: AbortSignal | undefined;
}

const takeTurn = async ({ host, lane, pace, signal }: Entry, options: PacerOptions): Promise<void> => {
  const { now, random, wait, reserve } = options;
  const startAt = Math.max(now(), lane.nextAt, lane.restUntil);
  lane.nextAt = startAt + pace.gapMs + random() * pace.jitterMs;
  if (startAt > now()) await wait(startAt - now(), signal);
  const more = reserve === undefined || pace.gapMs === 0 ? 0 : await reserve(host, pace.gapMs);
  if (more > 0) await wait(more, signal);
};

const enterSlowly = async (entry: Entry, options: PacerOptions): Promise<Turn> => {
  const { lane, pace, signal } = entry;
  await takeSlot(lane, pace.concurrency);
  const restMs = lane.restUntil - options.now();
  if (restMs > PATIENCE_MS) {
    release(lane);
    return { kind: 'rest', ms: restMs };
  }
  try {
    signal?.throwIfAborted();
    await takeTurn(entry, options);
    return GO;
  } catch (error) {
    release(lane);
    throw error;
  }
};

/** Politeness within this process: per host a number at once, a gap, a rest after errors. */
export const createPacer = (options: PacerOptions): Pacer => {
  const { now } = options;
  const laneOf = createLanes(now);
  return {
    enter: (host, pace, signal) => {
      const lane = laneOf(host);
      const restMs = lane.restUntil - now();
      if (restMs > PATIENCE_MS) return { kind: 'rest', ms: restMs };
      const isFree = lane.active < pace.concurrency && pace.gapMs === 0 && pace.jitterMs === 0 && restMs <= 0;
      if (!isFree) return enterSlowly({ host, lane, pace, signal }, options);
      lane.active += 1;
      return GO;
    },
    leave: (host, pace, outcome) => {
      const lane = laneOf(host);
      lane.errors = outcome.isTrouble ? lane.errors + 1 : 0;
      if (outcome.isTrouble) lane.restUntil = Math.max(lane.restUntil, now() + restAfter(pace, lane, outcome));
      release(lane);
    },
  };
};
