import { bigint, index, integer, pgTable, text, timestamp, unique, uuid } from 'drizzle-orm/pg-core';
import { ITEM_TYPES } from '../../src/core/content.ts';
import { dbNow } from './clock.ts';
import { searchGrams } from './search.ts';
import { units } from './units.ts';

/** 稿件: what is published. Its content lives in revisions; here is what stays the same or points at the newest. */
export const items = pgTable(
  'items',
  {
    id: uuid().primaryKey().defaultRandom(),
    /** Order of arrival: the cursor of every list. */
    seq: bigint({ mode: 'number' }).generatedAlwaysAsIdentity().notNull(),
    externalId: text().notNull(),
    type: text({ enum: ITEM_TYPES }).notNull(),
    unitId: text()
      .notNull()
      .references(() => units.id),
    title: text().notNull(),
    /** Of the newest revision, for lists. */
    columnId: text(),
    documentNumber: text(),
    /** 目录事项 that it was said to fulfil; null: that of its column counts. */
    catalogEntry: text(),
    search: text().array().notNull().generatedAlwaysAs(searchGrams),
    /** Number of the newest revision. */
    revision: integer().notNull(),
    /** 发布时间: set once, by the database, when the first revision was planned; never earlier than its publishAt. */
    publishedAt: timestamp({ withTimezone: true }).notNull(),
    createdAt: timestamp({ withTimezone: true }).notNull().default(dbNow),
  },
  (table) => [
    unique('items_external_id').on(table.externalId),
    index('items_seq').on(table.seq),
    index('items_unit_seq').on(table.unitId, table.seq),
    index('items_type_seq').on(table.type, table.seq),
    index('items_created_at').on(table.createdAt, table.id),
    index('items_unit_created').on(table.unitId, table.createdAt, table.id),
    index('items_column_created').on(table.columnId, table.createdAt, table.id),
    // What was published in a window and found by nobody.
    index('items_published').on(table.publishedAt, table.id),
    index('items_search').using('gin', table.search),
  ],
);
export type ItemRow = typeof items.$inferSelect;
