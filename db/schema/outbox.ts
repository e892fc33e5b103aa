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
    /** A relay has it in its hands, and nobody else takes it before then. In no index, and the table keeps room for it. */
    takenUntil: timestamp({ withTimezone: true }),
  },
  (table) => [
    index('outbox_due').on(table.job, table.dueAt, table.id),
    // The sweeps: what is on its way already.
    index('outbox_delivery').on(table.deliveryId, table.job),
  ],
);
