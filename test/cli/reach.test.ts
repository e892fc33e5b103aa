import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createClient } from '../../src/cli/client.ts';
import { importLog, type FileTold } from '../../src/cli/import-log.ts';
import { openApp, ORIGIN, type TestApp } from '../support/app.ts';
import { createLogCounter, makeLog } from '../support/reach-log.ts';
import { portalChannel, readRollups, rollAll, SITE, storeSite, type SitePages } from '../support/reach-site.ts';

const LINES = 20_000;

let app: TestApp;
let site: SitePages;
let folder: string;
let lines: string[];
beforeAll(async () => {
  app = await openApp({ channels: [portalChannel()] });
  site = await storeSite(app.ctx.db, 40);
  folder = mkdtempSync(join(tmpdir(), 'yigao-log-'));
  lines = [...makeLog({ lines: LINES, paths: site.paths, site: SITE })];
});
afterAll(async () => {
  await app.close();
  rmSync(folder, { recursive: true, force: true });
});

const write = (name: string, part: readonly string[]): string => {
  const file = join(folder, name);
  const text = part.map((line) => `${line}\n`).join('');
  writeFileSync(file, name.endsWith('.gz') ? gzipSync(text) : text);
  return file;
};
const send = (signal?: AbortSignal) =>
  createClient({
    origin: ORIGIN,
    key: app.key,
    send: async (request) => {
      signal?.throwIfAborted();
      const { pathname, search } = new URL(request.url);
      const body = request.method === 'POST' ? await request.text() : undefined;
      return app.call(request.method, pathname + search, body === undefined ? {} : { bytes: body });
    },
  });
const importOne = (file: string, chunk = 3_000): Promise<FileTold> =>
  importLog(send(), file, {
    channel: 'portal',
    chunk,
    signal: new AbortController().signal,
    progress: () => undefined,
  });
const sorted = (totals: Map<string, number>) => [...totals].toSorted(([a], [b]) => (a < b ? -1 : 1));

describe.sequential('reach import', () => {
  it('every total of a known log is exact: bots, equal lines, midnights, the year’s end', async () => {
    // Rotated twice, once packed; the newest first, and one that overlaps both.
    await importOne(write('access.log', lines.slice(14_000)), 2_000);
    await importOne(write('access.log.2.gz', lines.slice(0, 8_000)));
    await importOne(write('access.log.1', lines.slice(6_500, 14_500)));
    await rollAll(app.ctx.db);
    const counter = createLogCounter(site.scopesOf);
    for (const line of lines) counter.line(line);
    expect(counter.totals.size).toBeGreaterThan(1_000);
    expect(sorted(await readRollups(app.ctx.db, 'access-log'))).toEqual(sorted(counter.totals));
  });

  it('the same lines again add nothing: renamed, packed, longer, in one file', async () => {
    const before = await readRollups(app.ctx.db, 'access-log');
    const again = await importOne(write('renamed.log', lines.slice(14_000)));
    expect(again).toMatchObject({ added: 0, again: 0, before: 6_000, lines: 6_000 });
    expect((await importOne(write('all.log.gz', lines))).added).toBe(0);
    await rollAll(app.ctx.db);
    expect(await readRollups(app.ctx.db, 'access-log')).toEqual(before);
  });

  it('goes on where it was cut off, and a file that grew adds what is new', async () => {
    const own = lines.slice(0, 5_000).map((line) => line.replaceAll('/Dec/2026', '/Nov/2026'));
    const views = (await importOne(write('nov.log', own.slice(0, 2_000)), 500)).added;
    const rest = await importOne(write('nov.log', own), 500);
    expect(rest).toMatchObject({ before: 2_000, again: 0, lines: 5_000 });
    expect(views).toBeGreaterThan(500);
    expect(rest.added).toBeGreaterThan(views);
    expect((await importOne(write('november.log', ['# another beginning', ...own]), 500)).added).toBe(0);
  });

  it('lines of another form are told, not guessed', async () => {
    expect(await importOne(write('odd.log', ['{"time":1}', ...lines.slice(0, 3)]))).toMatchObject({ broken: 1 });
  });

  it('keeps no address', async () => {
    const rows = await app.ctx.db.execute<{ row: string }>('select t::text as row from reach_hits t limit 500');
    expect(rows.length).toBe(500);
    expect(rows.filter(({ row }) => /\b10\.\d+\.\d+\.\d+\b/.test(row))).toEqual([]);
  });

  it('404 for a channel without a site', async () => {
    const answer = await app.call('POST', `/api/reach/imports?channel=nowhere&file=${'0'.repeat(16)}&lines=1`, {
      bytes: '1 x',
    });
    expect(answer.status).toBe(404);
  });
});
