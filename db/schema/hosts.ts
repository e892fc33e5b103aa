import { integer, pgTable, text, timestamp } from 'drizzle-orm/pg-core';
import { dbNow } from './clock.ts';

const instant = () => timestamp({ withTimezone: true });

/** One host the audit looks at: several workers together keep its pace, and its brake. */
export const hosts = pgTable('hosts', {
  host: text().primaryKey(),
  /** The next look may leave then, by the database's clock. */
  nextSlotAt: instant().notNull().default(dbNow),
  /** Looks in a row that it did not answer. */
  failures: integer().notNull().default(0),
  /** Set while many copies changed at once and nobody said what happened. */
  brakedAt: instant(),
  /** A person looked: until then the brake stays off. */
  releasedUntil: instant(),
});
export type HostRow = typeof hosts.$inferSelect;
