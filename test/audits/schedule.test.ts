import { assert, constantFrom, integer, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dueAfter } from '../../src/audits/due.ts';
import { nextLookMs } from '../../src/audits/schedule.ts';
import { VERDICTS } from '../../src/core/verdicts.ts';

const DAY = 24 * 3_600_000;

describe('the schedule', () => {
  it('is soon, then ever less often, never longer than a week, whatever the verdict', () => {
    assert(
      property(constantFrom(...VERDICTS), integer({ min: 1, max: 1_000 }), (verdict, same) => {
        const [now, later] = [nextLookMs(verdict, same), nextLookMs(verdict, same + 1)];
        expect(now).toBeGreaterThanOrEqual(60_000);
        expect(later).toBeGreaterThanOrEqual(now);
        expect(later).toBeLessThanOrEqual(7 * DAY);
      }),
    );
  });

  it('looks at what is wrong more often than at what is right', () => {
    for (const same of [3, 5, 7, 20]) expect(nextLookMs('differs', same)).toBeLessThanOrEqual(nextLookMs('same', same));
  });
});

describe('the due time', () => {
  it('is the end of a weekday, in Beijing', () => {
    // A Friday.
    expect(dueAfter(new Date('2026-11-27T02:00:00Z'), 1).toISOString()).toBe('2026-11-30T10:00:00.000Z');
    expect(dueAfter(new Date('2026-11-25T17:00:00Z'), 1).toISOString()).toBe('2026-11-27T10:00:00.000Z');
  });
});
