import { sql } from 'drizzle-orm';
import { bigint, index, jsonb, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import type { Json } from '../../src/core/json.ts';
import { dbNow } from './clock.ts';
import { xid8 } from './seals.ts';

/** What happened, by whom, written in the transaction of the change itself. Triggers refuse to change or delete it. */
export const events = pgTable(
  'events',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    at: timestamp({ withTimezone: true }).notNull().default(dbNow),
    actor: text().notNull(),
    kind: text().notNull(),
    itemId: uuid(),
    deliveryId: uuid(),
    data: jsonb().$type<Readonly<Record<string, Json>>>().notNull().default({}),
    /** The transaction that wrote it: what tells the sealer when no older event can still appear. */
    tx: xid8()
      .notNull()
      .default(sql`pg_current_xact_id()`),
  },
  (table) => [
    index('events_item').on(table.itemId, table.id),
    index('events_at').on(table.at),
    index('events_tx').on(table.tx),
    // The history of one finding.
    index('events_finding')
      .on(sql`(data->>'findingId')`)
      .where(sql`data->>'findingId' is not null`),
    // Runs that people asked for, newest first.
    index('events_runs')
      .on(table.id)
      .where(sql`kind = 'audits-asked'`),
  ],
);
export type EventRow = typeof events.$inferSelect;
