import { pgTable, primaryKey, text, timestamp } from 'drizzle-orm/pg-core';
import { channels } from './channels.ts';
import { dbNow } from './clock.ts';

/** 渠道设置 that an administrator entered at the console, each sealed with a key that is not in the database. */
export const channelSettings = pgTable(
  'channel_settings',
  {
    channelId: text()
      .notNull()
      .references(() => channels.id, { onDelete: 'cascade' }),
    name: text().notNull(),
    sealed: text().notNull(),
    by: text().notNull(),
    at: timestamp({ withTimezone: true }).notNull().default(dbNow),
  },
  (table) => [primaryKey({ columns: [table.channelId, table.name] })],
);
