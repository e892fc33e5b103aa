import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { missingPackages } from '../../bin/install.mjs';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'yigao-install-'));
  mkdirSync(join(root, 'node_modules'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const OTHER_SYSTEM = process.platform === 'win32' ? 'linux' : 'win32';

const lock = {
  '': { name: 'yigao' },
  'node_modules/hono': { version: '4.0.0' },
  'node_modules/vitest': { version: '4.0.0', dev: true },
  'node_modules/maybe': { version: '1.0.0', optional: true },
  'node_modules/elsewhere': { version: '1.0.0', os: [OTHER_SYSTEM] },
  'node_modules/not-here': { version: '1.0.0', os: [`!${process.platform}`] },
};
const write = (path: string, packages: object): void => writeFileSync(join(root, path), JSON.stringify({ packages }));
const missing = (dev: boolean): string[] => missingPackages(root, { dev });

describe('what is still to be installed', () => {
  beforeEach(() => write('package-lock.json', lock));

  it('is everything on a fresh clone', () => {
    expect(missing(false)).toEqual(['*']);
  });

  it('is nothing once npm has put down what this machine can use', () => {
    write('node_modules/.package-lock.json', { 'node_modules/hono': { version: '4.0.0' } });
    expect(missing(false)).toEqual([]);
  });

  it('leaves the development tools to npm test', () => {
    write('node_modules/.package-lock.json', { 'node_modules/hono': { version: '4.0.0' } });
    expect(missing(true)).toEqual(['node_modules/vitest']);
  });

  it('is a package in another version than the lock file wants', () => {
    write('node_modules/.package-lock.json', { 'node_modules/hono': { version: '3.9.0' } });
    expect(missing(false)).toEqual(['node_modules/hono']);
  });
});
