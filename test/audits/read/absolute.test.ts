import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createAbsolute } from '../../../src/audits/read/absolute.ts';

const BASES = ['https://www.example.gov.cn/zwgk/2026/a.htm', 'http://127.0.0.1:8080/', 'file:///a/b', 'about:blank'];

const byUrl = (href: string, base: string): string | null =>
  URL.canParse(href, base) ? new URL(href, base).href : null;

describe('addresses of a page', () => {
  it('are what URL makes of them, also by the short way', () => {
    const piece = fc.constantFrom(
      ...'/./../:?#%a中 ~-_@[]1\\'.split(''),
      'http:',
      'https:',
      'www.a.cn',
      '1.2.3',
      'xn--',
      'A.CN',
    );
    const href = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(fc.constantFrom(...BASES), href, (base, href) => {
        expect(createAbsolute(base)(href)).toBe(byUrl(href, base));
      }),
      { numRuns: 3_000 },
    );
  });

  it.each([
    ['/zwgk/lm1/', 'https://www.example.gov.cn/zwgk/lm1/'],
    ['/a/../b', 'https://www.example.gov.cn/b'],
    ['//cdn.example.cn/x', 'https://cdn.example.cn/x'],
    ['t1.htm', 'https://www.example.gov.cn/zwgk/2026/t1.htm'],
    ['https://a.gov.cn/x.pdf', 'https://a.gov.cn/x.pdf'],
    ['https://1.2.3/', 'https://1.2.0.3/'],
    ['http://[', null],
  ])('%s is %s', (href, address) => {
    expect(createAbsolute(BASES[0] ?? '')(href)).toBe(address);
  });
});
