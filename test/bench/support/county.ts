import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, chmodSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { defineAdapter, type Adapter, type Rendition } from '../../../adapters/contract.ts';
import { startEmbedded } from '../../../db/embedded.ts';
import { ITEM_TYPES } from '../../../src/core/content.ts';
import { createContext, type Channel, type Context } from '../../../src/context.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { source } from '../../support/fakes.ts';
import { seedBasics } from '../../support/seed.ts';
import { silent } from '../../support/world.ts';

/** A platform reached by one POST: what a channel costs when the platform costs nothing. */
const stubAdapter = (): Adapter<'url'> =>
  defineAdapter({
    kind: 'stub',
    name: '测速渠道',
    takes: ITEM_TYPES,
    settings: { url: { about: '地址' } },
    goesPublicAt: 'post',
    limits: {
      title: { max: 300, unit: 'codepoint', source },
      body: { max: 2_000_000, unit: 'codepoint', source },
      images: { max: 10, bytes: 1_000_000, types: ['image/png'], source },
      rate: { max: 1_000_000, perMs: 1_000, source },
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
    publish: async (rendition, io) => {
      const id = await io.step(
        'post',
        async () => {
          const body = JSON.stringify(rendition);
          const response = await io.fetch(`${io.settings.url}/articles`, { method: 'POST', body });
          return ((await response.json()) as { id: string }).id;
        },
        'repeat',
      );
      return { state: 'live', remoteId: id, url: `${io.settings.url}/${id}` };
    },
    withdraw: () => Promise.resolve({ state: 'gone' }),
    locate: () => Promise.resolve(null),
  });

export interface BenchCounty {
  readonly ctx: Context;
  readonly database: TestDatabase;
  readonly channels: readonly Channel[];
  readonly stubUrl: string;
  close(): Promise<void>;
}

/** The server given by `DATABASE_URL`, or an embedded one. */
export const openCluster = async (): Promise<{ url: string; close(): Promise<void> }> => {
  const given = process.env['DATABASE_URL'];
  if (given) return { url: given, close: () => Promise.resolve() };
  const folder = mkdtempSync(join(tmpdir(), 'yigao-bench-'));
  chmodSync(folder, 0o755);
  const embedded = await startEmbedded({
    dataDir: join(folder, 'data'),
    rootHome: join(folder, 'root'),
    log: () => undefined,
  });
  return {
    url: embedded.url,
    close: async () => {
      await embedded.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

/** A database of its own with three stub channels. */
export const openBenchCounty = async (clusterUrl: string): Promise<BenchCounty> => {
  const stub = fork(new URL('./stub-server.mjs', import.meta.url).pathname, [], { execArgv: [] });
  const [{ url: stubUrl }] = (await once(stub, 'message')) as [{ url: string }];
  const database = await createTestDatabase(clusterUrl);
  const adapter = stubAdapter();
  const channels = ['a', 'b', 'c'].map((id) => ({ id, name: id, adapter, settings: { url: stubUrl }, off: null }));
  await seedBasics(database.db, channels);
  const ctx = createContext({
    databaseUrl: database.url,
    connection: database,
    channels,
    approvalStages: ['签发'],
    log: { ...silent, warn: (facts, message) => console.error(message, facts) },
  });
  return {
    ctx,
    database,
    channels,
    stubUrl,
    close: async () => {
      stub.disconnect();
      await database.close();
    },
  };
};

const BODY = `<p>${'各乡（镇）人民政府，县有关单位，现将有关事项通知如下。'.repeat(40)}</p>`;

interface Stored {
  readonly items: number;
  /** Finished: live everywhere, with steps, receipts and events as a real run leaves them. */
  readonly done: boolean;
}

/** Stores approved items as the gate would, in bulk; those not done have their wakes in the outbox. */
export const storeItems = async ({ database: { db } }: BenchCounty, { items, done }: Stored): Promise<void> => {
  const content = JSON.stringify({
    type: 'notice',
    unit: 'xzfb',
    column: 'tzgg',
    title: '关于城区部分路段停水的通知',
    source: '明溪县人民政府办公室',
    keywords: [],
    disclosure: { kind: '主动公开' },
    attachments: [],
    channels: 'all',
    body: BODY,
  });
  await db.transaction(async (tx) => {
    await tx.execute(sql`create temporary table fresh on commit drop as
      select gen_random_uuid() as id from generate_series(1, ${items})`);
    await tx.execute(sql`insert into items (id, external_id, type, unit_id, title, revision, published_at)
      select id, id::text, 'notice', 'xzfb', '关于城区部分路段停水的通知', 1, clock() from fresh`);
    await tx.execute(sql`insert into revisions (item_id, number, hash, content, author)
      select id, 1, md5(id::text), ${content}::jsonb, '张三' from fresh`);
    await tx.execute(
      done
        ? sql`insert into deliveries (item_id, channel_id, desired, desired_revision, status, actual, actual_revision,
            remote_id, url, live_since, generation, token)
          select fresh.id, channels.id, 'live', 1, 'live', 'live', 1, '1', 'http://x', clock(), 1, 1 from fresh, channels`
        : sql`insert into deliveries (item_id, channel_id, desired, desired_revision, next_try_at)
          select fresh.id, channels.id, 'live', 1, clock() from fresh, channels`,
    );
    const ours = sql`select deliveries.* from deliveries join fresh on fresh.id = deliveries.item_id`;
    if (!done) {
      await tx.execute(sql`insert into outbox (delivery_id, channel_id) select id, channel_id from (${ours}) ours`);
      return;
    }
    await tx.execute(sql`insert into steps (delivery_id, generation, name, state, result, done_at)
      select id, 1, 'post', 'done', '{"value":"1"}', clock() from (${ours}) ours`);
    await tx.execute(sql`insert into receipts (delivery_id, generation, revision, remote_id, url, rendition_hash)
      select id, 1, 1, '1', 'http://x', md5(id::text) from (${ours}) ours`);
    await tx.execute(sql`insert into events (actor, kind, item_id, delivery_id)
      select 'converge', 'delivery-published', item_id, id from (${ours}) ours`);
  });
  await db.execute(sql`analyze`);
};
