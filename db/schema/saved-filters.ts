import { pgTable, text, timestamp, unique, uuid } from 'drizzle-orm/pg-core';
import { dbNow } from './clock.ts';

/** A list's filter that somebody wants again: the query of its address, by a name of theirs. */
export const savedFilters = pgTable(
  'saved_filters',
  {
    id: uuid().primaryKey().defaultRandom(),
    personId: text().notNull(),
    name: text().notNull(),
    query: text().notNull(),
    createdAt: timestamp({ withTimezone: true }).notNull().default(dbNow),
  },
  (table) => [unique('saved_filters_name').on(table.personId, table.name)],
);
