import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../../src/core/json.ts';

const shuffled = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(shuffled);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, field]) => [key, shuffled(field)]),
  );
};

describe('the canonical form', () => {
  it('is the same for the same value in whatever order it was written, and says all of it', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const form = canonicalJson(value);
        expect(canonicalJson(shuffled(value))).toBe(form);
        expect(JSON.parse(form)).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it.each([
    [{ b: 1, a: [true, null, { d: 'x', c: '甲' }] }, '{"a":[true,null,{"c":"甲","d":"x"}],"b":1}'],
    [{ 9: 'nine', 10: 'ten', A: 1, a: 2, é: 3 }, '{"10":"ten","9":"nine","A":1,"a":2,"é":3}'],
    [{ gone: undefined, kept: null }, '{"kept":null}'],
    [{}, '{}'],
    [undefined, 'null'],
  ])('has its keys in code-unit order, no spaces, and leaves out undefined: %j', (value, form) => {
    expect(canonicalJson(value)).toBe(form);
  });
});
