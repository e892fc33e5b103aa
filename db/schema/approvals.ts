import { index, integer, pgTable, text, timestamp, unique, uuid } from 'drizzle-orm/pg-core';
import { dbNow } from './clock.ts';
import { items } from './items.ts';

/** 审签: a named person's yes to one revision hash. */
export const approvals = pgTable(
  'approvals',
  {
    id: uuid().primaryKey().defaultRandom(),
    itemId: uuid()
      .notNull()
      .references(() => items.id, { onDelete: 'cascade' }),
    revision: integer().notNull(),
    hash: text().notNull(),
    stage: text().notNull(),
    name: text().notNull(),
    at: timestamp({ withTimezone: true }).notNull(),
    recordedAt: timestamp({ withTimezone: true }).notNull().default(dbNow),
  },
  (table) => [
    unique('approvals_once').on(table.itemId, table.revision, table.stage),
    index('approvals_item').on(table.itemId),
  ],
);
export type ApprovalRow = typeof approvals.$inferSelect;
