import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { manuscriptOf, openPortal, type Portal } from './portal.ts';

const SCRIPT = fileURLToPath(new URL('writer-process.ts', import.meta.url));
const RUN = fileURLToPath(new URL('../../../bin/run.mjs', import.meta.url));

let portal: Portal;
beforeEach(async () => {
  portal = await openPortal();
});
afterEach(() => portal.close());

const start = (prefix: string, count: number): ChildProcess =>
  spawn(process.execPath, [RUN, SCRIPT, portal.root, prefix, String(count)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    // What a killed one leaves lying about goes with the portal.
    env: { ...process.env, TMPDIR: dirname(portal.root) },
  });

/** Titles of a list, over all its pages. */
const listed = (folder: string): string[] =>
  portal
    .files()
    .filter((path) => path.startsWith(`${folder}/`) && /(?:index|list-\d+)\.html$/.test(path))
    .flatMap((path) => portal.read(path).match(/标题\w+-\d+。/g) ?? []);

const namesOf = (prefix: string, count: number): string[] =>
  Array.from({ length: count }, (_, at) => `标题${prefix}-${at}。`);

describe('several processes on one root', () => {
  it('lose nothing of each other', async () => {
    const writers = ['a', 'b', 'c'].map((prefix) => start(prefix, 8));
    const codes = await Promise.all(writers.map(async (writer) => (await once(writer, 'close'))[0] as unknown));
    expect(codes).toEqual([0, 0, 0]);
    const all = ['a', 'b', 'c'].flatMap((prefix) => namesOf(prefix, 8)).sort();
    for (const folder of ['tzgg', 'units/xzfb']) expect(listed(folder).sort()).toEqual(all);
    expect(portal.effects().length).toBe(24);
  });

  it('go on where one was killed in the middle: whole pages, and what it had begun is finished by the next', async () => {
    const killed = start('k', 200);
    const done: string[] = [];
    killed.stdout?.on('data', (data: Buffer) => {
      done.push(...data.toString().split('\n').filter(Boolean));
      if (done.length >= 5) killed.kill('SIGKILL');
    });
    await once(killed, 'close');
    const next = done.length;
    for (const at of [next, next + 1])
      await portal.publish(manuscriptOf({ title: `标题k-${at}。` }, { itemId: `k-${at}` }));
    expect(listed('tzgg').sort()).toEqual(namesOf('k', next + 2).sort());
    for (const path of portal.files().filter((file) => file.endsWith('.html')))
      expect(portal.read(path).trimEnd()).toMatch(/<\/html>$/);
    const effects = portal.effects();
    expect(new Set(effects).size).toBe(effects.length);
  });
});
