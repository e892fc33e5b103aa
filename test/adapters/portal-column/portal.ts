import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import type { Asset, LiveReceipt, Manuscript, Unit, Withdrawal } from '../../../adapters/contract.ts';
import { portalColumn } from '../../../adapters/portal-column/index.ts';
import { render } from '../../../adapters/portal-column/render.ts';
import { createPortalSandbox } from '../../../adapters/portal-column/sandbox.ts';
import type { PortalSetting } from '../../../adapters/portal-column/settings.ts';
import { contentSchema, type ContentInput } from '../../../src/core/content.ts';
import { createMemoryIo, type MemoryIo, type MemoryIoOptions } from '../../support/memory-io.ts';
import { COLUMNS, UNITS } from '../../support/seed.ts';

export const BASE = 'http://portal.test/site';
export const NOW = new Date('2026-11-24T02:30:00Z');

const assetOf = (mime: string, data: Uint8Array, size: { width: number; height: number } | null): Asset => ({
  id: createHash('sha256').update(data).digest('hex'),
  mime,
  bytes: data.length,
  width: size?.width ?? null,
  height: size?.height ?? null,
  data,
});

const pixels = { width: 64, height: 48 };
export const PICTURE = assetOf(
  'image/png',
  await sharp({ create: { ...pixels, channels: 3, background: '#2b82d9' } })
    .png()
    .toBuffer(),
  pixels,
);
export const FORM = assetOf('application/pdf', Buffer.from('%PDF-1.4\n%%EOF\n'), null);

export interface Draft {
  readonly itemId?: string;
  readonly externalId?: string;
  readonly revision?: number;
  readonly publishedAt?: Date;
  readonly revisedAt?: Date;
  readonly unit?: Unit;
}

export const manuscriptOf = (content: Partial<ContentInput> = {}, draft: Draft = {}): Manuscript => {
  const { itemId = 'item-1', revision = 1, publishedAt = NOW } = draft;
  const parsed = contentSchema.parse({
    type: 'notice',
    unit: 'xzfb',
    column: 'tzgg',
    title: '关于停水的通知',
    source: '明溪县人民政府办公室',
    disclosure: { kind: '主动公开' },
    body: '<p>因管网检修，11月25日8时至18时城区部分路段停水。</p>',
    ...content,
  });
  const unit = draft.unit ?? UNITS[0];
  const known = COLUMNS.find(({ id }) => id === parsed.column);
  const column = known ?? { id: parsed.column, name: parsed.column, description: '', keywords: [], type: '工作动态' };
  if (!unit) throw new Error('no unit');
  return {
    itemId,
    externalId: draft.externalId ?? itemId,
    revision,
    hash: 'f'.repeat(64),
    content: parsed,
    unit,
    column,
    assets: Object.fromEntries([PICTURE, FORM].map(({ data: _data, ...info }) => [info.id, info])),
    publishedAt,
    revisedAt: draft.revisedAt ?? publishedAt,
  };
};

export type PortalIoOptions = Partial<Omit<MemoryIoOptions<PortalSetting>, 'settings'>>;

export interface Portal {
  readonly root: string;
  io(options?: PortalIoOptions): MemoryIo<PortalSetting>;
  publish(manuscript: Manuscript, options?: PortalIoOptions): Promise<LiveReceipt>;
  withdraw(receipt: LiveReceipt, withdrawal?: Partial<Withdrawal>, options?: PortalIoOptions): Promise<void>;
  /** A file below the root as text; throws when it is not there. */
  read(path: string): string;
  has(path: string): boolean;
  /** Every public file, by path. */
  files(): string[];
  effects(): string[];
  fetch(path: string): Promise<Response>;
  close(): Promise<void>;
}

/** A channel’s settings with the defaults of those not given. */
export const settingsOf = (own: Readonly<Record<string, string>>): Record<PortalSetting, string> =>
  Object.fromEntries(
    Object.entries(portalColumn.settings).map(([name, setting]) => [
      name,
      own[name] ?? ('default' in setting ? setting.default : ''),
    ]),
  ) as Record<PortalSetting, string>;

/** A county portal in a folder of its own, without an engine: steps are remembered as each test says. */
export const openPortal = async (own: Readonly<Record<string, string>> = {}): Promise<Portal> => {
  const folder = mkdtempSync(join(tmpdir(), 'yigao-portal-test-'));
  const fetch = globalThis.fetch;
  const sandbox = createPortalSandbox({ base: BASE, folder, clock: () => NOW, callbackUrl: '', feedUrl: '', fetch });
  const root = sandbox.settings.documentRoot ?? '';
  const serve: typeof globalThis.fetch = async (input, init) => sandbox.fetch(new Request(input, init));
  const io = (options: PortalIoOptions = {}) =>
    createMemoryIo<PortalSetting>({
      settings: settingsOf({ ...sandbox.settings, ...own }),
      assets: [PICTURE, FORM],
      clock: () => NOW,
      fetch: serve,
      ...options,
    });
  return {
    root,
    io,
    publish: async (manuscript, options) => {
      const receipt = await portalColumn.publish(render(manuscript), io(options));
      if (receipt.state !== 'live') throw new Error('not live');
      return receipt;
    },
    withdraw: async (receipt, withdrawal, options) => {
      await portalColumn.withdraw(receipt, { kind: 'withdrawn', reason: '内容有误', ...withdrawal }, io(options));
    },
    read: (path) => readFileSync(join(root, path), 'utf8'),
    has: (path) => existsSync(join(root, path)),
    files: () =>
      readdirSync(root, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
        .filter((path) => !path.startsWith('.yigao/'))
        .sort(),
    effects: () => sandbox.effects().map(({ effect, key }) => `${effect} ${key}`),
    fetch: (path) => serve(`${BASE}/${path}`),
    close: async () => {
      await sandbox.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
