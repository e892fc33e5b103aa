import { defineAdapter, type Adapter, type Rendition, type Source } from '../../adapters/contract.ts';
import { createContext, type Channel, type Context } from '../../src/context.ts';
import { ITEM_TYPES } from '../../src/core/content.ts';
import type { Log } from '../../src/core/log.ts';
import type { Actor } from '../../src/accounts/actor.ts';
import { permissionsOf, SCOPES } from '../../src/core/scopes.ts';
import type { TestDatabase } from './database.ts';

export const source: Source = { document: 'made for the tests', checkedOn: '2026-11-23', certainty: 'design' };

/** The smallest adapter that keeps the contract; tests replace what they are about. */
export const fakeAdapter = (overrides: Partial<Adapter> = {}): Adapter =>
  defineAdapter({
    kind: 'fake',
    name: '测试渠道',
    takes: ITEM_TYPES,
    settings: {},
    goesPublicAt: 'put',
    steps: { put: '放上', take: '取下' },
    limits: {
      title: { max: 64, unit: 'codepoint', source },
      body: { max: 20_000, unit: 'codepoint', source },
      images: { max: 10, bytes: 1_000_000, types: ['image/png', 'image/jpeg'], source },
      rate: { max: 100, perMs: 1_000, source },
      quotas: {},
    },
    render: ({ itemId, revision, content }): Rendition => ({
      itemId,
      revision,
      title: content.title,
      body: content.body,
      text: content.body.replace(/<[^>]+>/g, ''),
      images: [],
    }),
    publish: ({ itemId }) => Promise.resolve({ state: 'live', remoteId: itemId, url: `https://fake.test/${itemId}` }),
    withdraw: () => Promise.resolve({ state: 'gone' }),
    locate: () => Promise.resolve(null),
    ...overrides,
  });

export const fakeChannel = (overrides: Partial<Channel> = {}): Channel => ({
  id: 'portal',
  name: '县政府门户网站',
  adapter: fakeAdapter(),
  settings: {},
  off: null,
  ...overrides,
});

export interface LogLine {
  readonly level: keyof Log;
  readonly facts: object;
  readonly message: string;
}

/** A log that can be read again. */
export const recordLog = (): { log: Log; lines: LogLine[] } => {
  const lines: LogLine[] = [];
  const at = (level: keyof Log) => (facts: object, message: string) => void lines.push({ level, facts, message });
  return { log: { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') }, lines };
};

export interface FakeContextOptions {
  readonly channels?: readonly Channel[];
  readonly approvalStages?: readonly string[];
  readonly log?: Log;
  readonly origin?: string;
  readonly proxies?: readonly string[];
}

export const fakeContext = (
  database: TestDatabase,
  { channels = [fakeChannel()], approvalStages = ['签发'], log = recordLog().log, ...rest }: FakeContextOptions = {},
): Context =>
  createContext({ databaseUrl: database.url, connection: database, channels, approvalStages, log, ...rest });

/** May do everything, for every unit. */
export const clerk: Actor = { name: '送稿系统', permissions: permissionsOf(SCOPES), unitIds: [] };
