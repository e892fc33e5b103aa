import { bigint, index, integer, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import { dbNow } from './clock.ts';
import { deliveries } from './deliveries.ts';

/** 回执: the platform's proof of one copy. Append-only but for `goneAt`, which is set when the copy is surely gone. */
export const receipts = pgTable(
  'receipts',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    deliveryId: uuid()
      .notNull()
      .references(() => deliveries.id, { onDelete: 'cascade' }),
    generation: integer().notNull(),
    revision: integer().notNull(),
    remoteId: text().notNull(),
    url: text().notNull(),
    renditionHash: text().notNull(),
    /** What the platform's statistics call the copy; null: they were never heard of, or use the address. */
    statsRef: text(),
    at: timestamp({ withTimezone: true }).notNull().default(dbNow),
    goneAt: timestamp({ withTimezone: true }),
  },
  (table) => [index('receipts_delivery').on(table.deliveryId)],
);
export type ReceiptRow = typeof receipts.$inferSelect;
