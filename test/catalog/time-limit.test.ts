import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dueDate, isLate } from '../../src/catalog/due-date.ts';
import { readTimeLimit, readTimeLimits } from '../../src/catalog/time-limit.ts';
import { addWorkingDays, isWorkingDay } from '../../src/catalog/working-days.ts';
import { addDays } from '../../src/core/days.ts';

const working = (days: number) => ({ limit: { kind: 'working-days', days }, needsReview: false });

describe('公开时限', () => {
  it.each([
    ['信息形成（变更）20个工作日内', 20],
    ['信息形成(或者)变更之日起20个工作日内', 20],
    ['自信息形成或者变更之日起20个工作日内予以公开', 20],
    ['信息形成20个工作日内公开', 20],
    ['20工作日', 20],
    ['２０ 个 工作日', 20],
    ['信息形成之日起二十个工作日内', 20],
    ['制定或获取信息之日起10个工作日内', 10],
    ['收到之日起十五个工作日', 15],
    ['信息形成或变更之日起3个工作日内', 3],
    ['三个工作日', 3],
  ])('reads “%s” as %i working days', (phrase, days) => {
    expect(readTimeLimit(phrase)).toEqual(working(days));
  });

  it.each([
    ['部门预算（决算）经本级财政部门批复后20日内公开', { kind: 'calendar-days', days: 20 }, false],
    ['批准后7个自然日内', { kind: 'calendar-days', days: 7 }, false],
    ['实时公开', { kind: 'prompt' }, false],
    ['及时公开', { kind: 'prompt' }, false],
    ['每年1月31日前公开上一年度报告', { kind: 'yearly', month: 1, day: 31 }, false],
    ['每年三月底前', { kind: 'yearly', month: 3, day: 31 }, false],
    ['按年公开', { kind: 'yearly', month: 12, day: 31 }, true],
    ['长期公开', { kind: 'standing' }, false],
    ['视情况而定', { kind: 'working-days', days: 20 }, true],
    ['每年13月1日前', { kind: 'working-days', days: 20 }, true],
    ['', { kind: 'working-days', days: 20 }, true],
  ])('reads “%s” as %j, for review: %s', (phrase, limit, needsReview) => {
    expect(readTimeLimit(phrase)).toEqual({ limit, needsReview });
  });

  it('lets 同上 and empty cells inherit the row before, whatever that was', () => {
    expect(readTimeLimits(['同上', '3个工作日', '同上', '', '实时公开', '〃'])).toEqual([
      { limit: { kind: 'working-days', days: 20 }, needsReview: true },
      working(3),
      working(3),
      working(3),
      { limit: { kind: 'prompt' }, needsReview: false },
      { limit: { kind: 'prompt' }, needsReview: false },
    ]);
  });

  it('reads any text without an exception, and says when it did not understand', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (phrase) => {
        const { limit } = readTimeLimit(phrase);
        expect(limit.kind).toMatch(/^(working-days|calendar-days|prompt|yearly|standing)$/);
      }),
    );
  });
});

describe('working days', () => {
  it.each([
    ['2026-01-01', false],
    ['2026-01-04', true],
    ['2026-02-14', true],
    ['2026-02-16', false],
    ['2026-02-23', false],
    ['2026-02-28', true],
    ['2026-04-06', false],
    ['2026-11-25', true],
    ['2026-11-28', false],
    ['2025-01-26', true],
    ['2025-10-11', true],
  ])('%s: %s, as the State Council announced', (day, works) => {
    expect(isWorkingDay(day)).toBe(works);
  });

  it('says nothing about a year without notice', () => {
    expect(isWorkingDay('2099-03-02')).toBeNull();
    expect(addWorkingDays('2098-12-31', 1)).toBeNull();
  });

  it('counts from the next working day, over holidays and make-up days', () => {
    expect(addWorkingDays('2026-02-13', 1)).toBe('2026-02-14');
    expect(addWorkingDays('2026-02-14', 1)).toBe('2026-02-24');
    // Mid-autumn takes the 25th, Sunday the 20th is worked for the national holiday.
    expect(addWorkingDays('2026-09-01', 20)).toBe('2026-09-29');
  });

  it('ends on a working day with exactly so many of them behind it', () => {
    const day = fc.integer({ min: 0, max: 300 }).map((many) => addDays('2025-01-01', many));
    fc.assert(
      fc.property(day, fc.integer({ min: 1, max: 30 }), (from, many) => {
        const end = addWorkingDays(from, many) ?? '';
        let counted = 0;
        for (let at = addDays(from, 1); at <= end; at = addDays(at, 1)) if (isWorkingDay(at) === true) counted += 1;
        expect([counted, isWorkingDay(end)]).toEqual([many, true]);
      }),
    );
  });
});

describe('due dates', () => {
  it.each([
    ['10个工作日', '2026-11-25', { kind: 'due', day: '2026-12-09' }],
    ['20日', '2026-11-25', { kind: 'due', day: '2026-12-15' }],
    ['实时公开', '2026-11-27', { kind: 'due', day: '2026-11-30' }],
    ['每年1月31日前', '2026-01-31', { kind: 'due', day: '2026-01-31' }],
    ['每年1月31日前', '2026-02-01', { kind: 'due', day: '2027-01-31' }],
    ['长期', '2026-02-01', { kind: 'never' }],
  ])('%s from %s: %j', (phrase, formedOn, expected) => {
    expect(dueDate(readTimeLimit(phrase).limit, formedOn)).toEqual(expected);
  });

  it('waits for the notice where the count runs into an unknown year, and then nothing is late', () => {
    const deadline = dueDate(readTimeLimit('20个工作日').limit, '2098-12-20');
    expect(deadline).toEqual({ kind: 'awaits-notice', text: expect.stringContaining('待国务院通知') as string });
    expect(isLate(deadline, null, '2099-06-01')).toBeNull();
  });

  it('is in time on the last day and late on the next', () => {
    const deadline = dueDate(readTimeLimit('10个工作日').limit, '2026-11-25');
    expect(isLate(deadline, '2026-12-09', '2027-01-01')).toBe(false);
    expect(isLate(deadline, '2026-12-10', '2027-01-01')).toBe(true);
    expect(isLate(deadline, null, '2026-12-09')).toBe(false);
    expect(isLate(deadline, null, '2026-12-10')).toBe(true);
  });
});
