import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { createKey } from '../../src/accounts/keys.ts';
import { createClient } from '../../src/cli/client.ts';
import { importLog } from '../../src/cli/import-log.ts';
import { openLog } from '../../src/cli/log-lines.ts';
import { SCOPES } from '../../src/core/scopes.ts';
import { createApp } from '../../src/web/app.ts';
import { createTestDatabase } from '../support/database.ts';
import { fakeContext } from '../support/fakes.ts';
import { createLogCounter, makeLog } from '../support/reach-log.ts';
import { portalChannel, readRollups, rollAll, SITE, storeSite } from '../support/reach-site.ts';
import { seedBasics } from '../support/seed.ts';
import { option, round, type BenchOptions } from './support/bench.ts';
import { openCluster } from './support/county.ts';

const seconds = async <T>(run: () => T | Promise<T>): Promise<readonly [seconds: number, result: T]> => {
  const since = performance.now();
  const result = await run();
  return [(performance.now() - since) / 1_000, result];
};

/** The least that reading a log takes: every line split at its quotes. */
const parsePlainly = async (file: string): Promise<number> => {
  let parts = 0;
  for await (const lines of (await openLog(file)).blocks()) for (const line of lines) parts += line.split('"').length;
  return parts;
};

const same = (ours: ReadonlyMap<string, number>, truth: ReadonlyMap<string, number>): boolean =>
  ours.size === truth.size && [...truth].every(([key, value]) => ours.get(key) === value);

/**
 * Imports a log of a million lines and rolls it up, beside `wc -l` and a plain parse of the same run; every total must be
 * what a script without a database counts, and importing it again must change nothing.
 */
export const run = async ({ say, args }: BenchOptions) => {
  const lines = option(args, 'lines', 1_000_000);
  const cluster = await openCluster();
  const database = await createTestDatabase(cluster.url, { durable: true });
  const ctx = fakeContext(database, { channels: [portalChannel()] });
  await seedBasics(database.db, ctx.channels.values());
  const site = await storeSite(database.db, 200);
  const folder = mkdtempSync(join(tmpdir(), 'yigao-log-'));
  const file = join(folder, 'access.log');
  const counter = createLogCounter(site.scopesOf);
  const out = createWriteStream(file);
  let block = '';
  for (const line of makeLog({ lines, paths: site.paths, site: SITE })) {
    counter.line(line);
    block += `${line}\n`;
    if (block.length > 1 << 20) {
      if (!out.write(block)) await once(out, 'drain');
      block = '';
    }
  }
  out.end(block);
  await finished(out);
  const [wcSeconds] = await seconds(() => execFileSync('wc', ['-l', file]));
  const [plainSeconds] = await seconds(() => parsePlainly(file));
  const app = createApp(ctx, { origin: () => 'http://127.0.0.1', mounts: [] });
  const { secret } = await createKey(ctx, { name: 'bench', scopes: SCOPES, actor: 'bench' });
  const client = createClient({ origin: 'http://127.0.0.1', key: secret, send: (request) => app.fetch(request) });
  const rss: number[] = [];
  const options = {
    channel: 'portal',
    signal: new AbortController().signal,
    progress: () => void rss.push(process.memoryUsage.rss() / 1_048_576),
  };
  const [importSeconds, told] = await seconds(() => importLog(client, file, options));
  const [rollSeconds] = await seconds(() => rollAll(database.db));
  const isExact = same(await readRollups(database.db, 'access-log'), counter.totals);
  if (!isExact) throw new Error('the totals are not what the script counted');
  const again = await importLog(client, file, { ...options, progress: () => undefined });
  await rollAll(database.db);
  if (again.added !== 0 || !same(await readRollups(database.db, 'access-log'), counter.totals))
    throw new Error('importing again changed the totals');
  await database.close();
  await cluster.close();
  rmSync(folder, { recursive: true, force: true });
  say(
    `${lines} lines, ${told.added} views: ${round(importSeconds, 1)} s beside ${round(wcSeconds + plainSeconds, 2)} s`,
  );
  const third = Math.floor(rss.length / 3);
  return {
    ratio: round(importSeconds / (wcSeconds + plainSeconds), 1),
    linesPerSecond: round(lines / importSeconds, 0),
    viewsPerSecond: round(told.added / importSeconds, 0),
    wcSeconds: round(wcSeconds, 3),
    plainSeconds: round(plainSeconds),
    importSeconds: round(importSeconds),
    rollUpSeconds: round(rollSeconds),
    totals: counter.totals.size,
    rssFirstThirdMb: round(Math.max(...rss.slice(0, third)), 0),
    rssLastThirdMb: round(Math.max(...rss.slice(-third)), 0),
  };
};
