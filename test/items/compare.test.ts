import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contentSchema, type ContentInput } from '../../src/core/content.ts';
import { alignLists, compareText } from '../../src/items/compare-text.ts';
import { compareContents } from '../../src/items/compare.ts';
import { buildContent, buildGuideContent } from './../support/factories.ts';

const content = (change: Partial<ContentInput> = {}) => contentSchema.parse(buildContent(change));
const written = (pieces: readonly { kind: string; text: string }[], left: string): string =>
  pieces
    .filter(({ kind }) => kind === 'same' || kind === left)
    .map(({ text }) => text)
    .join('');

describe('two texts', () => {
  it('are compared character by character, as Chinese is read', () => {
    expect(compareText('咨询电话：0598-2812345', '咨询电话：0598-2812354')).toEqual([
      { kind: 'same', text: '咨询电话：0598-28123' },
      { kind: 'removed', text: '4' },
      { kind: 'same', text: '5' },
      { kind: 'added', text: '4' },
    ]);
  });

  it('are both written out whole by their pieces, whatever they are, and however long', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 60 });
    const long = fc
      .tuple(fc.array(text, { maxLength: 12 }), fc.nat(400))
      .map(([lines, n]) => lines.map((line) => line.repeat(1 + (n % 40))).join('\n'));
    fc.assert(
      fc.property(fc.oneof(text, long), fc.oneof(text, long), (before, after) => {
        const pieces = compareText(before, after);
        expect(written(pieces, 'removed')).toBe(before);
        expect(written(pieces, 'added')).toBe(after);
      }),
      { numRuns: 300 },
    );
  });

  it('never split a character of two halves', () => {
    for (const { text } of compareText('𠮷野家', '𠮶野家')) expect(text).not.toMatch(/\p{Cs}/u);
  });
});

it('lists laid over each other keep every entry, in order, also when they are too long to align', () => {
  const entries = fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 30 });
  const check = (before: readonly number[], after: readonly number[]): void => {
    const runs = alignLists(before, after, String);
    const old = runs.flatMap((run) => (run.kind === 'same' ? run.entries : run.removed));
    const now = runs.flatMap((run) => (run.kind === 'same' ? run.entries : run.added));
    expect(old).toEqual(before);
    expect(now).toEqual(after);
  };
  fc.assert(fc.property(entries, entries, check));
  const many = Array.from({ length: 9_000 }, (_, n) => n);
  check(many, [...many.slice(0, 4_000), -1, ...many.slice(4_001)]);
});

describe('two contents', () => {
  it('that are the same differ in nothing', () => {
    expect(compareContents(content(), content())).toEqual({ fields: [], body: [] });
  });

  it('tell each field by the name people use, and only those that differ', () => {
    const before = content({ documentNumber: '明政办〔2020〕34号', keywords: ['停水'] });
    const after = content({ documentNumber: '明政办〔2021〕34号', keywords: ['停水', '检修'] });
    const { fields } = compareContents(before, after);
    expect(fields.map(({ field, label }) => [field, label])).toEqual([
      ['documentNumber', '文号'],
      ['keywords[1]', '关键词第 2 项'],
    ]);
  });

  it('tell what changed in a guide', () => {
    const before = contentSchema.parse(buildGuideContent());
    const after = contentSchema.parse(buildGuideContent({ promisedDays: 15, phone: '0598-2812346' }));
    expect(compareContents(before, after).fields.map(({ label }) => label)).toEqual(['承诺办结时限', '咨询电话']);
  });

  it('tell added, removed and changed paragraphs, and a link that reads the same but leads elsewhere', () => {
    const before = content({ body: '<p>甲</p><p>乙一二三</p><p><a href="https://a.cn/">见此</a></p><p>丁</p>' });
    const after = content({ body: '<p>甲</p><p>乙一二四</p><p><a href="https://b.cn/">见此</a></p>' });
    const { body } = compareContents(before, after);
    expect(body.map(({ kind, at }) => [kind, at])).toEqual([
      ['same', 1],
      ['changed', 2],
      ['markup', 3],
      ['removed', 4],
    ]);
  });

  it('of thousands of paragraphs are compared, too', () => {
    const paragraphs = Array.from({ length: 5_000 }, (_, n) => `<p>第${n}段</p>`);
    const changed = paragraphs.with(2_500, '<p>第二千五百段</p>');
    const { body } = compareContents(content({ body: paragraphs.join('') }), content({ body: changed.join('') }));
    expect(body).toHaveLength(5_000);
    expect(body.filter(({ kind }) => kind !== 'same')).toMatchObject([{ kind: 'changed', at: 2_501 }]);
  });
});
