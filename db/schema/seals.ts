import { bigint, customType, pgTable, text, timestamp } from 'drizzle-orm/pg-core';
import { dbNow } from './clock.ts';

/** PostgreSQL's 64-bit transaction id; as text, because it may exceed what JavaScript counts exactly. */
export const xid8 = customType<{ data: string }>({ dataType: () => 'xid8' });

/**
 * 封存: a block of events, chained to the block before. `hashes` holds one running hash per event, so that a proof names
 * the first broken row. Never changed.
 */
export const seals = pgTable('seals', {
  id: bigint({ mode: 'number' }).primaryKey(),
  at: timestamp({ withTimezone: true }).notNull().default(dbNow),
  eventIds: bigint({ mode: 'number' }).array().notNull(),
  hashes: text().array().notNull(),
  /** Hash of the last event of the block before; 64 zeros before the first. */
  previous: text().notNull(),
  /** Every transaction before this one had ended: none of its events can still appear. */
  upTo: xid8().notNull(),
  /** Events up to this id belong to a cluster whose transaction ids mean nothing here (a restored backup). */
  floorId: bigint({ mode: 'number' }).notNull(),
});
export type SealRow = typeof seals.$inferSelect;
