/** What a platform tells of readers, part of the contract: import it from `contract.ts`. */
import type { Day } from '../../src/core/days.ts';
import type { Metric } from '../../src/core/reach.ts';

/** A number of one day. */
export interface Told {
  /** Null: of the channel as a whole; otherwise what the platform's statistics call the copy (`LiveReceipt.statsRef`). */
  readonly ref: string | null;
  /** The copy's address, where the statistics name it. */
  readonly url?: string;
  readonly metric: Metric;
  readonly day: Day;
  readonly value: number;
}
/** `delayed`: the platform says that the day's numbers come later. `untold`: it answered, and told nothing. */
export interface DayTold {
  readonly state: 'told' | 'delayed' | 'untold';
  readonly told: readonly Told[];
}
export interface ReportRequest {
  /** In lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}
export interface ReachReport {
  readonly status: 204 | 400 | 401;
  readonly told: readonly {
    readonly itemId: string;
    readonly metric: Metric;
    readonly day: Day;
    readonly value: number;
  }[];
}

/** How a platform is asked; `I` is what an adapter may touch. */
export interface ReachTeller<I> {
  /** The first day it tells of. */
  readonly since: Day;
  /** The hour of the next day, Beijing time, from which on it may be asked. */
  readonly readyAt: number;
  /** So many days after a day, or after a publication, its numbers change no more. */
  readonly settledAfter: number;
  /** What it tells of one day. Takes no step. */
  readDay(day: Day, io: I): Promise<DayTold>;
  /** What it tells so far of all that was published on one day, to each later day. Takes no step. Absent: nothing. */
  readPublished?(day: Day, io: I): Promise<readonly Told[]>;
}
