import { beijingDay } from '../core/time.ts';
import type { HitKind, ReachSourceName, Referrer } from '../core/reach.ts';
import type { Kept, PageOf, Uncounted, UncountedDay } from './hits.ts';
import type { Who } from './visitors.ts';

/** A hit as it arrived. `who` is hashed when the hit is written and is nowhere else; null: a machine of ours or theirs. */
export interface Arrival extends PageOf {
  readonly channelId: string;
  readonly source: ReachSourceName;
  readonly kind: HitKind;
  readonly key: bigint;
  readonly at: Date;
  readonly who: Who | null;
  readonly referrer: Referrer;
  readonly isBot: boolean;
}

/** Since this process began. */
export interface BufferState {
  readonly arrived: number;
  readonly waiting: number;
  readonly written: number;
  /** Dropped because the buffer was full: the only loss there is, and each is counted. */
  readonly lost: number;
  /** Refused: too many from one visitor. */
  readonly held: number;
  readonly strange: number;
  readonly late: number;
}

export type WriteArrivals = (arrivals: readonly Arrival[], uncounted: readonly UncountedDay[]) => Promise<Kept>;

export interface Buffer {
  add(arrival: Arrival): void;
  /** One that is not to be counted, and why. */
  refuse(arrival: Pick<Arrival, 'channelId' | 'source' | 'at'>, why: 'held'): void;
  /** Writes what waits; what could not be written waits on. Answers how many were written. */
  flush(): Promise<number>;
  state(): BufferState;
}

export interface BufferOptions {
  readonly write: WriteArrivals;
  /** Hits that may wait while the database is away; some 300 bytes each. */
  readonly max?: number;
}

const MAX = 20_000;
/** Rows per statement. */
const BATCH = 2_000;

type Tally = Map<string, UncountedDay>;

const countOn = (
  tally: Tally,
  { channelId, source, at }: Pick<Arrival, 'channelId' | 'source' | 'at'>,
  why: Uncounted,
): void => {
  const day = beijingDay(at);
  const key = `${channelId} ${source} ${day}`;
  const counts = tally.get(key)?.counts ?? {};
  tally.set(key, { channelId, source, day, counts: { ...counts, [why]: (counts[why] ?? 0) + 1 } });
};

/**
 * Hits between their arrival and the database: bounded, written in batches, and nothing lost while the database is briefly
 * away. Beyond its bound the newest are dropped, and their day says how many. No timer of its own: who opens it flushes it.
 */
export const createBuffer = ({ write, max = MAX }: BufferOptions): Buffer => {
  const waiting: Arrival[] = [];
  const uncounted: Tally = new Map();
  const counts = { arrived: 0, written: 0, lost: 0, held: 0, strange: 0, late: 0 };
  let flushing: Promise<number> | null = null;

  const writeBatch = async (): Promise<number> => {
    const batch = waiting.slice(0, BATCH);
    const notes = [...uncounted];
    const kept = await write(
      batch,
      notes.map(([, each]) => each),
    );
    waiting.splice(0, batch.length);
    for (const [key, each] of notes) if (uncounted.get(key) === each) uncounted.delete(key);
    counts.written += kept.added;
    counts.strange += kept.strange;
    counts.late += kept.late;
    return batch.length;
  };
  const writeAll = async (): Promise<number> => {
    let written = 0;
    while (waiting.length > 0 || uncounted.size > 0) written += await writeBatch();
    return written;
  };
  return {
    add: (arrival) => {
      counts.arrived += 1;
      if (waiting.length < max) waiting.push(arrival);
      else {
        counts.lost += 1;
        countOn(uncounted, arrival, 'lost');
      }
    },
    refuse: (arrival, why) => {
      counts.arrived += 1;
      counts[why] += 1;
      countOn(uncounted, arrival, why);
    },
    flush: () =>
      (flushing ??= writeAll().finally(() => {
        flushing = null;
      })),
    state: () => ({ ...counts, waiting: waiting.length }),
  };
};
