import { sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as schema from '../../db/schema/index.ts';
import { converge } from '../../jobs/converge.ts';
import { relayOutbox } from '../../jobs/relay-outbox.ts';
import { sweepAudits } from '../../jobs/sweep-audits.ts';
import { sweep } from '../../jobs/sweep.ts';
import { askAudits } from '../../src/audits/ask.ts';
import { claimAudit } from '../../src/audits/claim.ts';
import { findingsQuerySchema, listFindings } from '../../src/audits/list.ts';
import { listRuns } from '../../src/audits/runs.ts';
import type { Context } from '../../src/context.ts';
import { workCounts } from '../../src/items/drafts/counts.ts';
import { workQuerySchema } from '../../src/items/drafts/list-query.ts';
import { listWork } from '../../src/items/drafts/list.ts';
import { listQueue, queueQuerySchema } from '../../src/items/drafts/queue.ts';
import { reviewer } from '../support/people.ts';
import { AppError } from '../../src/core/errors.ts';
import { readBacklog } from '../../src/deliveries/backlog.ts';
import { keepCallback, readCallbacks } from '../../src/deliveries/callbacks.ts';
import { openFeed, readFeed, readFeedBack } from '../../src/deliveries/feed.ts';
import { spendQuota } from '../../src/deliveries/quotas.ts';
import { retryIn } from '../../src/deliveries/retry.ts';
import { countFailures, deliveryQuerySchema, listDeliveries } from '../../src/deliveries/list.ts';
import { readHealth } from '../../src/deliveries/health.ts';
import { withdrawIn } from '../../src/deliveries/withdraw.ts';
import { countItems } from '../../src/items/count.ts';
import { listItems, listQuerySchema } from '../../src/items/list.ts';
import { findPublicCopy, getItem, unitOfItem } from '../../src/items/read.ts';
import { readMostRead, readNeverFound } from '../../src/reach/rank.ts';
import type { NoticeTopic } from '../../src/core/notices.ts';
import { countStillOpen, gatherUrgent } from '../../src/notices/gather.ts';
import { readItemReach } from '../../src/reach/read-item.ts';
import { readReach } from '../../src/reach/read.ts';
import { rollUpChanged } from '../../src/reach/rollup.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { clerk, fakeAdapter, fakeChannel, fakeContext, source } from '../support/fakes.ts';
import { fillCounty } from '../support/large-county.ts';
import { seedBasics } from '../support/seed.ts';
import { DELIVERY_LISTS, FINDING_LISTS, LISTS, WORK } from './lists.ts';

const CHANNELS = ['portal', 'wechat', 'esanming'];

/** All tables that grow with items or time. */
const LARGE =
  /Seq Scan on (items|revisions|approvals|deliveries|steps|receipts|outbox|events|feed_entries|callbacks|quotas|drafts|reviews|audits|findings|snapshots|reach_hits|reach_samples|reach_rollups)/;

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

beforeAll(async () => {
  database = await createTestDatabase();
  await seedBasics(
    database.db,
    CHANNELS.map((id) => fakeChannel({ id })),
  );
  await fillCounty(database);
  const [item] = await database.db.execute<{ id: string }>(sql`select id from items limit 1`);
  itemId = item?.id ?? '';
  const [delivery] = await database.db.execute<{ id: string }>(sql`select id from deliveries limit 1`);
  deliveryId = delivery?.id ?? '';
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
  const asked = statements.filter(({ query }) => /^\s*\(?(select|update|with|delete)/i.test(query));
  expect(asked.length).toBeGreaterThan(0);
  const scans: string[] = [];
  for (const { query, params } of asked) {
    const plan = await client.unsafe(`explain ${query}`, [...params] as string[]);
    const lines = plan.map((line) => String(line['QUERY PLAN']));
    scans.push(...lines.filter((line) => LARGE.test(line)));
  }
  return scans;
};

const YEAR = { from: '2026-01-01', to: '2026-12-31' };
const BEACON = { channelId: 'portal', source: 'beacon' } as const;
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

/** Somebody who was told nothing yet: all that is open is looked through. */
const TARGET = { id: '33333333-3333-4333-8333-333333333333', topics: ['finding', 'delivery'] as NoticeTopic[] };

describe('with 100,000 items, 300,000 deliveries and 25,000 drafts', () => {
  it.each(WORK)('稿件?%s reads by index, in three statements', async (query) => {
    expect(await scansOf(() => listWork(ctx, parseWork(query), person))).toEqual([]);
    expect(statements.length).toBeLessThanOrEqual(3);
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

  it.each(FINDING_LISTS)('the findings ?%s read by index', async (query) => {
    const parsed = findingsQuerySchema.parse(Object.fromEntries(new URLSearchParams(query)));
    expect(await scansOf(() => listFindings(ctx, parsed))).toEqual([]);
  });

  it.each(DELIVERY_LISTS)('the deliveries ?%s read by index', async (query) => {
    const parsed = deliveryQuerySchema.parse(Object.fromEntries(new URLSearchParams(query)));
    expect(await scansOf(() => listDeliveries(ctx, parsed, person))).toEqual([]);
  });

  it('the failures by cause and the health of channels read by index, in one statement each', async () => {
    expect(await scansOf(() => countFailures(ctx, person))).toEqual([]);
    expect(statements).toHaveLength(1);
    expect(await scansOf(() => readHealth(ctx, { ...person, permissions: ['channel-read'] }))).toEqual([]);
    expect(statements).toHaveLength(1);
  });

  const others: readonly (readonly [name: string, work: () => Promise<unknown>])[] = [
    ['the sweep', () => sweep(ctx)],
    ['the sweep of audits', () => sweepAudits(ctx)],
    ['a run over one item', () => askAudits(ctx, { itemId, actor: clerk })],
    ['the runs that people asked for', () => listRuns(ctx, 5, person)],
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
    ['one item', () => getItem(ctx, itemId).catch(onlyAppErrors)],
    ['its retry', () => ctx.db.transaction((tx) => retryIn(tx, { itemId, actor: '李四' })).catch(onlyAppErrors)],
    ['its whole publication', () => convergeAll({ desired: 'live', actual: 'absent' })],
    [
      'its withdrawal',
      () => ctx.db.transaction((tx) => withdrawIn(tx, { itemId, withdrawal: WITHDRAWAL, actor: '李四' })),
    ],
    ['its taking back', () => convergeAll({ desired: 'withdrawn', actual: 'live' })],
    ['a quota', () => spendQuota(ctx.db, { channelId: 'wechat', call: 'call1', quota: QUOTA, now: new Date() })],
    ['what a platform told', () => readCallbacks(ctx.db, 'wechat', 'r77')],
    ['an entry of the feed', () => openFeed(ctx.db, 'esanming').put({ itemId, version: 2, body: {} })],
    ['a page of the feed, newest first', () => readFeedBack(ctx.db, 'esanming', 50_000, 100)],
    ['the public copy of an item', () => findPublicCopy(ctx, itemId, 'fake')],
    ['its unit', () => unitOfItem(ctx.db, itemId)],
    ['a callback', () => keepCallback(ctx, 'wechat', { key: 'k', ref: 'r', data: {} })],
    ['a year of what units brought', () => readReach(ctx.db, { by: 'unit', ...YEAR, period: 'month' })],
    ['what one item brought', () => readItemReach(ctx.db, itemId, { to: YEAR.to })],
    [
      'the items most read in a year',
      () => readMostRead(ctx.db, { ...BEACON, metric: 'views', period: 'year', day: YEAR.to, limit: 50 }),
    ],
    ['the items that nobody found', () => readNeverFound(ctx.db, { ...BEACON, ...YEAR, limit: 50 })],
    ['what is urgent and untold', () => gatherUrgent(ctx, TARGET)],
    ['what was told and is still so', () => countStillOpen(ctx, TARGET)],
    ['days to roll up', () => rollUpChanged(ctx.db)],
    ['a page of the feed', () => readFeed(ctx.db, 'esanming', 1_000, 100)],
  ];
  it.each(others)('%s reads by index', async (_name, work) => {
    expect(await scansOf(work)).toEqual([]);
  });

  it('the queue page reads all that waits in the outbox, and the rest by index', async () => {
    const scans = await scansOf(() => readBacklog(ctx));
    expect(scans.filter((line) => !line.includes('on outbox'))).toEqual([]);
  });

  it('counts deliveries from an index alone', async () => {
    const scans = await scansOf(() => countItems(ctx));
    expect(scans.filter((line) => line.includes('deliveries'))).toEqual([]);
  });
});
