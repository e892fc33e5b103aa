import { assert, constantFrom, integer, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dueAfter } from '../../src/audits/due.ts';
import { afterLook } from '../../src/audits/schedule.ts';
import { VERDICTS, type Verdict } from '../../src/core/verdicts.ts';

const DAY = 24 * 3_600_000;

const waitAfter = (verdict: Verdict, times: number): number => afterLook({ verdict, same: times - 1 }, verdict).waitMs;

describe('the schedule', () => {
  it('is soon, then ever less often, never longer than a week, whatever the verdict', () => {
    assert(
      property(constantFrom(...VERDICTS), integer({ min: 1, max: 1_000 }), (verdict, same) => {
        const [now, later] = [waitAfter(verdict, same), waitAfter(verdict, same + 1)];
        expect(now).toBeGreaterThanOrEqual(60_000);
        expect(later).toBeGreaterThanOrEqual(now);
        expect(later).toBeLessThanOrEqual(7 * DAY);
      }),
    );
  });

  it('looks at what is wrong more often than at what is right', () => {
    for (const same of [3, 5, 7, 20]) expect(waitAfter('differs', same)).toBeLessThanOrEqual(waitAfter('same', same));
  });
});

describe('after a look', () => {
  it('a verdict is counted while it comes in a row, and anew once it changes', () => {
    expect(afterLook({ verdict: 'same', same: 4 }, 'same').same).toBe(5);
    expect(afterLook({ verdict: 'same', same: 4 }, 'differs').same).toBe(1);
    expect(afterLook({ verdict: null, same: 0 }, 'same').same).toBe(1);
  });

  it('a host that asks for rest gets it, and no less than the schedule', () => {
    expect(afterLook({ verdict: null, same: 0 }, 'unknown', 30 * DAY).waitMs).toBe(30 * DAY);
    expect(afterLook({ verdict: null, same: 0 }, 'unknown', 1).waitMs).toBe(60_000);
  });
});

describe('the due time', () => {
  it('is the end of a weekday, in Beijing', () => {
    // A Friday.
    expect(dueAfter(new Date('2026-11-27T02:00:00Z'), 1).toISOString()).toBe('2026-11-30T10:00:00.000Z');
    expect(dueAfter(new Date('2026-11-25T17:00:00Z'), 1).toISOString()).toBe('2026-11-27T10:00:00.000Z');
  });
});
