import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { guideFeed } from '../../../adapters/guide-feed/index.ts';
import { levelOfLint, LINTS, lintGuide } from '../../../adapters/guide-feed/lints.ts';
import { oddPhones } from '../../../adapters/guide-feed/phones.ts';
import { demoItems } from '../../../db/seed/index.ts';
import { guideSchema, type Guide } from '../../../src/core/content.ts';
import { issueText } from '../../../src/core/issues.ts';
import { buildGuide, buildGuideContent } from '../../support/factories.ts';
import { manuscriptOf, settingsOf } from './guides.ts';

/** A guide that no lint minds. */
const sound: Partial<Guide> = {
  code: '11350421MB0000000X4000199001000',
  steps: [
    { name: '受理', days: 1 },
    { name: '审核', days: 4 },
    { name: '审批', days: 4 },
    { name: '办结', days: 1 },
    { name: '送达', days: 0 },
  ],
  conditions: ['持有居民身份证的本县居民'],
  materials: [{ name: '身份证复印件', source: '申请人自备', form: '复印件', copies: 1, required: true }],
  complaintPhone: '12345',
};
const MEMBER = { name: '优待证申领', agency: '明溪县退役军人事务局' };
const TWICE = [...(sound.materials ?? []), ...(sound.materials ?? [])];
const find = (overrides: Partial<Guide>) =>
  lintGuide(buildGuide({ ...sound, ...overrides })).map(({ field, level, ...each }) => ({
    field,
    level,
    text: issueText(each),
  }));

describe('the lints of a guide', () => {
  it('have nothing to say about a sound one', () => {
    expect(find({})).toEqual([]);
  });

  it.each<[string, Partial<Guide>, string, 'block' | 'warn', RegExp]>([
    ['a promise longer than the law allows', { legalDays: 9 }, 'promisedDays', 'block', /超过法定时限/],
    ['an 即办件 that takes days', { kind: '即办件' }, 'promisedDays', 'block', /即办件的承诺时限/],
    [
      'a missing stage, by name',
      { steps: [{ name: '收件' }, { name: '审查并决定' }, { name: '领取' }] },
      'steps',
      'warn',
      /未见办结环节/,
    ],
    ['steps that do not add up', { promisedDays: 11 }, 'steps', 'warn', /合计 10 个工作日，与承诺时限 11/],
    [
      'a certificate that no material proves',
      { conditions: ['取得无犯罪记录证明的'] },
      'materials',
      'warn',
      /“记录证明”/,
    ],
    ['a material among the conditions', { conditions: ['提交身份证复印件'] }, 'conditions', 'warn', /“身份证复印件”/],
    ['a telephone nobody can dial', { phone: '0598-281234' }, 'phone', 'warn', /“0598-281234”/],
    ['a complaint line without a number', { complaintPhone: '见大厅公示' }, 'complaintPhone', 'warn', /“见大厅公示”/],
    ['a fee without its amount', { fee: { charged: true } }, 'fee', 'warn', /收费标准/],
    [
      'a member of a package twice',
      { package: { scenario: '退役', members: [MEMBER, MEMBER] } },
      'package',
      'block',
      /“优待证申领”列了不止一次/,
    ],
    [
      'a material twice in a package',
      { package: { scenario: '退役', members: [MEMBER, { ...MEMBER, name: '户口登记' }] }, materials: TWICE },
      'materials',
      'warn',
      /一套材料/,
    ],
    ['a code of another length, known from memory', { code: '350421' }, 'code', 'warn', /31 位/],
  ])('find %s', (_, overrides, field, level, text) => {
    expect(find(overrides)).toEqual([{ field: `guide.${field}`, level, text: expect.stringMatching(text) }]);
  });

  it('find too little time for a look at the site, and 承诺件 that are done within a day', () => {
    const quick = { promisedDays: 1, steps: [{ name: '受理审核审批办结送达', days: 1, note: '含现场勘查' }] };
    expect(find(quick).map(({ text }) => text)).toEqual([
      expect.stringContaining('一般是即办件'),
      expect.stringContaining('不宜少于 5 个工作日'),
    ]);
  });

  it('mind neither steps without days nor 证明 as a verb', () => {
    const steps = [...(sound.steps ?? []), { name: '回访' }].map(({ name }) => ({ name }));
    expect(find({ steps, conditions: ['能够证明本人身份的'] })).toEqual([]);
  });

  it('never throw, whatever a guide says', () => {
    const text = fc.string({ minLength: 1, unit: 'grapheme' });
    const days = fc.integer({ min: 0, max: 365 });
    const odd = fc.record({
      phone: text,
      conditions: fc.array(text, { minLength: 1 }),
      promisedDays: days,
      legalDays: days,
    });
    fc.assert(
      fc.property(odd, (each) => lintGuide(buildGuide(each)).every(({ level }) => ['block', 'warn'].includes(level))),
    );
    expect(LINTS.length).toBeGreaterThan(10);
  });

  it('are told by the channel at the gate', () => {
    const manuscript = manuscriptOf(buildGuideContent({ ...sound, legalDays: 1 }));
    const rendition = guideFeed.render(manuscript, settingsOf());
    expect(guideFeed.check?.(rendition, manuscript)).toEqual([
      expect.objectContaining({ code: 'guide-lint', field: 'guide.promisedDays', level: 'block' }),
    ]);
  });

  it('stop none of the demo’s guides', () => {
    const guides = demoItems().flatMap(({ guide }) => (guide ? [guideSchema.parse(guide)] : []));
    expect(guides.length).toBeGreaterThan(0);
    expect(guides.flatMap(lintGuide).filter(({ level }) => level === 'block')).toEqual([]);
  });

  it('stand in the README with their level', () => {
    const readme = readFileSync(new URL('../../../adapters/guide-feed/README.md', import.meta.url), 'utf8');
    const rows = LINTS.map((lint) => `| \`${lint.id}\` | ${levelOfLint(lint)} |`);
    expect(rows.filter((row) => !readme.includes(row))).toEqual([]);
  });

  it('block on nothing that is known from memory', () => {
    const remembered = LINTS.filter(({ source }) => source.certainty === 'memory');
    expect(remembered.length).toBeGreaterThan(0);
    expect(remembered.every((lint) => levelOfLint(lint) === 'warn')).toBe(true);
  });
});

describe('a telephone field', () => {
  it.each([
    '0598-2812345',
    '(0598)2812345',
    '0598—2812345转8001',
    '2812345、2854321',
    '13800138000',
    '12345',
    '0598-2812345（工作日8:00—12:00，14:30—17:30）',
    '400-123-4567',
  ])('may say %s', (text) => {
    expect(oddPhones(text)).toEqual([]);
  });

  it.each([
    ['0598-12345', ['0598-12345']],
    ['12346', ['12346']],
    ['2812345/281234', ['281234']],
    ['无', ['无']],
  ])('is doubted when it says %s', (text, odd) => {
    expect(oddPhones(text)).toEqual(odd);
  });
});
