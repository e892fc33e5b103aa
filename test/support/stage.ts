import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Adapter, Sandbox, SandboxOptions } from '../../adapters/contract.ts';
import { assets } from '../../db/schema/index.ts';
import { createApp } from '../../src/web/app.ts';
import { createTestDatabase } from './database.ts';
import { createWorld, type World } from './world.ts';

export interface TestImage {
  readonly id: string;
  readonly mime: string;
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
}

export interface StageOptions {
  readonly adapter: Adapter;
  readonly createSandbox: (options: SandboxOptions) => Sandbox;
  readonly images?: readonly TestImage[];
}

export interface Stage {
  readonly world: World;
  readonly sandbox: Sandbox;
  close(): Promise<void>;
}

export const CHANNEL = 'channel';
const PLATFORM = 'http://platform.test/base';
const OURS = 'http://yigao.test';

const settingsOf = (adapter: Adapter, sandbox: Sandbox) =>
  Object.fromEntries(
    Object.entries(adapter.settings).flatMap(([name, { default: fallback }]) => {
      const value = sandbox.settings[name] ?? fallback;
      return value === undefined ? [] : [[name, value]];
    }),
  );

/**
 * One adapter against its platform's double, run by the real engine on a real database. The two sides reach each other
 * without a network: callbacks and feed pulls go through our own web layer.
 */
export const openStage = async ({ adapter, createSandbox, images = [] }: StageOptions): Promise<Stage> => {
  const database = await createTestDatabase();
  const folder = mkdtempSync(join(tmpdir(), 'yigao-stage-'));
  const late: { world?: World; ours?: { fetch(request: Request): Response | Promise<Response> } } = {};
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const request = new Request(input, init);
    if (request.url.startsWith(PLATFORM)) return sandbox.fetch(request);
    if (request.url.startsWith(OURS) && late.ours) return late.ours.fetch(request);
    throw new TypeError(`fetch failed: nobody answers at ${request.url}`);
  };
  const sandbox = createSandbox({
    base: PLATFORM,
    folder,
    clock: () => late.world?.now() ?? new Date(0),
    callbackUrl: `${OURS}/callbacks/${CHANNEL}`,
    feedUrl: `${OURS}/feeds/${CHANNEL}/guides`,
    fetch,
  });
  const channel = { id: CHANNEL, name: '被测渠道', adapter, settings: settingsOf(adapter, sandbox), off: null };
  const world = await createWorld({ database, channels: [channel], fetch, tick: () => sandbox.tick() });
  late.world = world;
  late.ours = createApp(world.ctx, { origin: () => OURS, mounts: [] });
  if (images.length > 0) {
    await database.db.insert(assets).values(images.map((image) => ({ ...image, bytes: image.data.length })));
  }
  return {
    world,
    sandbox,
    close: async () => {
      await sandbox.close();
      await database.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
