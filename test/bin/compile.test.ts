import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { importTypeScript } from '../../bin/compile.mjs';

const PACKAGES = fileURLToPath(new URL('../../node_modules/', import.meta.url));

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'yigao-compile-'));
  mkdirSync(join(root, 'src'));
  mkdirSync(join(root, 'node_modules'));
  symlinkSync(join(PACKAGES, 'zod'), join(root, 'node_modules', 'zod'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const write = (name: string, text: string): void => writeFileSync(join(root, 'src', name), text);
const cache = (): string[] => readdirSync(join(root, 'node_modules', '.cache', 'yigao'));

describe('a program written in TypeScript', () => {
  it('runs with its modules and packages, each module beside its own files', async () => {
    write(
      'entry.ts',
      `import { z } from 'zod'; import { here } from './deep.ts'; export const all: string[] = [here, z.string().parse('x')];`,
    );
    write('deep.ts', 'export const here = import.meta.url;');
    const { all } = await importTypeScript('src/entry.ts', { root });
    expect(all).toEqual([pathToFileURL(join(root, 'src', 'deep.ts')).href, 'x']);
  });

  it('is compiled once, however many ask at the same time, and again when a text has changed', async () => {
    write('entry.ts', 'export const value: number = 1;');
    const together = await Promise.all([1, 2, 3].map(() => importTypeScript('src/entry.ts', { root })));
    expect(together.map((each) => each['value'])).toEqual([1, 1, 1]);
    expect(cache()).toHaveLength(1);
    write('entry.ts', 'export const value: number = 12;');
    expect((await importTypeScript('src/entry.ts', { root }))['value']).toBe(12);
    expect(cache()).toHaveLength(2);
  });

  it('that was not run for a week is forgotten', async () => {
    write('entry.ts', 'export const value: number = 1;');
    await importTypeScript('src/entry.ts', { root });
    const [first = ''] = cache();
    const weekAgo = Date.now() / 1_000 - 8 * 24 * 3_600;
    utimesSync(join(root, 'node_modules', '.cache', 'yigao', first), weekAgo, weekAgo);
    write('entry.ts', 'export const value: number = 22;');
    await importTypeScript('src/entry.ts', { root });
    expect(cache()).not.toContain(first);
  });

  it('with a mistake says where', async () => {
    write('entry.ts', 'export const value = ;');
    await expect(importTypeScript('src/entry.ts', { root })).rejects.toThrow(/src\/entry\.ts:1:\d+/);
    expect(cache()).toEqual([]);
  });
});
