import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { startEmbedded } from '../../db/embedded.ts';

/** One cluster for the whole run: the one given, or an embedded one that ends with it. */
const setup = async ({ provide }: TestProject): Promise<() => Promise<void>> => {
  provide('redisUrl', process.env['REDIS_URL'] ?? null);
  const given = process.env['DATABASE_URL'];
  if (given) {
    provide('clusterUrl', given);
    return () => Promise.resolve();
  }
  const folder = mkdtempSync(join(tmpdir(), 'yigao-test-'));
  // As root the server runs under another account, which must be able to enter.
  chmodSync(folder, 0o755);
  const embedded = await startEmbedded({
    dataDir: join(folder, 'data'),
    rootHome: join(folder, 'root'),
    log: () => undefined,
  });
  provide('clusterUrl', embedded.url);
  return async () => {
    await embedded.stop();
    rmSync(folder, { recursive: true, force: true });
  };
};

export default setup;
