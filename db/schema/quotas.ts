import { date, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';

/** Calls spent per channel, platform call and Beijing day. */
export const quotas = pgTable(
  'quotas',
  {
    channelId: text().notNull(),
    call: text().notNull(),
    day: date().notNull(),
    used: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.channelId, table.call, table.day] })],
);
