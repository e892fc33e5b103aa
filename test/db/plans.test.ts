import { sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import * as schema from '../../db/schema/index.ts';
import { relayOutbox } from '../../jobs/relay-outbox.ts';
import { sweepAudits } from '../../jobs/sweep-audits.ts';
import { sweep } from '../../jobs/sweep.ts';
import { askAudits } from '../../src/audits/ask.ts';
import { claimAudit } from '../../src/audits/claim.ts';
import { findingsQuerySchema, listFindings } from '../../src/audits/list.ts';
import type { Context } from '../../src/context.ts';
import { keepCallback } from '../../src/deliveries/callbacks.ts';
import { readFeed } from '../../src/deliveries/feed.ts';
import { countItems } from '../../src/items/count.ts';
import { listItems, listQuerySchema } from '../../src/items/list.ts';
import { getItem } from '../../src/items/read.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { fakeChannel, fakeContext } from '../support/fakes.ts';
import { seedBasics } from '../support/seed.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 180_000 });

const ITEMS = 100_000;
const CHANNELS = ['portal', 'wechat', 'esanming'];

interface Statement {
  readonly query: string;
  readonly params: readonly unknown[];
}

let database: TestDatabase;
let client: postgres.Sql;
let ctx: Context;
let itemId: string;
let deliveryId: string;
const statements: Statement[] = [];

/** 100,000 items on three channels, each fiftieth of them with something still to do. */
const fill = async ({ db }: TestDatabase): Promise<void> => {
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
  await db.execute(sql`insert into feed_entries (channel_id, item_id, version)
    select 'esanming', id, 1 from items where seq % 5 = 0`);
  await db.execute(sql`insert into audits (delivery_id, url, host, verdict, seen_at, since, next_look_at)
    select id, 'https://h' || n % 50 || '.test/' || id, 'h' || n % 50 || '.test', 'same', clock(), clock(),
      clock() + interval '1 hour' - case when n % 300 = 0 then interval '2 hours' else interval '0' end
    from (select id, row_number() over () n from deliveries) each`);
  await db.execute(sql`insert into findings (subject, kind, severity, state, fingerprint, delivery_id, item_id, channel_id,
      unit_id, due_at)
    select 'delivery:' || deliveries.id, 'differs', 'critical', case when items.seq % 50 = 0 then 'open' else 'closed' end,
      'f', deliveries.id, item_id, channel_id, unit_id, clock()
    from deliveries join items on items.id = item_id where items.seq % 3 = 0`);
  await db.execute(sql`vacuum analyze`);
};

beforeAll(async () => {
  database = await createTestDatabase();
  await seedBasics(
    database.db,
    CHANNELS.map((id) => fakeChannel({ id })),
  );
  await fill(database);
  const [item] = await database.db.execute<{ id: string }>(sql`select id from items limit 1`);
  itemId = item?.id ?? '';
  const [delivery] = await database.db.execute<{ id: string }>(sql`select id from deliveries limit 1`);
  deliveryId = delivery?.id ?? '';
  client = postgres(database.url, { max: 2, onnotice: () => undefined });
  const logger = { logQuery: (query: string, params: unknown[]) => void statements.push({ query, params }) };
  const db = drizzle(client, { schema, casing: 'snake_case', logger });
  const channels = CHANNELS.map((id) => fakeChannel({ id }));
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
    scans.push(
      ...lines.filter((line) =>
        /Seq Scan on (items|deliveries|outbox|events|feed_entries|receipts|audits|findings)/.test(line),
      ),
    );
  }
  return scans;
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
  'cursor=NTAwMDA',
];

const FINDING_LISTS = [
  '',
  'unit=xmzj',
  'channel=wechat',
  'state=closed',
  'severity=critical',
  'kind=differs',
  'cursor=NTAwMDA',
];

describe('with 100,000 items and 300,000 deliveries', () => {
  it.each(LISTS)('the list ?%s reads by index', async (query) => {
    const parsed = listQuerySchema.parse(Object.fromEntries(new URLSearchParams(query)));
    expect(await scansOf(() => listItems(ctx, parsed))).toEqual([]);
  });

  it.each(FINDING_LISTS)('the findings ?%s read by index', async (query) => {
    const parsed = findingsQuerySchema.parse(Object.fromEntries(new URLSearchParams(query)));
    expect(await scansOf(() => listFindings(ctx, parsed))).toEqual([]);
  });

  const others: readonly (readonly [name: string, work: () => Promise<unknown>])[] = [
    ['the sweep', () => sweep(ctx)],
    ['the sweep of audits', () => sweepAudits(ctx)],
    ['a run over one item', () => askAudits(ctx, { itemId, actor: 'test' })],
    ['the claim of an audit', () => claimAudit(ctx.db, deliveryId, () => 0)],
    ['the findings of one item', () => listFindings(ctx, findingsQuerySchema.parse({ item: itemId }))],
    [
      'the relay',
      () =>
        relayOutbox(
          ctx,
          new Map(CHANNELS.map((id) => [id, { add: async () => undefined, close: async () => undefined }])),
        ),
    ],
    ['one item', () => getItem(ctx, itemId).catch(() => undefined)],
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
