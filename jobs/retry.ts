import type { ChannelError, ChannelFault } from '../src/core/faults.ts';
import type { FaultRecord } from '../src/deliveries/record.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

interface Rule {
  /** Waits before the next try, one per failed attempt; after the last one a person decides. */
  readonly waits: readonly number[];
  /** A fault that says nothing about this delivery uses up no attempt. */
  readonly counts: boolean;
  /** The whole channel rests while it lasts. */
  readonly pauses: boolean;
  readonly atEnd: 'refused' | 'parked';
}

/**
 * What each fault means for the next try. `unavailable`: Svix's schedule (5 s … 10 h), stretched to some 75 h as Standard
 * Webhooks advises, so that a platform may be down over a weekend. `outcome-unknown`: the next try only looks, so it may
 * come soon; after a day of looking a person decides (reliability §2).
 */
export const RETRY_TABLE: Readonly<Record<ChannelFault, Rule>> = {
  refused: { waits: [], counts: true, pauses: false, atEnd: 'refused' },
  'signed-out': { waits: [10 * MINUTE], counts: false, pauses: true, atEnd: 'parked' },
  'rate-limited': { waits: [MINUTE], counts: false, pauses: false, atEnd: 'parked' },
  unavailable: {
    waits: [
      5 * SECOND,
      30 * SECOND,
      5 * MINUTE,
      30 * MINUTE,
      2 * HOUR,
      5 * HOUR,
      10 * HOUR,
      10 * HOUR,
      24 * HOUR,
      24 * HOUR,
    ],
    counts: true,
    pauses: false,
    atEnd: 'parked',
  },
  'outcome-unknown': {
    waits: [5 * SECOND, 30 * SECOND, 2 * MINUTE, 10 * MINUTE, 30 * MINUTE, 2 * HOUR, 6 * HOUR, 12 * HOUR],
    counts: true,
    pauses: false,
    atEnd: 'parked',
  },
};

/** The next try after a fault: when, how the delivery stands meanwhile, and whether its channel rests. */
export const afterFault = (error: ChannelError, attempts: number, now: Date): FaultRecord => {
  const { waits, counts, pauses, atEnd } = RETRY_TABLE[error.fault];
  const wait = counts ? waits[attempts] : waits[0];
  const common = { fault: error.fault, text: error.message, attempts: counts ? attempts + 1 : attempts };
  if (wait === undefined) return { ...common, status: atEnd, nextTryAt: null, pauseUntil: null };
  const usual = new Date(now.getTime() + wait);
  const nextTryAt = error.retryAt && error.retryAt > now ? error.retryAt : usual;
  return { ...common, status: 'retrying', nextTryAt, pauseUntil: pauses ? nextTryAt : null };
};
