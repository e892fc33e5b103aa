import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Miniflare } from 'miniflare';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const WRANGLER = join(ROOT, 'node_modules', 'wrangler', 'bin', 'wrangler.js');

export interface EdgeWorker {
  readonly url: string;
  fetch(path: string, headers?: Readonly<Record<string, string>>): Promise<Response>;
  close(): Promise<void>;
}

/** Local servers trust; Hyperdrive wants a password all the same. */
const withPassword = (databaseUrl: string): string => {
  const url = new URL(databaseUrl);
  if (url.password === '') url.password = 'trusted';
  return url.href;
};

/** `src/edge.ts` as wrangler bundles it, in the workerd that Cloudflare runs, against a real database. */
export const openEdgeWorker = async (databaseUrl: string, bindings: Record<string, string>): Promise<EdgeWorker> => {
  const folder = mkdtempSync(join(tmpdir(), 'yigao-edge-'));
  const env = { ...process.env, WRANGLER_SEND_METRICS: 'false', CI: 'true' };
  await promisify(execFile)(process.execPath, [WRANGLER, 'deploy', '--dry-run', '--outdir', folder], {
    cwd: ROOT,
    env,
  });
  const worker = new Miniflare({
    modules: true,
    modulesRoot: folder,
    scriptPath: join(folder, 'edge.js'),
    compatibilityDate: '2026-04-01',
    compatibilityFlags: ['nodejs_compat'],
    hyperdrives: { HYPERDRIVE: withPassword(databaseUrl) },
    bindings,
    // Nothing is asked of anybody on the network.
    cf: false,
  });
  const url = (await worker.ready).href.replace(/\/$/, '');
  return {
    url,
    fetch: (path, headers = {}) => fetch(url + path, { headers, redirect: 'manual' }),
    close: async () => {
      await worker.dispose();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

/** A worker that does nothing but answer through Hono: what the page counter is measured beside. */
export const openBareWorker = async (): Promise<Pick<EdgeWorker, 'url' | 'close'>> => {
  const folder = mkdtempSync(join(tmpdir(), 'yigao-bare-'));
  const source = join(ROOT, 'test', 'bench', 'support', 'bare-worker.ts');
  const env = { ...process.env, WRANGLER_SEND_METRICS: 'false', CI: 'true' };
  const args = [
    WRANGLER,
    'deploy',
    source,
    '--name',
    'bare',
    '--compatibility-date',
    '2026-04-01',
    '--dry-run',
    '--outdir',
    folder,
  ];
  await promisify(execFile)(process.execPath, args, { cwd: folder, env });
  const worker = new Miniflare({
    modules: true,
    modulesRoot: folder,
    scriptPath: join(folder, 'bare-worker.js'),
    compatibilityDate: '2026-04-01',
    cf: false,
  });
  return {
    url: (await worker.ready).href.replace(/\/$/, ''),
    close: async () => {
      await worker.dispose();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
