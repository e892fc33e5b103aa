import { jsonb, pgTable, text, timestamp } from 'drizzle-orm/pg-core';

/** What we know of a configured channel between runs. Settings entered at the console stand in `channel_settings`, sealed. */
export const channels = pgTable('channels', {
  id: text().primaryKey(),
  kind: text().notNull(),
  name: text().notNull(),
  /** Set when the platform signed us out: no delivery runs before this instant. */
  pausedUntil: timestamp({ withTimezone: true }),
  pausedBecause: text(),
  /** Set while a person holds the channel: no delivery runs before somebody resumes it. */
  held: jsonb().$type<{ readonly by: string; readonly because: string; readonly at: string }>(),
});
export type ChannelRow = typeof channels.$inferSelect;
