import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withoutScripts } from '../../../adapters/kit/without-scripts.ts';

const filler = `<script>${'var a = "<p>不是正文</p>";'.repeat(30_000)}</script>`;

describe('withoutScripts', () => {
  it('leaves a page of ordinary size as it is', () => {
    const page = '<script>var a</script><p>正文</p>';
    expect(withoutScripts(page)).toBe(page);
  });

  it('takes scripts and styles, in any case, out of a large page, and nothing else', () => {
    const page = `<head>${filler}<STYLE type="a">b{}</STYLE ></head><p>一</p><Script src="x">1</scripT\n><scripting>二</scripting>`;
    expect(withoutScripts(page)).toBe('<head></head><p>一</p><scripting>二</scripting>');
  });

  it('keeps what follows a script that nobody closes, and is not held up by a million of them', () => {
    expect(withoutScripts(`${filler}<p>一</p><script>二`)).toBe('<p>一</p><script>二');
    const hostile = '<script '.repeat(100_000);
    expect(withoutScripts(hostile)).toBe(hostile);
  });

  it('never throws, and never adds anything', () => {
    const piece = fc.constantFrom('<script>', '</script>', '<style ', '</style', '>', '正', '<p>');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const page = filler + pieces.join('');
        expect(withoutScripts(page).length).toBeLessThan(page.length);
      }),
      { numRuns: 50 },
    );
  });
});
