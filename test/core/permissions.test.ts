import { describe, expect, it } from 'vitest';
import { mayDoFor, unitsFor } from '../../src/core/permissions.ts';

describe('units', () => {
  it('bind every role but those that look at the whole county', () => {
    const bound = { roles: ['editor', 'reviewer'] as const, unitIds: ['xmzj'] };
    expect(mayDoFor(bound, 'item-write', 'xmzj')).toBe(true);
    expect(mayDoFor(bound, 'item-write', 'xmjy')).toBe(false);
    expect(unitsFor(bound, 'item-read')).toEqual(['xmzj']);
    expect(mayDoFor({ roles: ['office'], unitIds: ['xmzj'] }, 'item-read', 'xmjy')).toBe(true);
    expect(mayDoFor({ roles: ['editor'], unitIds: [] }, 'item-write', 'xmjy')).toBe(true);
  });

  it('bind each role by itself: what the office may see county-wide, the editor in the same person may not write', () => {
    const both = { roles: ['office', 'editor'] as const, unitIds: ['xmzj'] };
    expect(mayDoFor(both, 'item-read', 'xmjy')).toBe(true);
    expect(mayDoFor(both, 'item-write', 'xmjy')).toBe(false);
  });
});
