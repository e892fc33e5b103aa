import { bigint, index, integer, jsonb, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import type { Json } from '../../src/core/json.ts';
import { dbNow } from './clock.ts';

/** One line of a channel's feed. `seq` is given under a lock per channel, so that a consumer's cursor misses nothing. */
export const feedEntries = pgTable(
  'feed_entries',
  {
    seq: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    channelId: text().notNull(),
    itemId: uuid().notNull(),
    version: integer().notNull(),
    /** Null: a tombstone. */
    body: jsonb().$type<{ value: Json }>(),
    at: timestamp({ withTimezone: true }).notNull().default(dbNow),
  },
  (table) => [
    index('feed_entries_channel').on(table.channelId, table.seq),
    index('feed_entries_item').on(table.channelId, table.itemId, table.seq),
  ],
);
export type FeedEntryRow = typeof feedEntries.$inferSelect;
