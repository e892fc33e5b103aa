import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';
import { prepared } from './prepared.ts';
import * as schema from './schema/index.ts';

export type Database = PostgresJsDatabase<typeof schema>;
export type Transaction = Parameters<Parameters<Database['transaction']>[0]>[0];
/** Verbs take either, so that they compose inside a caller's transaction. */
export type DatabaseLike = Database | Transaction;

export interface Connection {
  readonly db: Database;
  close(): Promise<void>;
}

const open = (url: string, options: { readonly max: number; readonly connection?: Record<string, string> }) => {
  const client = postgres(url, { ...options, onnotice: () => undefined, connect_timeout: 10 });
  return {
    db: drizzle(prepared(client), { schema, casing: 'snake_case' }),
    close: () => client.end({ timeout: 5 }),
  };
};

/**
 * One pool. `max` 10, and 6 more by keys in a worker: two cores feed no more, and PostgreSQL's default of 100 leaves room for
 * several processes. `onnotice` is off because `create … if not exists` at start-up is no news.
 */
export const connect = (url: string, max = 10): Connection => open(url, { max });

/**
 * A pool for statements that find a few rows by their keys, thousands of times. PostgreSQL keeps a prepared statement's plan
 * until it next counts the table's rows; one made while the table was small reads it whole, and a county's first large import
 * comes within that minute. Here no plan reads a whole table where an index leads, and none is compiled to machine code.
 * `max` 6: statements of a kind follow each other, and there are few kinds.
 */
export const connectByKeys = (url: string, max = 6): Connection =>
  open(url, { max, connection: { enable_seqscan: 'off', jit: 'off' } });
