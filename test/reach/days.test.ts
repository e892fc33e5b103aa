import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addDays,
  daysIn,
  daysOf,
  periodEnd,
  periodsOf,
  periodStart,
  splitWindow,
  startOfDay,
} from '../../src/core/days.ts';
import { beijingDay } from '../../src/core/time.ts';

const instant = fc.date({
  min: new Date('2024-01-01T00:00:00Z'),
  max: new Date('2029-12-31T23:59:59Z'),
  noInvalidDate: true,
});
const day = instant.map(beijingDay);
const window = fc.tuple(day, fc.nat(800)).map(([from, days]) => ({ from, to: addDays(from, days) }));

describe('days', () => {
  it('begin and end at midnight in Shanghai, whatever the machine’s zone', () => {
    expect(beijingDay(new Date('2026-12-31T15:59:59.999Z'))).toBe('2026-12-31');
    expect(beijingDay(new Date('2026-12-31T16:00:00.000Z'))).toBe('2027-01-01');
    expect(startOfDay('2027-01-01').toISOString()).toBe('2026-12-31T16:00:00.000Z');
  });

  it('every instant belongs to the day it lies in, and to no other', () => {
    fc.assert(
      fc.property(instant, (at) => {
        const own = beijingDay(at);
        expect(at.getTime()).toBeGreaterThanOrEqual(startOfDay(own).getTime());
        expect(at.getTime()).toBeLessThan(startOfDay(addDays(own, 1)).getTime());
      }),
    );
  });

  it('a window has the days it lists, over leap days and year ends', () => {
    expect(daysOf('2028-02-28', '2028-03-01')).toEqual(['2028-02-28', '2028-02-29', '2028-03-01']);
    fc.assert(
      fc.property(window, ({ from, to }) => {
        const days = daysOf(from, to);
        expect(days).toHaveLength(daysIn(from, to));
        expect([days[0], days.at(-1)]).toEqual([from, to]);
        expect(new Set(days).size).toBe(days.length);
      }),
    );
  });

  it('months and single days together are the window, each day once', () => {
    fc.assert(
      fc.property(window, ({ from, to }) => {
        const { months, days } = splitWindow(from, to);
        const all = [...months.flatMap((start) => daysOf(start, periodEnd('month', start))), ...days];
        expect(all.toSorted()).toEqual(daysOf(from, to));
        expect(days.length).toBeLessThan(62);
      }),
    );
  });

  it.each(['day', 'month', 'year'] as const)('every day of a window is in one %s of its periods', (period) => {
    fc.assert(
      fc.property(window, ({ from, to }) => {
        const starts = periodsOf(period, from, to);
        for (const each of [from, to]) expect(starts).toContain(periodStart(period, each));
        for (const start of starts) expect(periodStart(period, periodEnd(period, start))).toBe(start);
        expect(starts).toEqual([...new Set(starts)].toSorted());
      }),
      { numRuns: 20 },
    );
  });
});
