import { randomBytes } from 'node:crypto';
import type { Adapter, Settings } from '../adapters/contract.ts';
import { connect, type Connection, type Database } from '../db/client.ts';
import type { RuleSettings } from './audits/rules/index.ts';
import { ConfigError, type ChannelConfig } from './config.ts';
import type { Log } from './core/log.ts';

/** 渠道: one configured destination. */
export interface Channel {
  readonly id: string;
  readonly name: string;
  readonly adapter: Adapter;
  readonly settings: Settings;
  /** What of them the configuration gives, so that nothing else may; absent: all. */
  readonly given?: Settings;
  /** Null: on. Otherwise why it is off, for a person. */
  readonly off: string | null;
}

/** Jobs in one queue, as the queue counts them; one may wake many; done ones are forgotten at once. */
export interface QueueCount {
  readonly name: string;
  readonly waiting: number;
  readonly active: number;
  readonly delayed: number;
}

/** What verbs get: everything they may touch, and nothing they read from elsewhere. */
export interface Context {
  readonly db: Database;
  readonly channels: ReadonlyMap<string, Channel>;
  /** Puts a configured channel in the place of its older self, once its settings have changed. */
  useChannel(channel: Channel): void;
  readonly approvalStages: readonly string[];
  /** How long a channel that cannot change its copy waits after the last approval at the console; 0: not at all. */
  readonly undoMs: number;
  /** How strictly an inspection's rules are taken. */
  readonly rules: RuleSettings;
  /** How others reach us, without trailing slash; https makes cookies `__Host-`. */
  readonly origin: string;
  /** Signs sessions and forms, encrypts authenticators. The same for every process of one office. */
  readonly secret: string;
  /** Networks of our own proxies, whose `X-Forwarded-For` is believed. */
  readonly proxies: readonly string[];
  readonly log: Log;
  /** For reading times only; decisions use the database's clock. */
  readonly clock: () => Date;
  /** The queues themselves, for whoever runs the system; null: this process knows none. */
  readonly queueCounts: (() => Promise<readonly QueueCount[]>) | null;
  close(): Promise<void>;
}

const withDefaults = (adapter: Adapter, given: Settings): Settings =>
  Object.fromEntries(
    Object.entries(adapter.settings).flatMap(([name, { default: fallback }]) => {
      const value = given[name] ?? fallback;
      return value === undefined ? [] : [[name, value]];
    }),
  );

const faultsOf = (
  { id, kind, settings }: ChannelConfig,
  adapter: Adapter | undefined,
  kinds: readonly string[],
): string[] => {
  if (!adapter) return [`  渠道 ${id}：没有“${kind}”这种渠道，应为 ${kinds.join('、')}`];
  const unknown = Object.keys(settings).filter((name) => !(name in adapter.settings));
  return unknown.map((name) => `  渠道 ${id}：没有设置项 ${name}，应为 ${Object.keys(adapter.settings).join('、')}`);
};

const openChannel = ({ id, name, settings: given }: ChannelConfig, adapter: Adapter): Channel => {
  const settings = withDefaults(adapter, given);
  const missing = Object.entries(adapter.settings).filter(([setting]) => settings[setting] === undefined);
  const wanted = missing.map(([setting, { about }]) => `${setting}（${about}）`).join('、');
  return { id, name, adapter, settings, given, off: missing.length > 0 ? `缺少设置：${wanted}` : null };
};

/** The channel with what an administrator entered; what the configuration gives goes before it. */
export const withStored = (channel: Channel, stored: Settings): Channel => {
  const { id, name, adapter, given = channel.settings } = channel;
  return { ...openChannel({ id, name, kind: adapter.kind, settings: { ...stored, ...given } }, adapter), given };
};

/**
 * A channel lacking settings is off, with its reason, and stops no other. A kind or a setting that does not exist is a
 * slip of the pen: all of them in one ConfigError.
 */
export const openChannels = (configs: readonly ChannelConfig[], adapters: ReadonlyMap<string, Adapter>): Channel[] => {
  const faults = configs.flatMap((config) => faultsOf(config, adapters.get(config.kind), [...adapters.keys()]));
  if (faults.length > 0) throw new ConfigError(`渠道配置有误：\n${faults.join('\n')}`);
  return configs.flatMap((config) => {
    const adapter = adapters.get(config.kind);
    return adapter ? [openChannel(config, adapter)] : [];
  });
};

export interface ContextOptions {
  readonly databaseUrl: string;
  readonly channels: readonly Channel[];
  readonly approvalStages: readonly string[];
  readonly undoMs?: number;
  /** Absent: only the nation's fourteen days, and nothing from memory confirmed. */
  readonly rules?: RuleSettings;
  readonly origin?: string;
  /** Absent: sessions end with this process. */
  readonly secret?: string;
  readonly proxies?: readonly string[];
  readonly log: Log;
  readonly clock?: () => Date;
  readonly connection?: Connection;
}

export const createContext = (options: ContextOptions): Context => {
  const { db, close } = options.connection ?? connect(options.databaseUrl);
  const channels = new Map(options.channels.map((channel) => [channel.id, channel]));
  return {
    db,
    channels,
    useChannel: (channel) => {
      if (channels.has(channel.id)) channels.set(channel.id, channel);
    },
    approvalStages: options.approvalStages,
    undoMs: options.undoMs ?? 0,
    rules: options.rules ?? { tenDays: false, confirmed: new Set() },
    origin: options.origin ?? 'http://127.0.0.1',
    secret: options.secret ?? randomBytes(32).toString('base64url'),
    proxies: options.proxies ?? [],
    log: options.log,
    clock: options.clock ?? (() => new Date()),
    queueCounts: null,
    close,
  };
};
