import { assert, integer, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, daysIn, daysOf } from '../../src/core/days.ts';
import { REPORT_KINDS } from '../../src/core/reports.ts';
import { duePeriod } from '../../src/reports/list.ts';
import { KINDS, lastPeriod } from '../../src/reports/periods.ts';

const days = integer({ min: 0, max: 20_000 }).map((many) => addDays('2000-01-01', many));

describe('the periods of a report', () => {
  it.each([
    ['annual', '2026', '2026-01-01', '2026-12-31', '2027-01-31', '2026年度'],
    ['quarterly', '2026-Q1', '2026-01-01', '2026-03-31', '2026-04-10', '2026年第一季度'],
    ['quarterly', '2024-Q4', '2024-10-01', '2024-12-31', '2025-01-10', '2024年第四季度'],
    ['monthly', '2024-02', '2024-02-01', '2024-02-29', '2024-03-05', '2024年2月'],
    ['monthly', '2026-12', '2026-12-01', '2026-12-31', '2027-01-05', '2026年12月'],
  ] as const)('%s %s goes from %s to %s, is due on %s and called %s', (kind, period, from, to, due, label) => {
    expect(KINDS[kind].windowOf(period)).toEqual({ from, to });
    expect(KINDS[kind].dueOn(period)).toBe(due);
    expect(KINDS[kind].labelOf(period)).toBe(label);
    expect(KINDS[kind].form.test(period)).toBe(true);
  });

  it.each(REPORT_KINDS)('of %s hold every day exactly once, in the order of their names', (kind) => {
    assert(
      property(days, (day) => {
        const { periodAt, windowOf } = KINDS[kind];
        const { from, to } = windowOf(periodAt(day));
        expect(from <= day && day <= to).toBe(true);
        expect(daysOf(from, to).every((each) => periodAt(each) === periodAt(day))).toBe(true);
        const next = periodAt(addDays(to, 1));
        expect(next > periodAt(day)).toBe(true);
        expect(daysIn(to, windowOf(next).from)).toBe(2);
        expect(lastPeriod(kind, addDays(to, 1))).toBe(periodAt(day));
      }),
      { numRuns: 200 },
    );
  });

  it('ask for nothing that was over before the system knew anything', () => {
    expect(duePeriod('annual', '2026-11-27', '2026-11-26')).toBe('2026');
    expect(duePeriod('annual', '2027-01-02', '2026-11-26')).toBe('2026');
    expect(duePeriod('annual', '2027-01-02', null)).toBe('2027');
    expect(duePeriod('monthly', '2026-12-01', '2026-11-26')).toBe('2026-11');
  });
});
