import { customType, index, integer, pgTable, text, timestamp } from 'drizzle-orm/pg-core';
import { dbNow } from './clock.ts';

const bytea = customType<{ data: Uint8Array; driverData: Buffer }>({
  dataType: () => 'bytea',
  toDriver: (data) => Buffer.from(data),
});

/** A page as it was seen: gzip of its bytes, once per SHA-256 of the body, kept while something needs it as evidence. */
export const snapshots = pgTable(
  'snapshots',
  {
    hash: text().primaryKey(),
    /** Before compression. */
    bytes: integer().notNull(),
    mime: text().notNull(),
    data: bytea().notNull(),
    at: timestamp({ withTimezone: true }).notNull().default(dbNow),
  },
  (table) => [index('snapshots_at').on(table.at)],
);
