import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanHtml } from '../../src/items/clean-html.ts';
import { ATTACKS } from '../fixtures/hostile-html.ts';
import { faultsOf } from '../support/html-subset.ts';

describe('cleanHtml against attacks', () => {
  it.each(ATTACKS)('%s leaves only the subset, the same when cleaned twice', (attack) => {
    expect(faultsOf(attack)).toEqual([]);
    expect(cleanHtml(attack, 'body').html.replace(/&lt;script&gt;alert\(1\)/g, '')).not.toMatch(
      /<script|onerror|javascript:|evil\.example/i,
    );
  });

  it('holds for attacks cut and mixed in any way', () => {
    const piece = fc
      .tuple(fc.constantFrom(...ATTACKS), fc.nat(60), fc.nat(60))
      .map(([a, from, to]) => a.slice(from, from + to));
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.constantFrom(...ATTACKS)), { maxLength: 6 }), (pieces) => {
        expect(faultsOf(pieces.join(''))).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ['100,000 nested elements', '<div>'.repeat(100_000), 'too-complex'],
    ['nesting hidden behind closing tags of others', '<b></i>'.repeat(70_000), 'too-complex'],
    ['a million tags', '<p>a'.repeat(500_000), 'too-complex'],
    ['formatting that each paragraph would reopen', '<p><strong><em><code>'.concat('<p>'.repeat(140_000)), undefined],
    ['an address of comments', `<a href="${'<!---->'.repeat(100_000)}">x</a>`, undefined],
  ])('stays bounded for %s', (_, html, code) => {
    const { html: cleaned, issues } = cleanHtml(html, 'body');
    expect(issues.find(({ level }) => level === 'block')?.code).toBe(code);
    expect(cleaned.length).toBeLessThan(1_000);
  });
});
