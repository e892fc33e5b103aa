import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Sandbox } from '../../adapters/contract.ts';
import { adapters } from '../../adapters/registry.ts';
import { sandboxes } from '../../adapters/sandboxes.ts';
import { startJobs, type Jobs } from '../../jobs/run.ts';
import { createMissingPages } from '../../src/audits/missing-pages.ts';
import { createListReader } from '../../src/audits/listings.ts';
import { createKey } from '../../src/accounts/keys.ts';
import { createContext, openChannels, type Context } from '../../src/context.ts';
import { SCOPES } from '../../src/core/scopes.ts';
import { registerChannels } from '../../src/deliveries/channels.ts';
import { createApp } from '../../src/web/app.ts';
import { fetchCrawler } from './crawler.ts';
import { createTestDatabase } from './database.ts';
import { seedBasics } from './seed.ts';
import { silent } from './world.ts';

export interface County {
  readonly ctx: Context;
  readonly jobs: Jobs;
  readonly sandboxes: ReadonlyMap<string, Sandbox>;
  /** Our own HTTP side, with the key of somebody who may do everything. */
  call(method: string, path: string, body?: unknown): Promise<Response>;
  /** The world's HTTP: our side and every platform's public side. */
  readonly fetch: typeof globalThis.fetch;
  close(): Promise<void>;
}

const OURS = 'http://yigao.test';

/**
 * The whole thing as it runs, but for the network: three real adapters, their sandboxes, the web layer, queues and
 * workers on a real database. Time is real.
 */
export const openCounty = async ({ redisUrl = null }: { redisUrl?: string | null } = {}): Promise<County> => {
  const database = await createTestDatabase();
  const folder = mkdtempSync(join(tmpdir(), 'yigao-county-'));
  const doubles = new Map<string, Sandbox>();
  const late: { app?: { fetch(request: Request): Response | Promise<Response> } } = {};
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const request = new Request(input, init);
    const { host } = new URL(request.url);
    if (host === 'yigao.test' && late.app) return late.app.fetch(request);
    const double = doubles.get(host.replace('.test', ''));
    if (double) return double.fetch(request);
    throw new TypeError(`fetch failed: nobody answers at ${request.url}`);
  };
  const configs = [...sandboxes].map(([kind, create]) => {
    const double = create({
      base: `http://${kind}.test`,
      folder: join(folder, kind),
      clock: () => new Date(),
      callbackUrl: `${OURS}/callbacks/${kind}`,
      feedUrl: `${OURS}/feeds/${kind}/guides`,
      fetch,
    });
    doubles.set(kind, double);
    return { id: kind, kind, name: adapters.get(kind)?.name ?? kind, settings: { ...double.settings } };
  });
  const channels = openChannels(configs, adapters);
  const ctx = createContext({
    databaseUrl: database.url,
    connection: database,
    channels,
    approvalStages: ['签发'],
    log: silent,
  });
  await seedBasics(ctx.db);
  await registerChannels(ctx);
  const app = createApp(ctx, { origin: () => OURS, mounts: [] });
  late.app = app;
  const { secret } = await createKey(ctx, { name: '测试', scopes: SCOPES, actor: 'test' });
  const crawler = fetchCrawler(fetch);
  const jobs = await startJobs(ctx, {
    databaseUrl: database.url,
    redisUrl,
    prefix: database.url.split('/').at(-1) ?? 'test',
    fetch,
    audit: {
      crawler,
      lists: createListReader(crawler, 0),
      missing: createMissingPages(crawler, 0),
      paceMs: () => 0,
      followsLinks: true,
    },
  });
  const ticking = setInterval(() => {
    for (const double of doubles.values()) void double.tick();
  }, 50);
  return {
    ctx,
    jobs,
    sandboxes: doubles,
    fetch,
    call: async (method, path, body) =>
      app.fetch(
        new Request(`${OURS}${path}`, {
          method,
          headers: {
            authorization: `Bearer ${secret}`,
            ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        }),
      ),
    close: async () => {
      clearInterval(ticking);
      await jobs.stop();
      for (const double of doubles.values()) await double.close();
      await database.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
