import { sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Transaction } from '../../db/client.ts';
import * as schema from '../../db/schema/index.ts';
import { converge } from '../../jobs/converge.ts';
import { relayOutbox } from '../../jobs/relay-outbox.ts';
import { sweep } from '../../jobs/sweep.ts';
import type { Context } from '../../src/context.ts';
import { AppError } from '../../src/core/errors.ts';
import { keepCallback, readCallbacks } from '../../src/deliveries/callbacks.ts';
import { openFeed, readFeed, readFeedBack } from '../../src/deliveries/feed.ts';
import { spendQuota } from '../../src/deliveries/quotas.ts';
import { retryDeliveries } from '../../src/deliveries/retry.ts';
import { withdrawItem } from '../../src/deliveries/withdraw.ts';
import { countItems } from '../../src/items/count.ts';
import { listItems, listQuerySchema } from '../../src/items/list.ts';
import { findPublicCopy, getItem, unitOfItem } from '../../src/items/read.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { fakeAdapter, fakeChannel, fakeContext, source } from '../support/fakes.ts';
import { seedBasics } from '../support/seed.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 180_000 });

const ITEMS = 100_000;
const CHANNELS = ['portal', 'wechat', 'esanming'];

/** All tables that grow with items or time. */
const LARGE =
  /Seq Scan on (items|revisions|approvals|deliveries|steps|receipts|outbox|events|feed_entries|callbacks|quotas)/;

interface Statement {
  readonly query: string;
  readonly params: readonly unknown[];
}

let database: TestDatabase;
let client: postgres.Sql;
let ctx: Context;
let itemId: string;
const statements: Statement[] = [];

const CONTENT = {
  type: 'notice',
  unit: 'xzfb',
  column: 'tzgg',
  title: '标题',
  source: '明溪县人民政府办公室',
  keywords: [],
  disclosure: { kind: '主动公开' },
  attachments: [],
  channels: 'all',
  body: '<p>正文</p>',
};

/** 100,000 items on three channels, each fiftieth of them with something still to do. */
const fill = async (db: Transaction): Promise<void> => {
  // Looking up the row behind each foreign key would take most of the time.
  await db.execute(sql`set local session_replication_role = replica`);
  await db.execute(sql`insert into items (external_id, type, unit_id, title, revision, published_at)
    select 'e' || n, (array['notice', 'policy', 'news'])[1 + n % 3], (array['xzfb', 'xmzj'])[1 + n % 2], '标题', 1, clock()
    from generate_series(1, ${ITEMS}) n`);
  await db.execute(sql`insert into deliveries (item_id, channel_id, desired, desired_revision, actual, actual_revision,
      status, next_try_at)
    select items.id, channels.id, 'live', 1, 'live', 1, case when items.seq % 50 = 0 then 'retrying' else 'live' end,
      case when items.seq % 50 = 0 then clock() + interval '1 hour' end
    from items, channels`);
  await db.execute(sql`insert into outbox (delivery_id, channel_id, due_at)
    select id, channel_id, next_try_at from deliveries where next_try_at is not null`);
  await db.execute(sql`insert into events (actor, kind, item_id, delivery_id)
    select 'converge', 'delivery-published', item_id, id from deliveries`);
  await db.execute(sql`insert into revisions (item_id, number, hash, content, author)
    select id, 1, md5(id::text), ${JSON.stringify(CONTENT)}::jsonb, '张三' from items`);
  await db.execute(sql`insert into approvals (item_id, revision, stage, name, at, hash)
    select id, 1, '签发', '李四', clock(), md5(id::text) from items`);
  await db.execute(sql`insert into steps (delivery_id, generation, name, state, result, done_at)
    select id, 1, 'put', 'done', '{"value": "1"}', clock() from deliveries`);
  await db.execute(sql`insert into receipts (delivery_id, generation, revision, remote_id, url, rendition_hash)
    select id, 1, 1, '1', 'https://fake.test/1', md5(id::text) from deliveries`);
  await db.execute(sql`insert into callbacks (channel_id, key, ref, data)
    select 'wechat', 'k' || n, 'r' || n, '{}' from generate_series(1, 20000) n`);
  await db.execute(sql`insert into quotas (channel_id, call, day, used)
    select channels.id, 'call' || c, current_date - d, 1 from channels, generate_series(1, 10) c, generate_series(1, 400) d`);
  await db.execute(sql`insert into feed_entries (channel_id, item_id, version)
    select 'esanming', id, 1 from items where seq % 5 = 0`);
};

beforeAll(async () => {
  database = await createTestDatabase();
  await seedBasics(
    database.db,
    CHANNELS.map((id) => fakeChannel({ id })),
  );
  await database.db.transaction(fill);
  await database.db.execute(sql`vacuum analyze`);
  const [item] = await database.db.execute<{ id: string }>(sql`select id from items limit 1`);
  itemId = item?.id ?? '';
  client = postgres(database.url, { max: 2, onnotice: () => undefined });
  const logger = { logQuery: (query: string, params: unknown[]) => void statements.push({ query, params }) };
  const db = drizzle(client, { schema, casing: 'snake_case', logger });
  const channels = CHANNELS.map((id) => fakeChannel({ id, adapter }));
  ctx = { ...fakeContext(database, { channels }), db };
});
afterAll(async () => {
  await client.end();
  await database.close();
});

/** Plans of all that `work` asked of a large table, with what each scans from end to end. */
const scansOf = async (work: () => Promise<unknown>): Promise<string[]> => {
  statements.length = 0;
  await work();
  const asked = statements.filter(({ query }) => /^\s*(select|update|with|delete)/i.test(query));
  expect(asked.length).toBeGreaterThan(0);
  const scans: string[] = [];
  for (const { query, params } of asked) {
    const plan = await client.unsafe(`explain ${query}`, [...params] as string[]);
    const lines = plan.map((line) => String(line['QUERY PLAN']));
    scans.push(...lines.filter((line) => LARGE.test(line)));
  }
  return scans;
};

const WITHDRAWAL = { kind: 'withdrawn', reason: '内容有误' } as const;
const QUOTA = { perDay: 10, perMonth: 100, source };

/** One remembered step, so that a run asks for all that runs ask for. */
const adapter = fakeAdapter({
  publish: async ({ itemId: id }, io) => {
    await io.step('put', () => Promise.resolve(id), 'repeat');
    return { state: 'live', remoteId: id, url: `https://fake.test/${id}` };
  },
});

const onlyAppErrors = (error: unknown): void => {
  if (!(error instanceof AppError)) throw error;
};

/** Brings the item's copies from one state to the other, as a worker does. */
const convergeAll = async (state: { desired: 'live' | 'withdrawn'; actual: 'live' | 'absent' }): Promise<void> => {
  const revision = state.actual === 'live' ? 1 : null;
  const rows = await database.db.execute<{
    id: string;
    channel: string;
  }>(sql`update deliveries set desired = ${state.desired},
      actual = ${state.actual}, actual_revision = ${revision}, remote_id = '1', url = 'https://fake.test/1', action = null,
      claimed_until = null, status = 'planned', next_try_at = clock(), generation = generation + 1
    where item_id = ${itemId} returning id, channel_id as channel`);
  for (const { id, channel } of rows) await converge(ctx, id, { channelId: channel });
  const open = await database.db.execute(
    sql`select 1 from deliveries where item_id = ${itemId} and status = 'planned'`,
  );
  expect(open).toHaveLength(0);
};

const LISTS = [
  '',
  'unit=xmzj',
  'type=policy',
  'unit=xmzj&type=policy',
  'externalId=e77',
  'channel=wechat',
  'status=retrying',
  'status=retrying&channel=wechat',
  'status=refused',
  'from=2026-01-01T00:00:00Z&to=2030-01-01T00:00:00Z',
  'unit=xmzj&status=retrying',
  'type=policy&channel=wechat&status=live',
  'unit=xmzj&from=2026-01-01T00:00:00Z',
  'cursor=NTAwMDA',
];

describe('with 100,000 items and 300,000 deliveries', () => {
  it.each(LISTS)('the list ?%s reads by index', async (query) => {
    const parsed = listQuerySchema.parse(Object.fromEntries(new URLSearchParams(query)));
    expect(await scansOf(() => listItems(ctx, parsed))).toEqual([]);
  });

  const others: readonly (readonly [name: string, work: () => Promise<unknown>])[] = [
    ['the sweep', () => sweep(ctx)],
    [
      'the relay',
      () =>
        relayOutbox(
          ctx,
          new Map(CHANNELS.map((id) => [id, { add: async () => undefined, close: async () => undefined }])),
        ),
    ],
    ['one item', () => getItem(ctx, itemId).catch(() => undefined)],
    ['its retry', () => retryDeliveries(ctx, { itemId, actor: '李四' }).catch(onlyAppErrors)],
    ['its whole publication', () => convergeAll({ desired: 'live', actual: 'absent' })],
    ['its withdrawal', () => withdrawItem(ctx, { itemId, withdrawal: WITHDRAWAL, actor: '李四' })],
    ['its taking back', () => convergeAll({ desired: 'withdrawn', actual: 'live' })],
    ['a quota', () => spendQuota(ctx.db, { channelId: 'wechat', call: 'call1', quota: QUOTA, now: new Date() })],
    ['what a platform told', () => readCallbacks(ctx.db, 'wechat', 'r77')],
    ['an entry of the feed', () => openFeed(ctx.db, 'esanming').put({ itemId, version: 2, body: {} })],
    ['a page of the feed, newest first', () => readFeedBack(ctx.db, 'esanming', 50_000, 100)],
    ['the public copy of an item', () => findPublicCopy(ctx, itemId, 'fake')],
    ['its unit', () => unitOfItem(ctx, itemId)],
    ['a callback', () => keepCallback(ctx, 'wechat', { key: 'k', ref: 'r', data: {} })],
    ['a page of the feed', () => readFeed(ctx.db, 'esanming', 1_000, 100)],
  ];
  it.each(others)('%s reads by index', async (_name, work) => {
    expect(await scansOf(work)).toEqual([]);
  });

  it('counts deliveries from an index alone', async () => {
    const scans = await scansOf(() => countItems(ctx));
    expect(scans.filter((line) => line.includes('deliveries'))).toEqual([]);
  });
});
