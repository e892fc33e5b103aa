import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalise } from '../../../src/audits/compare/normalise.ts';

describe('a normalised text', () => {
  it('leads each unit back to where it came from, for any text and broken surrogates', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.nat({ max: 0xffff }), (text, code) => {
        const source = text + String.fromCharCode(code);
        const { text: plain, at } = normalise(source);
        expect(at).toHaveLength(plain.length + 1);
        expect(at.at(-1)).toBe(source.length);
        for (let index = 0; index < plain.length; index += 1) {
          expect(at[index] ?? -1).toBeLessThanOrEqual(at[index + 1] ?? -1);
          expect(normalise(source.charAt(at[index] ?? 0)).text).toContain(plain.charAt(index));
        }
      }),
    );
  });

  it.each([
    ['１２０ 元', '120元'],
    ['“引号”——破折', '"引号"--破折'],
    ['a\u{200b}b\u{3000}c', 'abc'],
    ['㎡', 'm2'],
    ['\ud840', '\ud840'],
    ['𠮷野家', '𠮷野家'],
    ['', ''],
  ])('of %j is %j', (source, plain) => {
    expect(normalise(source).text).toBe(plain);
  });
});
