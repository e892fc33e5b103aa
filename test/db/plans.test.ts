import { sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import * as schema from '../../db/schema/index.ts';
import { relayOutbox } from '../../jobs/relay-outbox.ts';
import { sweep } from '../../jobs/sweep.ts';
import type { Context } from '../../src/context.ts';
import { workCounts } from '../../src/items/drafts/counts.ts';
import { writeTimeCursor } from '../../src/items/cursor.ts';
import { workQuerySchema } from '../../src/items/drafts/list-query.ts';
import { listWork } from '../../src/items/drafts/list.ts';
import { listQueue, queueQuerySchema } from '../../src/items/drafts/queue.ts';
import { reviewer } from '../support/people.ts';
import { keepCallback } from '../../src/deliveries/callbacks.ts';
import { readFeed } from '../../src/deliveries/feed.ts';
import { countItems } from '../../src/items/count.ts';
import { listItems, listQuerySchema } from '../../src/items/list.ts';
import { getItem } from '../../src/items/read.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { fakeChannel, fakeContext } from '../support/fakes.ts';
import { seedBasics } from '../support/seed.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 300_000 });

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
const statements: Statement[] = [];

/** Fills without these indexes and builds them afterwards, as defined: many times faster, and the same in the end. */
const withoutIndexes = async ({ db }: TestDatabase, names: readonly string[], fill: () => Promise<void>) => {
  const found = await db.execute<{
    name: string;
    definition: string;
  }>(sql`select indexname as name, indexdef as definition
    from pg_indexes where indexname in ${names}`);
  expect(found).toHaveLength(names.length);
  for (const { name } of found) await db.execute(sql.raw(`drop index ${name}`));
  await fill();
  for (const { definition } of found) await db.execute(sql.raw(definition));
  await db.execute(sql`vacuum analyze`);
};

/** 100,000 items on three channels, each fiftieth of them with something still to do. */
const fill = async ({ db }: TestDatabase): Promise<void> => {
  await db.execute(sql`insert into items (external_id, type, unit_id, column_id, title, revision, published_at)
    select 'e' || n, (array['notice', 'policy', 'news'])[1 + n % 3], (array['xzfb', 'xmzj'])[1 + n % 2],
      (array['tzgg', 'zcwj', 'zwdt'])[1 + n % 3],
      case n when 77 then '龙湖水库除险加固公告' else '关于' || (array['停水', '停电', '招聘', '征收'])[1 + n % 4] || '的通知' end,
      1, clock() - n * interval '1 second'
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
  await db.execute(sql`insert into drafts (external_id, authors, content, type, unit_id, title, status, round, stage,
      saved_by, updated_at, submitted_at)
    select 'd' || n, '[{"id": "a", "name": "张三"}]', '{}', 'notice', (array['xzfb', 'xmzj'])[1 + n % 2], '关于停水的更正',
      case when n % 50 = 0 then 'reviewing' when n % 50 = 1 then 'returned' else 'approved' end, 1, '签发',
      '{"id": "a", "name": "张三"}', clock() - n * interval '1 second', clock() - n * interval '1 second'
    from generate_series(1, ${ITEMS / 4}) n`);
  await db.execute(sql`insert into reviews (draft_id, round, decision, person_id, name, hash)
    select id, 1, 'submitted', 'a', '张三', '' from drafts`);
};

beforeAll(async () => {
  database = await createTestDatabase();
  await seedBasics(
    database.db,
    CHANNELS.map((id) => fakeChannel({ id })),
  );
  await withoutIndexes(database, ['items_search', 'drafts_search'], () => fill(database));
  const [item] = await database.db.execute<{ id: string }>(sql`select id from items limit 1`);
  itemId = item?.id ?? '';
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
  const asked = statements.filter(({ query }) => /^\s*\(?(select|update|with|delete)/i.test(query));
  expect(asked.length).toBeGreaterThan(0);
  const scans: string[] = [];
  for (const { query, params } of asked) {
    const plan = await client.unsafe(`explain ${query}`, [...params] as string[]);
    const lines = plan.map((line) => String(line['QUERY PLAN']));
    scans.push(
      ...lines.filter((line) =>
        /Seq Scan on (items|deliveries|outbox|events|feed_entries|receipts|drafts|reviews)/.test(line),
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

const WORK = [
  '',
  'text=龙湖',
  'text=水库除险 e77',
  'text=停水',
  'text=停水&unit=xmzj&type=policy',
  'text=不存在',
  'text=水',
  'status=returned',
  'status=retrying&channel=wechat',
  'unit=xmzj&column=tzgg',
  `cursor=${writeTimeCursor({ at: '2026-01-01 00:00:00.000000+00', id: '00000000-0000-4000-8000-000000000000' })}`,
];
const person = reviewer('李四');

/** The whole plan of the first statement that `work` asks. */
const planOf = async (work: () => Promise<unknown>): Promise<string> => {
  statements.length = 0;
  await work();
  const [first] = statements;
  const plan = await client.unsafe(`explain ${first?.query}`, [...(first?.params ?? [])] as string[]);
  return plan.map((line) => String(line['QUERY PLAN'])).join('\n');
};
const parseWork = (query: string) => workQuerySchema.parse(Object.fromEntries(new URLSearchParams(query)));

describe('with 100,000 items, 300,000 deliveries and 25,000 drafts', () => {
  it.each(WORK)('稿件?%s reads by index, in two statements', async (query) => {
    expect(await scansOf(() => listWork(ctx, parseWork(query), person))).toEqual([]);
    expect(statements.length).toBeLessThanOrEqual(2);
  });

  it.each(['龙湖', '水库除险', '不存在'])(
    'the text %s, which few or no rows hold, is found by the index of pairs',
    async (text) => {
      const plan = await planOf(() => listWork(ctx, parseWork(`text=${text}`), person));
      expect(plan).toContain('Bitmap Index Scan on items_search');
    },
  );

  it('the queue and the counts of what waits read by index, in one statement each', async () => {
    expect(await scansOf(() => listQueue(ctx, queueQuerySchema.parse({ unit: 'xzfb' }), person))).toEqual([]);
    expect(statements).toHaveLength(1);
    expect(await scansOf(() => workCounts(ctx, person))).toEqual([]);
    expect(statements).toHaveLength(1);
    expect(await scansOf(() => workCounts(ctx, { ...person, unitIds: ['xmzj'] }))).toEqual([]);
  });

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
