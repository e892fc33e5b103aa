import { createHash, randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { sql } from 'drizzle-orm';
import postgres from 'postgres';
import { inject } from 'vitest';
import { connect, type Connection, type Database } from '../../db/client.ts';
import { migrate } from '../../db/migrate.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** A PostgreSQL cluster in which the tests may create databases. */
    clusterUrl: string;
    /** Null: BullMQ's PostgreSQL backend. */
    redisUrl: string | null;
  }
}

/** Any constant of our own: test files that start together build the template one after the other. */
const TEMPLATE_LOCK = 6_190_311;
const MIGRATIONS = new URL('../../db/migrations/', import.meta.url);

export interface TestDatabase extends Connection {
  readonly url: string;
}

const withDatabase = (clusterUrl: string, name: string): string => {
  const url = new URL(clusterUrl);
  url.pathname = `/${name}`;
  return url.href;
};

/** Other migrations are another template: none is ever used stale. */
const templateName = (): string => {
  const files = readdirSync(MIGRATIONS).filter((name) => name.endsWith('.sql'));
  const hash = createHash('sha256');
  for (const file of files.sort()) hash.update(file).update(readFileSync(new URL(file, MIGRATIONS)));
  return `yigao_template_${hash.digest('hex').slice(0, 16)}`;
};

const exists = async (client: postgres.Sql, name: string): Promise<boolean> =>
  (await client`select 1 from pg_database where datname = ${name}`).length > 0;

/** Built under another name and then renamed, so that a template with its name is always complete. */
const buildTemplate = async (client: postgres.Sql, clusterUrl: string, name: string): Promise<void> => {
  const draft = `${name}_draft`;
  await client.unsafe(`drop database if exists ${draft} with (force)`);
  await client.unsafe(`create database ${draft}`);
  await migrate(withDatabase(clusterUrl, draft));
  await client.unsafe(`alter database ${draft} rename to ${name}`);
};

const ensureTemplate = async (client: postgres.Sql, clusterUrl: string): Promise<string> => {
  const name = templateName();
  if (await exists(client, name)) return name;
  await client`select pg_advisory_lock(${TEMPLATE_LOCK})`;
  try {
    if (!(await exists(client, name))) await buildTemplate(client, clusterUrl, name);
  } finally {
    await client`select pg_advisory_unlock(${TEMPLATE_LOCK})`;
  }
  return name;
};

/** One connection to the cluster's own database, held by one session: advisory locks belong to it. */
const onCluster = async <T>(clusterUrl: string, run: (client: postgres.Sql) => Promise<T>): Promise<T> => {
  const client = postgres(clusterUrl, { max: 1, onnotice: () => undefined });
  try {
    return await run(client);
  } finally {
    await client.end({ timeout: 5 });
  }
};

/** A private, migrated database for one test file. `close` drops it. `durable`: commits wait for the disk. */
export const createTestDatabase = async (
  clusterUrl: string = inject('clusterUrl'),
  { durable = false }: { readonly durable?: boolean } = {},
): Promise<TestDatabase> => {
  const name = `yigao_test_${randomUUID().replaceAll('-', '')}`;
  await onCluster(clusterUrl, async (client) => {
    const template = await ensureTemplate(client, clusterUrl);
    await client.unsafe(`create database ${name} template ${template}`);
    // A test kills processes of ours, never the server: nothing need wait for the disk.
    if (!durable) await client.unsafe(`alter database ${name} set synchronous_commit = off`);
  });
  const url = withDatabase(clusterUrl, name);
  const { db, close } = connect(url);
  return {
    url,
    db,
    close: async () => {
      await close();
      await onCluster(clusterUrl, (client) => client.unsafe(`drop database if exists ${name} with (force)`));
    },
  };
};

/** Holds the database's clock at `at`, for every connection; null lets it run again. */
export const setClock = async (db: Database, at: Date | null): Promise<void> => {
  await db.execute(sql`create table if not exists test_clock (one boolean primary key default true, at timestamptz)`);
  await db.execute(sql`insert into test_clock (at) values (${at?.toISOString() ?? null})
    on conflict (one) do update set at = excluded.at`);
  await db.execute(sql`create or replace function clock() returns timestamptz language sql stable
    as 'select coalesce((select at from test_clock), now())'`);
};

/** Sets a clock that `setClock` holds; one small statement, since tests move it by the thousand. */
export const moveClock = async (db: Database, at: Date): Promise<void> => {
  await db.execute(sql`update test_clock set at = ${at.toISOString()}`);
};

/** Moves a held clock on. */
export const advance = async (db: Database, ms: number): Promise<void> => {
  const moved = await db.execute(
    sql`update test_clock set at = at + ${ms} * interval '1 millisecond' where at is not null returning at`,
  );
  if (moved.length === 0) throw new Error('The clock runs by itself: hold it with setClock first');
};

/** Lets the database's clock run `aheadMs` before the real one. */
export const shiftClock = async (db: Database, aheadMs: number): Promise<void> => {
  await db.execute(
    sql.raw(`create or replace function clock() returns timestamptz language sql stable
      as $$select now() + interval '${Math.round(aheadMs)} milliseconds'$$`),
  );
};
