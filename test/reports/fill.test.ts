import { describe, expect, it } from 'vitest';
import { fillBlock, type Facts } from '../../src/reports/fill.ts';
import { count, lasting, words, type Field } from '../../src/reports/forms/field.ts';
import { ANNUAL } from '../../src/reports/forms/annual.ts';
import type { Entry } from '../../src/reports/entries.ts';

const entry = (period: string, value: string): Entry => ({
  period,
  value,
  by: '邓国平',
  at: new Date('2027-01-05T01:00:00Z'),
});

interface Given {
  readonly known?: Facts;
  readonly own?: Entry;
  readonly earlier?: Entry;
}
const fillOne = (field: Field, { known = new Map(), own, earlier }: Given) => {
  const entries = {
    own: new Map(own ? [[field.id, own]] : []),
    earlier: new Map(earlier ? [[field.id, earlier]] : []),
  };
  const [line] = fillBlock({ title: '部分', fields: [field] }, { kind: 'annual', facts: known, entries }).lines;
  return line;
};

describe('a line of a report', () => {
  const visits = count('visits', '网站总访问量', '次');
  const known: Facts = new Map([['visits', { value: 1200, source: '页面计数' }]]);

  it('shows what the system knows, with its source', () => {
    expect(fillOne(visits, { known })).toMatchObject({ value: 1200, state: 'known', source: '页面计数', unit: '次' });
  });

  it('shows what a person entered instead, who and when, and what the system had counted', () => {
    expect(fillOne(visits, { known, own: entry('2026', '1300') })).toMatchObject({
      value: 1300,
      state: 'entered',
      source: '改填：邓国平，2027-01-05 09:00（系统数 1200次：页面计数）',
    });
  });

  it('keeps a name from the year before and says so, but no number', () => {
    expect(fillOne(lasting('icp', 'ICP备案号'), { earlier: entry('2025', '闽ICP备1号') })).toMatchObject({
      value: '闽ICP备1号',
      state: 'kept',
      source: '沿用2025年度的填报，请核对',
    });
    expect(fillOne(count('users', '注册用户数', '个'), { earlier: entry('2025', '88') })).toMatchObject({
      value: null,
      state: 'missing',
      source: '系统不掌握，须填报（2025年度为 88个）',
    });
  });

  it('is missing where nobody told, and never zero', () => {
    const untold: Facts = new Map([['visits', { value: null, source: '没有来源告知访问次数' }]]);
    expect(fillOne(visits, { known: untold })).toMatchObject({ value: null, state: 'missing' });
    expect(fillOne(words('other', '其他'), {})).toMatchObject({ value: null, state: 'missing' });
  });

  it('has in the yearly form a name of its own, whatever block it stands in', () => {
    const ids = ANNUAL.flatMap(({ fields }) => fields.map(({ id }) => id));
    expect(new Set(ids).size).toBe(ids.length);
    expect(ANNUAL.map(({ title }) => title)).toEqual(
      expect.arrayContaining([
        '信息发布',
        '专栏专题',
        '解读回应',
        '办事服务',
        '互动交流',
        '安全防护',
        '移动新媒体',
        '创新发展',
      ]),
    );
  });
});
