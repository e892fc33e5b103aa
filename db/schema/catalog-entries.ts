import { date, index, pgTable, text } from 'drizzle-orm/pg-core';
import { columns } from './columns.ts';

/** 目录事项: a row of the 政务公开标准目录. What stands in its column is held to its 公开时限. */
export const catalogEntries = pgTable(
  'catalog_entries',
  {
    id: text().primaryKey(),
    name: text().notNull(),
    columnId: text()
      .notNull()
      .references(() => columns.id),
    /** 公开时限, as the catalog words it. */
    timeLimit: text().notNull(),
    /** What was formed before the catalog came into force is not held to it. */
    since: date().notNull(),
  },
  (table) => [index('catalog_entries_column').on(table.columnId)],
);
