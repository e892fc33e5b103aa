import { bigint, index, jsonb, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import type { Json } from '../../src/core/json.ts';
import { dbNow } from './clock.ts';

/** What happened, by whom, written in the transaction of the change itself. Never updated. */
export const events = pgTable(
  'events',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    at: timestamp({ withTimezone: true }).notNull().default(dbNow),
    actor: text().notNull(),
    kind: text().notNull(),
    itemId: uuid(),
    deliveryId: uuid(),
    data: jsonb().$type<Readonly<Record<string, Json>>>().notNull().default({}),
  },
  (table) => [index('events_item').on(table.itemId, table.id), index('events_at').on(table.at)],
);
export type EventRow = typeof events.$inferSelect;
