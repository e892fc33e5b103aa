import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import { adapters } from '../adapters/registry.ts';
import { onFolder, startEmbedded } from '../db/embedded.ts';
import { migrate } from '../db/migrate.ts';
import { seedReference } from '../db/seed/index.ts';
import { startLoop } from '../jobs/loop.ts';
import { startJobs } from '../jobs/run.ts';
import { watchQueues } from '../jobs/watch-queues.ts';
import { openAudit } from './open-audit.ts';
import { ensureOperatorKey } from './accounts/keys.ts';
import { ensureSecret } from './accounts/secret.ts';
import { welcomeLines } from './accounts/welcome.ts';
import type { Config } from './config.ts';
import { createContext, openChannels, type Context } from './context.ts';
import { openDemo, type Demo } from './demo.ts';
import { registerChannels } from './deliveries/channels.ts';
import { watchSettings } from './deliveries/load-settings.ts';
import { rebaseUrls } from './deliveries/rebase.ts';
import { createBuffer } from './reach/buffer.ts';
import { writeArrivals } from './reach/write.ts';
import { createApp } from './web/app.ts';

/** How soon every process uses what an administrator entered in one of them. */
const SETTINGS_EVERY_MS = 5_000;
/** How long a hit may wait for others to be written with. */
const HITS_EVERY_MS = 1_000;

export interface Service {
  readonly ctx: Context;
  /** `env`: what the Node server knows of the connection. */
  fetch(request: Request, env?: object): Response | Promise<Response>;
  /** What to tell at the terminal about who may sign in; empty: nothing new. */
  readonly welcome: readonly string[];
  /** Secret of the operator's key; also in `<data>/operator.key`. Null without the web role. */
  readonly operatorKey: string;
  readonly demo: Demo | null;
  /** Ends the background work while requests are still answered: what it is at may be a request to ourselves. */
  rest(): Promise<void>;
  /** Closes in order: background work, sandboxes, pool, database server. */
  close(): Promise<void>;
}

interface Closer {
  readonly name: string;
  close(): Promise<void>;
}

const openDatabase = async (
  config: Config,
  say: (line: string) => void,
): Promise<{ url: string; closer: Closer | null }> => {
  if (config.databaseUrl) return { url: config.databaseUrl, closer: null };
  const embedded = await startEmbedded({ dataDir: config.dataDir, log: say });
  return { url: embedded.url, closer: { name: 'database', close: () => embedded.stop() } };
};

const writeSecret = (file: string, text: string): void => {
  writeFileSync(file, text, { mode: 0o600 });
  chmodSync(file, 0o600);
};

/** The demo keeps the address it last had, so that a start on another port moves its local addresses with it. */
const rebaseDemo = async (ctx: Context, file: string, origin: string): Promise<void> => {
  let before: string;
  try {
    before = readFileSync(file, 'utf8').trim();
  } catch {
    before = origin;
  }
  if (before !== origin) await rebaseUrls(ctx, before, origin);
  writeFileSync(file, `${origin}\n`);
};

interface JobsAsked {
  readonly config: Config;
  readonly origin: string;
  readonly databaseUrl: string;
  readonly closers: Closer[];
}

/** The background work of this process, or, where it only answers requests, a look at the queues of the others. */
const openJobs = async (ctx: Context, { config, origin, databaseUrl, closers }: JobsAsked) => {
  const settings = { databaseUrl, redisUrl: config.redisUrl };
  if (config.role === 'web') {
    const watch = await watchQueues(ctx, settings);
    closers.push({ name: 'queues', close: () => watch.close() });
    return watch.counts;
  }
  const audit = openAudit(config, origin);
  closers.push({ name: 'crawler', close: () => audit.crawler.close() });
  const jobs = await startJobs(ctx, { ...settings, audit });
  closers.push({ name: 'jobs', close: () => jobs.stop() });
  return jobs.counts;
};

/** Opens everything the configured role needs and answers requests; listening is the entry's part. */
export const openService = async (config: Config, origin: string, say: (line: string) => void): Promise<Service> => {
  onFolder(config.dataDir, () => mkdirSync(config.dataDir, { recursive: true }));
  const log = pino({ level: config.logLevel }, pino.destination(2));
  const closers: Closer[] = [];
  const close = async (): Promise<void> => {
    for (const closer of closers.toReversed()) await closer.close();
    closers.length = 0;
  };
  const rest = async (): Promise<void> => {
    const at = closers.findIndex(({ name }) => name === 'jobs');
    if (at >= 0) for (const jobs of closers.splice(at, 1)) await jobs.close();
  };
  try {
    const database = await openDatabase(config, say);
    if (database.closer) closers.push(database.closer);
    await migrate(database.url);
    const demo = config.channels === null ? openDemo(origin, config.dataDir, log) : null;
    const channels = openChannels(config.channels ?? demo?.channels ?? [], adapters);
    const secret = config.secret ?? ensureSecret(join(config.dataDir, 'secret.key'), writeSecret);
    const { approvalStages, proxies } = config;
    const undoMs = config.undoSeconds * 1_000;
    const rules = { tenDays: config.tenDays, confirmed: new Set(config.confirmedRules) };
    const options = { channels, approvalStages, undoMs, rules, origin, secret, proxies, log };
    const ctx = createContext({ databaseUrl: database.url, ...options });
    closers.push({ name: 'pool', close: () => ctx.close() });
    await registerChannels(ctx);
    const refresh = watchSettings(ctx);
    await refresh();
    const watching = startLoop(log, 'settings', SETTINGS_EVERY_MS, refresh);
    closers.push({ name: 'settings', close: () => watching.stop() });
    if (demo) {
      await seedReference(ctx.db);
      await rebaseDemo(ctx, join(config.dataDir, 'origin'), origin);
      closers.push({ name: 'sandboxes', close: () => demo.stop() });
    }
    const keyFile = join(config.dataDir, 'operator.key');
    const operatorKey = await ensureOperatorKey(ctx, keyFile, writeSecret);
    const counts = await openJobs(ctx, { config, origin, databaseUrl: database.url, closers });
    const web = { ...ctx, queueCounts: counts };
    const hits = createBuffer({ write: writeArrivals(ctx.db) });
    const flushing = startLoop(log, 'hits', HITS_EVERY_MS, async () => {
      await hits.flush();
      return 0;
    });
    closers.push({
      name: 'hits',
      close: async () => {
        await flushing.stop();
        await hits.flush().catch((error: unknown) => log.error({ error, ...hits.state() }, 'hits not written'));
      },
    });
    const app = createApp(web, { origin: () => origin, mounts: demo?.mounts ?? [], demo: demo !== null, hits });
    const welcome = await welcomeLines(ctx, { isDemo: demo !== null, host: config.host });
    return { ctx, fetch: (request, env) => app.fetch(request, env), welcome, operatorKey, demo, rest, close };
  } catch (error) {
    await close();
    throw error;
  }
};

const serviceFile = (dataDir: string): string => join(dataDir, 'service.json');

/** Tells the command line where this service is. */
export const announce = (dataDir: string, origin: string): void =>
  writeSecret(serviceFile(dataDir), `${JSON.stringify({ origin, pid: process.pid })}\n`);

export const retract = (dataDir: string): void => rmSync(serviceFile(dataDir), { force: true });
