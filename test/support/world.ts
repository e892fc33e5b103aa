import { randomUUID } from 'node:crypto';
import { and, eq } from 'drizzle-orm';
import type { Adapter, Settings } from '../../adapters/contract.ts';
import { deliveries, items, revisions, type DeliveryRow } from '../../db/schema/index.ts';
import { converge } from '../../jobs/converge.ts';
import { createContext, type Channel, type Context } from '../../src/context.ts';
import { contentSchema, type ContentInput } from '../../src/core/content.ts';
import { sha256 } from '../../src/core/hash.ts';
import { canonicalJson } from '../../src/core/json.ts';
import type { Log } from '../../src/core/log.ts';
import { FINAL_STATUSES } from '../../src/core/states.ts';
import { planDeliveries } from '../../src/deliveries/plan.ts';
import { retryIn } from '../../src/deliveries/retry.ts';
import { withdrawIn } from '../../src/deliveries/withdraw.ts';
import { moveClock, setClock, type TestDatabase } from './database.ts';
import { seedBasics } from './seed.ts';

export const silent: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

export const channelOf = (id: string, adapter: Adapter, settings: Settings = {}): Channel => ({
  id,
  name: id,
  adapter,
  settings,
  off: null,
});

export interface WorldOptions {
  readonly database: TestDatabase;
  readonly channels: readonly Channel[];
  readonly fetch?: typeof globalThis.fetch;
  /** Between two runs: what the world outside does meanwhile. */
  readonly tick?: () => Promise<void>;
}

export interface World {
  readonly ctx: Context;
  readonly fetch: typeof globalThis.fetch;
  now(): Date;
  advance(ms: number): Promise<void>;
  /** Swaps a channel's adapter, as a restart with other code would. */
  use(channelId: string, adapter: Adapter): void;
  /** Stores a new item, or the next revision of one, as the gate would after approval. */
  approve(content: Partial<ContentInput>, options?: { itemId?: string; publishAt?: Date }): Promise<string>;
  withdraw(itemId: string): Promise<void>;
  /** A person says "again". Throws `not-now` where nothing is to be retried. */
  retry(itemId: string, channelIds?: readonly string[]): Promise<string[]>;
  delivery(itemId: string, channelId?: string): Promise<DeliveryRow>;
  run(itemId: string, channelId?: string): Promise<void>;
  /** Lets time pass and runs until the delivery is final; throws when it is not after `rounds`. */
  settle(itemId: string, channelId?: string, rounds?: number): Promise<DeliveryRow>;
}

const START = new Date('2026-11-23T01:00:00.000Z');

const base: ContentInput = {
  type: 'notice',
  unit: 'xzfb',
  column: 'tzgg',
  title: '关于停水的通知',
  source: '明溪县人民政府办公室',
  disclosure: { kind: '主动公开' },
  body: '<p>因管网检修，11月25日8时至18时城区部分路段停水。</p>',
};

/** A small county in a database of its own, its clock held and moved by hand. */
export const createWorld = async ({
  database,
  channels,
  fetch = async () => new Response('ok'),
  tick,
}: WorldOptions): Promise<World> => {
  const { db } = database;
  let now = START;
  await setClock(db, now);
  await seedBasics(db, channels);
  const open = new Map(channels.map((channel) => [channel.id, channel]));
  const ctx: Context = {
    ...createContext({
      databaseUrl: database.url,
      connection: database,
      channels: [],
      approvalStages: ['签发'],
      log: silent,
    }),
    channels: open,
    clock: () => now,
  };
  const firstChannel = channels[0]?.id ?? '';
  const advance = async (ms: number): Promise<void> => {
    now = new Date(now.getTime() + ms);
    await moveClock(db, now);
  };
  const delivery = async (itemId: string, channelId = firstChannel): Promise<DeliveryRow> => {
    const [row] = await db
      .select()
      .from(deliveries)
      .where(and(eq(deliveries.itemId, itemId), eq(deliveries.channelId, channelId)));
    if (!row) throw new Error(`no delivery of ${itemId} on ${channelId}`);
    return row;
  };
  const run = async (itemId: string, channelId = firstChannel): Promise<void> =>
    converge(ctx, (await delivery(itemId, channelId)).id, { fetch, channelId });
  const passTime = async ({ nextTryAt, claimedUntil }: DeliveryRow): Promise<void> => {
    const due = Math.max(nextTryAt?.getTime() ?? 0, claimedUntil?.getTime() ?? 0, now.getTime());
    await advance(due - now.getTime() + 1_000);
  };
  const settle = async (itemId: string, channelId = firstChannel, rounds = 60): Promise<DeliveryRow> => {
    for (let round = 0; round < rounds; round += 1) {
      await tick?.();
      const row = await delivery(itemId, channelId);
      if (FINAL_STATUSES.includes(row.status)) return row;
      await passTime(row);
      await tick?.();
      await run(itemId, channelId);
    }
    const row = await delivery(itemId, channelId);
    throw new Error(`not final after ${rounds} rounds: ${JSON.stringify(row)}`);
  };
  const approve: World['approve'] = async (overrides, { itemId, publishAt } = {}) => {
    const content = contentSchema.parse({ ...base, ...overrides });
    const hash = await sha256(canonicalJson(content));
    const { type, unit: unitId, column: columnId, title } = content;
    return db.transaction(async (tx) => {
      const [known] = itemId ? await tx.select().from(items).where(eq(items.id, itemId)) : [];
      const revision = (known?.revision ?? 0) + 1;
      const row = { type, unitId, columnId, title, revision };
      const [item] = known
        ? await tx.update(items).set(row).where(eq(items.id, known.id)).returning()
        : await tx
            .insert(items)
            .values({ ...row, externalId: `test-${randomUUID()}`, publishedAt: publishAt ?? now })
            .returning();
      if (!item) throw new Error('item not stored');
      await tx.insert(revisions).values({ itemId: item.id, number: revision, hash, content, author: '张三' });
      await planDeliveries(tx, { itemId: item.id, revision, channelIds: [...open.keys()], publishAt, actor: 'test' });
      return item.id;
    });
  };
  return {
    ctx,
    fetch,
    now: () => now,
    advance,
    use: (channelId, adapter) => {
      const channel = open.get(channelId);
      if (channel) open.set(channelId, { ...channel, adapter });
    },
    approve,
    withdraw: (itemId) =>
      ctx.db.transaction((tx) =>
        withdrawIn(tx, { itemId, withdrawal: { kind: 'withdrawn', reason: '内容有误' }, actor: 'test' }),
      ),
    retry: (itemId, channelIds) => ctx.db.transaction((tx) => retryIn(tx, { itemId, channelIds, actor: '李四' })),
    delivery,
    run,
    settle,
  };
};
