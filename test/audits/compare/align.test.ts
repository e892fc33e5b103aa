import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { align } from '../../../src/audits/compare/align.ts';
import { readPage } from '../../../src/audits/read/read-page.ts';

const escape = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
const BEFORE =
  '<ul><li><a href="/">首页</a></li><li><a href="/zw">政务公开</a></li></ul><div class="position">当前位置：首页</div>';
const AFTER = '<div class="share">分享到：微信 微博</div><div class="footer"><p>主办：某县人民政府办公室。</p></div>';
const pageOf = (lines: readonly string[], between = '') => {
  const body = lines.map((line) => `<p>${escape(line)}</p>`).join(between);
  return readPage(`${BEFORE}<div class="zoom">${body}</div>${AFTER}`, 'http://localhost/');
};

/** No digits, numerals, negations or names: what an edit of them means is tested by example. */
const WORDS = Array.from(
  '路山水花树风云春秋南北东西红绿青蓝江湖海河田园林草木石桥船车马牛羊鸟鱼书画琴棋茶酒农村政府工作',
);
const sentence = fc
  .array(fc.constantFrom(...WORDS), { minLength: 8, maxLength: 40 })
  .map((chars) => `${chars.join('')}。`);
const lines = fc.uniqueArray(sentence, { minLength: 3, maxLength: 12 });

const pairsOf = (line: string): string[] => Array.from(line.slice(1), (char, at) => `${line[at]}${char}`);
/** Two lines that share a quarter of what they say: changing places, they may as well be two changed lines. */
const areAlike = (one: string, other: string): boolean =>
  pairsOf(one).filter((pair) => other.includes(pair)).length * 4 > Math.min(one.length, other.length);

describe('align', () => {
  it('finds nothing where the page carries the text among other text', () => {
    fc.assert(
      fc.property(
        lines,
        fc.constantFrom('', '<div class="ad"><a href="/ad">广告</a></div>', '<p align="center">- 1 -</p>'),
        (text, between) => {
          expect(align(text.join('\n'), pageOf(text, between))).toEqual([]);
        },
      ),
    );
  });

  it('finds one changed character once, at its offset', () => {
    fc.assert(
      fc.property(lines, fc.nat(), (text, at) => {
        const whole = text.join('\n');
        const places = Array.from(whole, (char, offset) => ({ char, offset })).filter(({ char }) =>
          WORDS.includes(char),
        );
        const place = places[at % places.length];
        const offset = place?.offset ?? 0;
        const edited = `${whole.slice(0, offset)}镜${whole.slice(offset + 1)}`;
        const found = align(edited, pageOf(text));
        expect(found).toHaveLength(1);
        expect(found[0]).toMatchObject({
          kind: 'changed',
          severity: 'major',
          expected: { start: offset, end: offset + 1, text: '镜' },
        });
        expect(found[0]?.actual?.text).toBe(place?.char);
      }),
    );
  });

  it('finds a paragraph the page lacks, and one the text lacks, once each', () => {
    fc.assert(
      fc.property(lines, fc.nat(), (text, at) => {
        const index = at % text.length;
        const without = text.filter((_, other) => other !== index);
        const missing = align(text.join('\n'), pageOf(without));
        expect(missing.map(({ kind, expected }) => [kind, expected?.text.trim().length])).toEqual([
          ['missing', text[index]?.length],
        ]);
        const added = align(without.join('\n'), pageOf(text));
        expect(added.map(({ kind, actual }) => [kind, actual?.text.trim().length])).toEqual([
          ['added', text[index]?.length],
        ]);
      }),
    );
  });

  it('finds two paragraphs that changed places as one move', () => {
    fc.assert(
      fc.property(lines, fc.nat(), (text, at) => {
        const index = at % (text.length - 1);
        fc.pre(!text.some((one, here) => text.some((other, there) => here !== there && areAlike(one, other))));
        const swapped = [...text.slice(0, index), text[index + 1] ?? '', text[index] ?? '', ...text.slice(index + 2)];
        expect(align(text.join('\n'), pageOf(swapped)).map(({ kind }) => kind)).toEqual(['moved']);
      }),
    );
  });

  it('never throws, whatever the two texts, and keeps its offsets inside them', () => {
    const any = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string(),
      fc
        .array(fc.constantFrom('一', '二', '１', '1', '。', '\n', '不', '年', '㎡', '\ud800'))
        .map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(any, any, (expected, shown) => {
        const page = readPage(escape(shown), 'http://localhost/');
        for (const { expected: ours, actual } of align(expected, page, { minor: true })) {
          expect(ours?.text ?? '').toBe(ours === null ? '' : expected.slice(ours.start, ours.end));
          expect(actual?.text ?? '').toBe(actual === null ? '' : page.text.slice(actual.start, actual.end));
        }
      }),
    );
  });

  it('reads an article that the page carries three times, and tells what is wrong in one of them', () => {
    const text = Array.from(
      { length: 12 },
      (_, index) => `第${index + 1}项工作由各乡（镇）人民政府负责，于${index + 1}月底前完成${index * 7}件。`,
    );
    const copy = (edit: (line: string) => string) =>
      `<div class="c">${text.map((line) => `<p>${edit(line)}</p>`).join('')}</div>`;
    const same = (line: string) => line;
    const page = (...copies: string[]) => readPage(copies.join('<hr>'), 'http://localhost/');
    expect(align(text.join('\n'), page(copy(same), copy(same), copy(same)))).toEqual([]);
    const edited = page(
      copy(same),
      copy((line) => line.replace('21件', '27件')),
      copy(same),
    );
    expect(align(text.join('\n'), edited)).toMatchObject([
      { kind: 'changed', meaning: 'number', severity: 'critical' },
    ]);
  });

  it('reads text that only repeats itself', () => {
    const text = '现将有关事项通知如下，请认真贯彻执行。'.repeat(60);
    expect(align(text, pageOf([text]))).toEqual([]);
    expect(align(text, pageOf([text.replace('贯彻', '贯切')]))).toHaveLength(1);
  });

  it('says that a page about something else lacks all of it', () => {
    const found = align('关于城区供水的通知，自即日起执行。', pageOf(['天气晴朗。', '风平浪静。']));
    expect(found).toMatchObject([{ kind: 'missing', expected: { start: 0 } }]);
  });
});
