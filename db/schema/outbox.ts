import { sql } from 'drizzle-orm';
import { bigint, index, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import { dbNow } from './clock.ts';

/** A wake-up to be queued at `dueAt`: written with the change that makes it necessary, deleted once the queue has it. */
export const outbox = pgTable(
  'outbox',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    deliveryId: uuid().notNull(),
    channelId: text().notNull(),
    /** Which job it wakes. */
    job: text({ enum: ['converge', 'audit'] })
      .notNull()
      .default('converge'),
    dueAt: timestamp({ withTimezone: true }).notNull().default(dbNow),
  },
  (table) => [
    index('outbox_due').on(table.dueAt, table.id),
    index('outbox_delivery').on(table.deliveryId),
    // The audits' sweep: what is on its way already.
    index('outbox_audits')
      .on(table.deliveryId)
      .where(sql`job = 'audit'`),
  ],
);
