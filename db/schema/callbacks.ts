import { bigint, index, jsonb, pgTable, text, timestamp, unique } from 'drizzle-orm/pg-core';
import type { Json } from '../../src/core/json.ts';
import { dbNow } from './clock.ts';

/** What platforms told us by calling us, each event once. Kept even when its reference is not known yet. */
export const callbacks = pgTable(
  'callbacks',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    channelId: text().notNull(),
    key: text().notNull(),
    ref: text().notNull(),
    data: jsonb().$type<Json>().notNull(),
    at: timestamp({ withTimezone: true }).notNull().default(dbNow),
  },
  (table) => [
    unique('callbacks_once').on(table.channelId, table.key),
    index('callbacks_ref').on(table.channelId, table.ref),
  ],
);
