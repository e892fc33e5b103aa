import { join } from 'node:path';
import type { Sandbox } from '../adapters/contract.ts';
import { UNITS } from '../db/seed/reference.ts';
import { sandboxes } from '../adapters/sandboxes.ts';
import type { ChannelConfig } from './config.ts';
import type { Log } from './core/log.ts';

const units = UNITS.map(({ id, name }) => `${id} ${name}`).join('；');
/** The demo county's three channels: each points at its sandbox, mounted in this same service. */
const CHANNELS = [
  { id: 'portal', kind: 'portal-column', name: '县政府门户网站', path: '/portal', folder: 'portal', own: { units } },
  {
    id: 'wechat',
    kind: 'wechat-account',
    name: '明溪在线',
    path: '/sandbox/wechat',
    folder: 'sandbox/wechat',
    own: {},
  },
  {
    id: 'esanming',
    kind: 'guide-feed',
    name: 'e三明办事指南',
    path: '/sandbox/esanming',
    folder: 'sandbox/esanming',
    own: {},
  },
] as const;

/** How often a sandbox does what is due: soon enough that a demo feels alive, rarely enough to cost nothing. */
const TICK_EVERY_MS = 250;

export interface Mount {
  readonly path: string;
  fetch(request: Request): Response | Promise<Response>;
}

export interface Demo {
  readonly channels: readonly ChannelConfig[];
  readonly mounts: readonly Mount[];
  start(): void;
  stop(): Promise<void>;
}

const drive = (sandbox: Sandbox, name: string, log: Log): { start(): void; stop(): Promise<void> } => {
  let timer: NodeJS.Timeout | undefined;
  let ticking: Promise<void> = Promise.resolve();
  const tick = async (): Promise<void> => {
    try {
      await sandbox.tick();
    } catch (error) {
      log.warn({ error, sandbox: name }, 'sandbox tick failed');
    }
    timer = setTimeout(turn, TICK_EVERY_MS);
  };
  const turn = (): void => {
    ticking = tick();
  };
  return {
    start: turn,
    stop: async () => {
      await ticking;
      clearTimeout(timer);
      await sandbox.close();
    },
  };
};

/** Builds the sandboxes below `dataDir`; they answer as soon as they are mounted, and act once started. */
export const openDemo = (origin: string, dataDir: string, log: Log): Demo => {
  const parts = CHANNELS.map(({ id, kind, name, path, folder, own }) => {
    const create = sandboxes.get(kind);
    if (!create) throw new Error(`No sandbox for ${kind}`);
    const sandbox = create({
      base: `${origin}${path}`,
      folder: join(dataDir, folder),
      clock: () => new Date(),
      callbackUrl: `${origin}/callbacks/${id}`,
      feedUrl: `${origin}/feeds/${id}/guides`,
      fetch: globalThis.fetch,
    });
    const counter = kind === 'portal-column' ? { counter: `${origin}/reach/${id}.gif` } : {};
    const settings = { ...sandbox.settings, ...own, ...counter };
    return { config: { id, kind, name, settings }, path, sandbox, driver: drive(sandbox, id, log) };
  });
  return {
    channels: parts.map(({ config }) => config),
    mounts: parts.map(({ path, sandbox }) => ({ path, fetch: (request) => sandbox.fetch(request) })),
    start: () => parts.forEach(({ driver }) => driver.start()),
    stop: async () => {
      await Promise.all(parts.map(({ driver }) => driver.stop()));
    },
  };
};
