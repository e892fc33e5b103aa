import { isAsWanted, type Verdict } from '../core/verdicts.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** After a copy went live, or was taken back: long enough for the platform's own caches to be warm with it. */
export const FIRST_LOOK_MS = 3 * SECOND;
/** A delivery in motion says nothing yet: an update takes seconds, a review minutes. */
export const MOVING_MS = 30 * SECOND;

/**
 * Soon, then ever less often: what goes wrong goes wrong early (a platform's review, an editor's second thought), and a
 * week is half of what the strictest rule on stale pages allows. The night's run looks at everything besides.
 */
const FINE = [MINUTE, 10 * MINUTE, HOUR, 6 * HOUR, DAY, 3 * DAY, 7 * DAY];
/** Somebody is, or should be, mending it. */
const WRONG = [MINUTE, 5 * MINUTE, 10 * MINUTE, HOUR, 6 * HOUR, DAY];
/** An outage or a wall: it passes, and asking more often makes it worse. */
const UNKNOWN = [MINUTE, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 6 * HOUR, DAY];

const waitsOf = (verdict: Verdict): readonly number[] => {
  if (verdict === 'unknown') return UNKNOWN;
  return isAsWanted(verdict) ? FINE : WRONG;
};

/** Time until the next look, after `same` looks in a row with this verdict (1: the first). */
const nextLookMs = (verdict: Verdict, same: number): number => {
  const waits = waitsOf(verdict);
  return waits[Math.min(Math.max(same, 1), waits.length) - 1] ?? DAY;
};

/** How often the same verdict has now come in a row, and how long until the next look: as long as the host asks, at least. */
export const afterLook = (
  before: { readonly verdict: Verdict | null; readonly same: number },
  verdict: Verdict,
  restMs = 0,
): { readonly same: number; readonly waitMs: number } => {
  const same = before.verdict === verdict ? before.same + 1 : 1;
  return { same, waitMs: Math.max(nextLookMs(verdict, same), restMs) };
};

/** Looks in a row that told nothing, before a person is asked to look. */
export const UNKNOWN_BEFORE_FINDING = 3;
