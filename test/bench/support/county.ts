import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, chmodSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { connectByKeys, type Connection } from '../../../db/client.ts';
import { startEmbedded } from '../../../db/embedded.ts';
import { createContext, type Context } from '../../../src/context.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { seedBasics } from '../../support/seed.ts';
import { silent } from '../../support/world.ts';
import { stubChannels } from './stub-adapter.ts';

export interface BenchCounty {
  readonly ctx: Context;
  readonly database: TestDatabase;
  /** Asks by the index of what is due, so that asking costs nothing of what is measured. */
  readonly watch: Connection;
  /** Channel ids and their platforms. */
  readonly urls: Readonly<Record<string, string>>;
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
  const close = async (): Promise<void> => {
    await embedded.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  // A server left behind would cost whoever measures next.
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void close().finally(() => process.exit(1)));
  return { url: embedded.url, close };
};

export interface CountyOptions {
  /** Beside the three healthy channels, one whose platform takes 30 s per call and one whose platform is dead. */
  readonly ill?: boolean;
}

/** A database of its own with three stub channels. Commits wait for the disk, as they do in an office. */
export const openBenchCounty = async (
  clusterUrl: string,
  { ill = false }: CountyOptions = {},
): Promise<BenchCounty> => {
  const stub = fork(new URL('./stub-server.mjs', import.meta.url).pathname, [], { execArgv: [] });
  const [{ url }] = (await once(stub, 'message')) as [{ url: string }];
  const database = await createTestDatabase(clusterUrl, { durable: true });
  const urls = { a: url, b: url, c: url, ...(ill ? { slow: `${url}/slow`, dead: `${url}/dead` } : {}) };
  const channels = stubChannels(urls);
  const watch = connectByKeys(database.url, 1);
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
    watch,
    urls,
    close: async () => {
      stub.disconnect();
      await watch.close();
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

/**
 * Stores approved items as the gate would, in bulk; those not done have their wakes in the outbox. Answers when they were
 * committed. Done ones are a past that autovacuum has seen; new ones are not waited for by anybody who counts rows.
 */
export const storeItems = async ({ database: { db } }: BenchCounty, { items, done }: Stored): Promise<number> => {
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
  const committedAt = performance.now();
  if (done) await db.execute(sql`analyze`);
  return committedAt;
};
