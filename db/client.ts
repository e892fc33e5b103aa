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

/**
 * One pool. `max` 16: two cores feed no more, and PostgreSQL's default of 100 leaves room for several processes.
 * `onnotice` is off because `create … if not exists` at start-up is no news.
 */
export const connect = (url: string, max = 16): Connection => {
  const client = postgres(url, { max, onnotice: () => undefined, connect_timeout: 10 });
  return {
    db: drizzle(prepared(client), { schema, casing: 'snake_case' }),
    close: () => client.end({ timeout: 5 }),
  };
};
