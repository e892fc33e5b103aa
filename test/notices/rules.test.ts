import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NOTICE_TOPICS, type Notice } from '../../src/core/notices.ts';
import { isDigestDue, isUrgentDue, messageOf, type Telling } from '../../src/notices/rules.ts';

const at = (text: string): Date => new Date(`${text}+08:00`);
const notice = (since: string, more: Partial<Notice> = {}): Notice => ({
  topic: 'finding',
  key: `finding:${since}`,
  text: '应当公开的副本不见了',
  at: at(since),
  ...more,
});
const NEVER = { urgentAt: null, digestOn: null };

describe('when something urgent is told', () => {
  it.each([
    ['two minutes old', '2026-11-26T10:00', '2026-11-26T10:02', NEVER, false],
    ['five minutes old', '2026-11-26T10:00', '2026-11-26T10:05', NEVER, true],
    ['in the night', '2026-11-26T23:00', '2026-11-27T06:59', NEVER, false],
    ['in the morning after', '2026-11-26T23:00', '2026-11-27T07:00', NEVER, true],
    [
      'soon after another',
      '2026-11-26T10:00',
      '2026-11-26T10:29',
      { ...NEVER, urgentAt: at('2026-11-26T10:00') },
      false,
    ],
    [
      'half an hour after',
      '2026-11-26T10:00',
      '2026-11-26T10:30',
      { ...NEVER, urgentAt: at('2026-11-26T10:00') },
      true,
    ],
  ])('%s: %s, at %s', (_, since, now, told, wanted) => {
    expect(isUrgentDue([notice(since)], told, at(now))).toBe(wanted);
  });

  it('never without anything to tell', () => {
    expect(isUrgentDue([], NEVER, at('2026-11-26T10:00'))).toBe(false);
  });
});

describe('the day’s digest', () => {
  it.each([
    ['before half past eight', '2026-11-26T08:29', null, false],
    ['on a working day', '2026-11-26T08:30', null, true],
    ['once a day', '2026-11-26T17:00', '2026-11-26', false],
    ['on a Saturday', '2026-11-28T09:00', '2026-11-26', false],
    ['on a Saturday that is worked', '2026-02-14T09:00', null, true],
    ['on a holiday', '2026-02-17T09:00', null, false],
    ['in a year without a calendar, on a weekday', '2039-11-25T09:00', null, true],
  ])('%s: %s', (_, now, digestOn, wanted) => {
    expect(isDigestDue({ urgentAt: null, digestOn }, at(now))).toBe(wanted);
  });
});

describe('a message', () => {
  const telling = (fresh: readonly Notice[], more: Partial<Telling> = {}): Telling => ({
    fresh,
    stillOpen: 0,
    url: 'https://yigao.test/console/desk',
    kind: 'urgent',
    ...more,
  });

  it('says how much there is, of what, and where to deal with it', () => {
    const fresh = [notice('2026-11-26T10:00'), notice('2026-11-26T10:00', { topic: 'delivery', text: '《甲》：失败' })];
    expect(messageOf(telling(fresh, { stillOpen: 3 })).text).toBe(
      [
        '【一稿】有 2 项需要处理',
        '新的严重问题 1 项',
        '· 应当公开的副本不见了',
        '分发失败或待确认 1 项',
        '· 《甲》：失败',
        '另有此前已通知、尚未办结的新的严重问题、分发失败或待确认 3 项',
        '办理：https://yigao.test/console/desk',
      ].join('\n'),
    );
  });

  it('stays within what a robot takes, counts what it leaves out, and cuts no character in two', () => {
    const texts = fc.string({ unit: 'grapheme', maxLength: 400 });
    const notices = fc.array(
      fc.record({ topic: fc.constantFrom(...NOTICE_TOPICS), key: fc.uuid(), text: texts, at: fc.constant(new Date()) }),
      { maxLength: 60 },
    );
    fc.assert(
      fc.property(notices, fc.nat(500), (fresh, stillOpen) => {
        const { text } = messageOf(telling(fresh, { stillOpen }));
        expect(new TextEncoder().encode(text).length).toBeLessThanOrEqual(2_048);
        expect(text).not.toMatch(/\p{Surrogate}/u);
        const left = Number(/其余 (\d+) 项/.exec(text)?.[1] ?? 0);
        const shown = text.split('\n· ').length - 1;
        expect(shown + left).toBeGreaterThanOrEqual(Math.min(fresh.length, 1));
        expect(shown).toBeLessThanOrEqual(fresh.length);
        expect(text).toContain('办理：https://yigao.test/console/desk');
      }),
      { numRuns: 200 },
    );
  });
});
