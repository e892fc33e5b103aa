import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type ColumnFacts,
  type Facts,
  judge,
  LEVELS,
  measure,
  type Rule,
  RULES,
  type RuleSettings,
} from '../../../src/audits/rules/index.ts';

const TODAY = '2026-11-25';
const NATION: RuleSettings = { tenDays: false, confirmed: new Set() };
const PROVINCE: RuleSettings = { tenDays: true, confirmed: new Set() };

const column = (over: Partial<ColumnFacts>): ColumnFacts => ({
  id: 'zwdt',
  name: '政务动态',
  class: 'news',
  isTop: true,
  entries: 10,
  newestOn: TODAY,
  ...over,
});
const facts = (over: Partial<Facts>): Facts => ({ today: TODAY, columns: [], accounts: [], ...over });
const daysAgo = (days: number): string => new Date(Date.parse(TODAY) - days * 86_400_000).toISOString().slice(0, 10);
const accountAged = (days: number, isSeen = true) =>
  facts({ accounts: [{ id: 'mxzx', name: '明溪在线', isSeen, newestOn: daysAgo(days) }] });
const levelsOf = (given: Facts, settings = NATION): string[] =>
  judge(measure(given), RULES, settings).map(({ ruleId, level }) => `${ruleId} ${level ?? 'ok'}`);

describe('the rules', () => {
  it('are told apart by id, and each threshold says where it comes from', () => {
    expect(new Set(RULES.map(({ id }) => id)).size).toBe(RULES.length);
    for (const { levels } of RULES) {
      expect(Object.keys(levels).length).toBeGreaterThan(0);
      for (const threshold of Object.values(levels)) {
        expect(threshold.document).toMatch(/\S/);
        expect(threshold.clause).toMatch(/\S/);
      }
    }
  });

  it('have every veto of sites and accounts', () => {
    const vetoes = RULES.filter(({ levels }) => levels.veto !== undefined).map(({ id }) => id);
    expect(vetoes.join(' ')).toBe(
      'V-S1.1 V-S1.2 V-S1.3 V-S1.4 V-S1.5 V-S1.6 V-S2 V-S3 V-S4.1 V-S4.2 V-S4.3 V-S5.1 V-S5.2 V-S6.1 V-S6.2 V-S6.3 ' +
        'V-M1 V-M2.1 V-M2.2 V-M3.1 V-M3.2',
    );
  });

  it('from memory may only warn, whatever number comes in, until the office confirms them', () => {
    const remembered = RULES.map((rule) => ({ rule, levels: Object.values(rule.levels) })).filter(({ levels }) =>
      levels.some(({ certainty }) => certainty === 'M' || certainty === 'D'),
    );
    expect(remembered.length).toBeGreaterThan(10);
    fc.assert(
      fc.property(fc.constantFrom(...remembered), fc.nat({ max: 10_000 }), fc.boolean(), ({ rule }, value, tenDays) => {
        const one = { appliesTo: rule.appliesTo, metric: rule.metric, subject: 'x', name: 'x', value };
        const [judgement] = judge([one], [rule], { tenDays, confirmed: new Set() });
        const isSure = judgement?.certainty === 'V' || judgement?.certainty === 'V2';
        expect(isSure || judgement?.level === 'warn' || judgement?.level === null).toBe(true);
      }),
    );
    const lacking = [{ appliesTo: 'site', metric: 'event', subject: 'site', name: '网站', value: 9 } as const];
    const guides = RULES.filter(({ id }) => id === 'V-S6.2');
    expect(judge(lacking, guides, NATION)).toMatchObject([{ ruleId: 'V-S6.2', level: 'warn' }]);
    const confirmed = { tenDays: false, confirmed: new Set(['V-S6.2']) };
    expect(judge(lacking, guides, confirmed)).toMatchObject([{ ruleId: 'V-S6.2', level: 'veto' }]);
  });
});

describe('an account', () => {
  it.each([
    [0, 'ok', 'ok'],
    [6, 'ok', 'ok'],
    [7, 'warn', 'warn'],
    [9, 'warn', 'warn'],
    [10, 'warn', 'fail'],
    [13, 'warn', 'fail'],
    [14, 'veto', 'veto'],
    [400, 'veto', 'veto'],
  ])('silent for %i days: %s by the nation’s fourteen, %s by the province’s ten', (days, nation, province) => {
    expect(levelsOf(accountAged(days), NATION)).toEqual([`V-M2.1 ${nation}`]);
    expect(levelsOf(accountAged(days), PROVINCE)).toEqual([`V-M2.1 ${province}`]);
  });

  it('shows the days left to the next worse level', () => {
    const left = (days: number, settings: RuleSettings) =>
      judge(measure(accountAged(days)), RULES, settings).map(({ daysLeft, nextLevel }) => [daysLeft, nextLevel]);
    expect(left(3, PROVINCE)).toEqual([[4, 'warn']]);
    expect(left(8, PROVINCE)).toEqual([[2, 'fail']]);
    expect(left(8, NATION)).toEqual([[6, 'veto']]);
    expect(left(20, NATION)).toEqual([[null, null]]);
  });

  it('that could not be looked at is not judged', () => {
    expect(levelsOf(accountAged(400, false))).toEqual([]);
  });

  it('with nothing dated counts as not updated', () => {
    const given = facts({ accounts: [{ id: 'a', name: 'a', isSeen: true, newestOn: null }] });
    expect(levelsOf(given)).toEqual(['V-M2.1 veto']);
  });
});

describe('columns', () => {
  const many = (count: number, over: Partial<ColumnFacts>) =>
    Array.from({ length: count }, (_, n) => column({ id: `c${n}`, ...over }));
  const site = (columns: ColumnFacts[]) => levelsOf(facts({ columns })).filter((line) => line.startsWith('V-S4'));

  it('five stale first-level ones are a veto, three a warning, and each is told for itself', () => {
    const stale = { newestOn: daysAgo(14) };
    expect(site(many(5, stale))).toEqual(['V-S4.1 veto', 'V-S4.2 ok', 'V-S4.3 ok']);
    expect(site(many(3, stale))).toEqual(['V-S4.1 warn', 'V-S4.2 ok', 'V-S4.3 ok']);
    expect(site(many(2, stale))).toEqual(['V-S4.1 ok', 'V-S4.2 ok', 'V-S4.3 ok']);
    expect(site(many(6, { ...stale, isTop: false }))).toEqual(['V-S4.1 ok', 'V-S4.2 warn', 'V-S4.3 ok']);
    expect(levelsOf(facts({ columns: many(1, stale) }))).toEqual(expect.arrayContaining(['D-P4.2 warn', 'D-P8 ok']));
    expect(site(many(5, { newestOn: daysAgo(13) }))).toEqual(['V-S4.1 ok', 'V-S4.2 ok', 'V-S4.3 ok']);
  });

  it('notices and policies have half a year', () => {
    for (const kind of ['notice', 'policy'] as const) {
      expect(site(many(5, { class: kind, newestOn: daysAgo(179) }))[0]).toBe('V-S4.1 ok');
      expect(site(many(5, { class: kind, newestOn: daysAgo(180) }))[0]).toBe('V-S4.1 veto');
    }
  });

  it('ten stale ones of any level, or five blank ones, are a veto', () => {
    expect(site(many(10, { newestOn: null, isTop: false }))).toContain('V-S4.2 veto');
    expect(site(many(5, { entries: 0, newestOn: null }))).toEqual(['V-S4.1 ok', 'V-S4.2 ok', 'V-S4.3 veto']);
  });

  it('of no class of their own are told after a year', () => {
    const other = (days: number) => levelsOf(facts({ columns: many(1, { class: 'other', newestOn: daysAgo(days) }) }));
    expect(other(364)).toContain('D-P8.2 ok');
    expect(other(365)).toContain('D-P8.2 warn');
  });

  it('without any entry are told as blank, each by its name, and not as stale too', () => {
    const blank = facts({ columns: [column({ entries: 0, newestOn: null }), column({ id: 'tzgg', class: 'notice' })] });
    const told = judge(measure(blank), RULES, NATION).filter(({ level }) => level !== null);
    expect(told.map(({ ruleId, subject, text }) => [ruleId, subject, text])).toEqual([
      ['D-P8', 'zwdt', '政务动态（空白栏目）。栏目没有任何内容，请补充内容或关闭栏目'],
    ]);
  });

  it('that could not be looked at count neither way', () => {
    const unseen = many(20, { entries: null, newestOn: null });
    expect(levelsOf(facts({ columns: unseen })).filter((line) => !line.endsWith(' ok'))).toEqual([]);
  });
});

describe('judgements', () => {
  it('are the worst level reached, for any number', () => {
    const rule = RULES.find(({ id }) => id === 'V-S3') as Rule;
    const order = [null, ...LEVELS.toReversed()];
    fc.assert(
      fc.property(fc.nat({ max: 60 }), fc.nat({ max: 60 }), (one, other) => {
        const at = (value: number) => {
          const home = { appliesTo: 'home', metric: 'age-days', subject: 'home', name: '首页', value } as const;
          return order.indexOf(judge([home], [rule], PROVINCE)[0]?.level ?? null);
        };
        expect(at(Math.max(one, other))).toBeGreaterThanOrEqual(at(Math.min(one, other)));
      }),
    );
  });

  it('say in Chinese what is wrong and what to do', () => {
    const [judgement] = judge(measure(accountAged(8)), RULES, PROVINCE);
    expect(judgement?.text).toBe('明溪在线：8 天没有更新（内容不更新）。请安排更新；2 天后更为严重');
  });
});
