import { index, pgTable, text, timestamp } from 'drizzle-orm/pg-core';
import { dbNow } from './clock.ts';
import { users } from './users.ts';

const instant = () => timestamp({ withTimezone: true });

/**
 * A signed-in browser. better-auth writes the upper half by the clock of Node; every decision is made by the lower
 * half, which PostgreSQL fills by its own.
 */
export const sessions = pgTable(
  'sessions',
  {
    id: text().primaryKey(),
    token: text().notNull().unique(),
    userId: text()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    expiresAt: instant().notNull(),
    ipAddress: text(),
    userAgent: text(),
    createdAt: instant().notNull(),
    updatedAt: instant().notNull(),

    startedAt: instant().notNull().default(dbNow),
    lastSeenAt: instant().notNull().default(dbNow),
    /** When the person last showed the password. */
    provenAt: instant().notNull().default(dbNow),
  },
  (table) => [index('sessions_user').on(table.userId)],
);
export type SessionRow = typeof sessions.$inferSelect;
