import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanText } from '../../src/items/clean-text.ts';

const text = (raw: string, shape: 'line' | 'lines' = 'line') => cleanText(raw, 'title', shape).text;
const codes = (raw: string) => cleanText(raw, 'title').issues.map(({ code, facts }) => [code, facts.at, facts.code]);

/** Han, Han beyond the basic plane, kana, Latin, digits, Chinese punctuation, an emoji of several code points. */
const ordinary = fc.array(
  fc.constantFrom(
    ...Array.from('明溪县政府办公室关于〔２０〕号“”《》（），。、；：？！—…·㎡℃№'),
    '𠮷',
    '䶮',
    '㐂',
    'e',
    '三',
    '1',
    '👨‍👩‍👧',
    '❤️',
    'ñ',
  ),
  { minLength: 1 },
);

describe('cleanText', () => {
  it('leaves ordinary text as it is, four-byte characters and emoji too', () => {
    fc.assert(
      fc.property(ordinary, (chars) => {
        expect(text(chars.join(''))).toBe(chars.join('').normalize('NFC'));
      }),
    );
  });

  it('cleans to the same when cleaned twice, whatever comes', () => {
    const any = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: fc.nat(0xffff).map((c) => String.fromCharCode(c)) }),
    );
    fc.assert(
      fc.property(any, fc.constantFrom('line' as const, 'lines' as const), (raw, shape) => {
        const once = text(raw, shape);
        expect(cleanText(once, 'title', shape)).toEqual({ text: once, issues: [] });
        expect(once).toBe(once.normalize('NFC'));
        expect(once).not.toMatch(/\p{Cs}/u);
      }),
    );
  });

  it('composes to NFC, also where an invisible character stood between letter and accent', () => {
    expect(text('Cafe\u0301')).toBe('Café');
    expect(text('Cafe\u202a\u0301')).toBe('Café');
  });

  it('makes one line of white space of every kind', () => {
    expect(text('\u3000关于　印发\r\n方案\u00a0\u00a0的\t通知 ')).toBe('关于 印发 方案 的 通知');
  });

  it('keeps lines, and full-width spaces inside them, where several lines are allowed', () => {
    expect(text('　　第一条　总则\r\n\r\n\r\n\r\n成　员：王　毅\u00a0 县长  \r', 'lines')).toBe(
      '第一条　总则\n\n成　员：王　毅 县长',
    );
  });

  it('strips bidi controls, zero-width space and BOM without a word', () => {
    expect(cleanText('\ufeff明\u202e溪\u2066县\u200b\u061c\u200f', 'title')).toEqual({ text: '明溪县', issues: [] });
  });

  it.each([
    ['明\0溪', 'control-character', 2, 'U+0000'],
    ['明溪𠮷\u0007', 'control-character', 4, 'U+0007'],
    ['\u0085', 'control-character', 1, 'U+0085'],
    ['明\ud83d', 'broken-character', 2, 'U+D83D'],
    ['\udc00溪', 'broken-character', 1, 'U+DC00'],
    ['乱\ufffd码', 'broken-character', 2, 'U+FFFD'],
    ['\uffff', 'broken-character', 1, 'U+FFFF'],
  ])('refuses %j as %s and says where', (raw, code, at, point) => {
    expect(codes(raw)).toEqual([[code, at, point]]);
  });

  it('stays quick on a thousand combining marks and ten million characters', () => {
    const marks = '\u0301'.repeat(1000);
    expect(text(`a${marks}`)).toBe(`á${'\u0301'.repeat(999)}`);
    expect(text('长'.repeat(10_000_000))).toHaveLength(10_000_000);
  });
});
