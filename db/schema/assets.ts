import { customType, integer, pgTable, text, timestamp } from 'drizzle-orm/pg-core';
import { dbNow } from './clock.ts';

const bytea = customType<{ data: Uint8Array; driverData: Buffer }>({
  dataType: () => 'bytea',
  toDriver: (data) => Buffer.from(data),
});

/** Bytes named by their own SHA-256: images and attachments, the same file stored once. */
export const assets = pgTable('assets', {
  id: text().primaryKey(),
  mime: text().notNull(),
  bytes: integer().notNull(),
  width: integer(),
  height: integer(),
  data: bytea().notNull(),
  createdAt: timestamp({ withTimezone: true }).notNull().default(dbNow),
});
export type AssetRow = typeof assets.$inferSelect;
