import { pgTable, text, timestamp, unique, uuid } from 'drizzle-orm/pg-core';
import { SCOPES } from '../../src/core/scopes.ts';
import { dbNow } from './clock.ts';

/** An API key: only the SHA-256 of its secret is kept. */
export const apiKeys = pgTable(
  'api_keys',
  {
    id: uuid().primaryKey().defaultRandom(),
    name: text().notNull(),
    hash: text().notNull(),
    scopes: text({ enum: SCOPES }).array().notNull(),
    /** The units it may write for; empty means all. */
    unitIds: text().array().notNull().default([]),
    createdAt: timestamp({ withTimezone: true }).notNull().default(dbNow),
    expiresAt: timestamp({ withTimezone: true }),
    revokedAt: timestamp({ withTimezone: true }),
  },
  (table) => [unique('api_keys_hash').on(table.hash)],
);
export type ApiKeyRow = typeof apiKeys.$inferSelect;
