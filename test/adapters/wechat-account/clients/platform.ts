import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serve } from '@hono/node-server';
import sharp from 'sharp';
import type { Sandbox } from '../../../../adapters/contract.ts';
import { createWechatSandbox } from '../../../../adapters/wechat-account/sandbox.ts';
import { START } from '../support.ts';

export interface Platform {
  readonly base: string;
  readonly appId: string;
  readonly secret: string;
  /** A PNG of real bytes, on disk. */
  readonly picture: string;
  advance(ms: number): Promise<void>;
  fail(fault: object): Promise<void>;
  /** How often it saw an effect of this name. */
  effects(name: string): number;
  close(): Promise<void>;
}

/** The double behind a real HTTP server, as clients of others meet it: nothing of ours speaks to it. */
export const openPlatform = async (): Promise<Platform> => {
  let now = START;
  let sandbox: Sandbox | null = null;
  const server = serve({
    fetch: (request) => sandbox?.fetch(request) ?? new Response('', { status: 503 }),
    hostname: '127.0.0.1',
    port: 0,
  });
  if (!server.listening) await once(server, 'listening');
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/wx`;
  const double = createWechatSandbox({
    base,
    folder: null,
    clock: () => now,
    callbackUrl: 'http://127.0.0.1:9/callbacks/wechat',
    feedUrl: '',
    fetch: async () => new Response('success'),
  });
  sandbox = double;
  const folder = mkdtempSync(join(tmpdir(), 'yigao-clients-'));
  const picture = join(folder, 'picture.png');
  const shape = { width: 640, height: 360, channels: 3, background: '#2a6f97' } as const;
  writeFileSync(picture, await sharp({ create: shape }).png().toBuffer());
  return {
    base,
    appId: double.settings['appId'] ?? '',
    secret: double.settings['appSecret'] ?? '',
    picture,
    advance: async (ms) => {
      now = new Date(now.getTime() + ms);
      await double.tick();
    },
    fail: async (fault) => {
      await fetch(`${base}/__faults`, { method: 'POST', body: JSON.stringify(fault) });
    },
    effects: (name) => double.effects().filter(({ effect }) => effect === name).length,
    close: async () => {
      rmSync(folder, { recursive: true, force: true });
      const closed = once(server, 'close');
      server.close();
      await closed;
    },
  };
};

/** What every client is asked to publish. */
export const ARTICLE = {
  title: '关于城区部分路段停水的通知',
  author: '明溪县人民政府办公室',
  content: '<p>因城区供水管网检修，11月25日8时至18时停水。</p>',
  content_source_url: 'https://www.fjmx.gov.cn/a/1',
} as const;
