import { integer, jsonb, pgTable, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import type { Content } from '../../src/core/content.ts';
import { dbNow } from './clock.ts';
import { items } from './items.ts';

/** 版本: one content of an item, immutable. `hash` is of its canonical JSON, after cleaning. */
export const revisions = pgTable(
  'revisions',
  {
    itemId: uuid()
      .notNull()
      .references(() => items.id, { onDelete: 'cascade' }),
    number: integer().notNull(),
    hash: text().notNull(),
    content: jsonb().$type<Content>().notNull(),
    author: text().notNull(),
    createdAt: timestamp({ withTimezone: true }).notNull().default(dbNow),
  },
  (table) => [primaryKey({ columns: [table.itemId, table.number] })],
);
export type RevisionRow = typeof revisions.$inferSelect;
