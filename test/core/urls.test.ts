import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseUrl } from '../../src/core/urls.ts';

describe('an address', () => {
  it('is read by itself or from where it stands', () => {
    expect(parseUrl('https://a.test/x')?.href).toBe('https://a.test/x');
    expect(parseUrl('../y', 'https://a.test/x/z')?.href).toBe('https://a.test/y');
    expect(parseUrl('http://[', new URL('https://a.test/'))).toBeNull();
  });

  it('is null and never an exception, however often text is asked that is none', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(() => parseUrl(`http://${text}`, 'https://a.test/')).not.toThrow();
      }),
      { numRuns: 2_000 },
    );
  });
});
