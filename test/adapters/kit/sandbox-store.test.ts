import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSandboxStore } from '../../../adapters/kit/sandbox-store.ts';

let folder = '';
const file = (): string => join(folder, 'store.jsonl');
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'yigao-store-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('sandbox store', () => {
  it('gives back after a restart what was set, without what was deleted, in the order of first setting', () => {
    const before = createSandboxStore(folder).collection<number>('a');
    before.set('x', 1);
    before.set('y', 2);
    before.set('z', 3);
    before.set('x', 4);
    before.delete('y');
    const after = createSandboxStore(folder).collection<number>('a');
    expect(after.entries()).toEqual([
      ['x', 4],
      ['z', 3],
    ]);
    expect(after.get('y')).toBeUndefined();
  });

  it('has every change on disk before it answers', () => {
    const store = createSandboxStore(folder);
    store.collection<string>('a').set('k', '值');
    expect(readFileSync(file(), 'utf8')).toBe('{"c":"a","k":"k","v":"值"}\n');
  });

  it('keeps collections of one key apart', () => {
    const store = createSandboxStore(folder);
    store.collection<number>('a').set('k', 1);
    store.collection<number>('b').set('k', 2);
    const again = createSandboxStore(folder);
    expect([again.collection('a').get('k'), again.collection('b').get('k')]).toEqual([1, 2]);
  });

  it('forgets a torn last line, and writes on after it', () => {
    const before = createSandboxStore(folder).collection<number>('a');
    before.set('whole', 1);
    appendFileSync(file(), '{"c":"a","k":"torn","v":{"x":');
    const after = createSandboxStore(folder).collection<number>('a');
    expect(after.entries()).toEqual([['whole', 1]]);
    after.set('next', 2);
    expect(createSandboxStore(folder).collection<number>('a').entries()).toEqual([
      ['whole', 1],
      ['next', 2],
    ]);
  });

  it('refuses a journal that is damaged elsewhere', () => {
    writeFileSync(file(), '{"c":"a","k"\n{"c":"a","k":"x","v":1}\n');
    expect(() => createSandboxStore(folder)).toThrow(SyntaxError);
  });

  it('remembers effects in order, also without a folder', () => {
    const inMemory = createSandboxStore(null);
    const onDisk = createSandboxStore(folder);
    for (const store of [inMemory, onDisk]) {
      store.note('submit', 'a');
      store.note('submit', 'b');
    }
    const expected = [
      { effect: 'submit', key: 'a' },
      { effect: 'submit', key: 'b' },
    ];
    expect(inMemory.effects()).toEqual(expected);
    expect(createSandboxStore(folder).effects()).toEqual(expected);
  });

  it('shrinks its journal to what is left, at the next start', () => {
    const before = createSandboxStore(folder).collection<number>('a');
    for (let turn = 0; turn < 100; turn += 1) before.set('x', turn);
    createSandboxStore(folder);
    expect(readFileSync(file(), 'utf8')).toBe('{"c":"a","k":"x","v":99}\n');
  });
});
