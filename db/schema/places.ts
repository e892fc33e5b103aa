import { sql } from 'drizzle-orm';
import { boolean, index, integer, pgTable, text, timestamp } from 'drizzle-orm/pg-core';
import { channels } from './channels.ts';
import { dbNow } from './clock.ts';

const instant = () => timestamp({ withTimezone: true });

/** What an inspection looks at beside single copies: a channel's home page, its columns, its account. */
export const places = pgTable(
  'places',
  {
    /** `<channel>/<kind>/<name of its own>`. */
    id: text().primaryKey(),
    channelId: text()
      .notNull()
      .references(() => channels.id, { onDelete: 'cascade' }),
    kind: text({ enum: ['home', 'column', 'account'] }).notNull(),
    name: text().notNull(),
    /** Null: no public page lists it; its age is known from our own copies. */
    url: text(),
    class: text({ enum: ['news', 'notice', 'policy', 'other'] }),
    /** Since when it is configured: a new column is given time to get its first article. */
    since: instant().notNull().default(dbNow),
    nextLookAt: instant(),
    nextProbeAt: instant(),
    seenAt: instant(),
    /** Null: could not be looked at. */
    entries: integer(),
    /** `2026-11-25`, Beijing; null: no entry names a date. */
    newestOn: text(),
  },
  (table) => [
    index('places_due')
      .on(table.nextLookAt)
      .where(sql`next_look_at is not null`),
    index('places_probe')
      .on(table.nextProbeAt)
      .where(sql`next_probe_at is not null`),
  ],
);
export type PlaceRow = typeof places.$inferSelect;

/** One visit to a home page, as the rule on reachability asks for; kept for a fortnight. */
export const probes = pgTable(
  'probes',
  {
    placeId: text()
      .notNull()
      .references(() => places.id, { onDelete: 'cascade' }),
    at: instant().notNull(),
    ms: integer().notNull(),
    isOpen: boolean().notNull(),
    why: text(),
  },
  (table) => [index('probes_place').on(table.placeId, table.at)],
);
