import { sql } from 'drizzle-orm';
import { bigint, boolean, index, integer, jsonb, pgTable, text, timestamp, unique, uuid } from 'drizzle-orm/pg-core';
import type { Withdrawal } from '../../adapters/contract.ts';
import { CHANNEL_FAULTS } from '../../src/core/faults.ts';
import { ACTIONS, DELIVERY_STATUSES } from '../../src/core/states.ts';
import { channels } from './channels.ts';
import { dbNow } from './clock.ts';
import { items } from './items.ts';

const instant = () => timestamp({ withTimezone: true });

/**
 * 分发: one item on one channel, desired and actual. `action` is the one in progress, if any: it keeps its generation
 * through every retry, so its steps are remembered. `token` is the fence: each claim raises it, and every write of a run
 * asks for its own, so a run that lost its claim changes nothing.
 */
export const deliveries = pgTable(
  'deliveries',
  {
    id: uuid().primaryKey().defaultRandom(),
    itemId: uuid()
      .notNull()
      .references(() => items.id, { onDelete: 'cascade' }),
    channelId: text()
      .notNull()
      .references(() => channels.id),
    status: text({ enum: DELIVERY_STATUSES }).notNull().default('planned'),

    desired: text({ enum: ['live', 'withdrawn'] }).notNull(),
    desiredRevision: integer().notNull(),
    withdrawal: jsonb().$type<Withdrawal>(),
    /** The copy is not what was sent: the same revision goes out again, as an action of its own. */
    repair: boolean().notNull().default(false),

    actual: text({ enum: ['absent', 'live'] })
      .notNull()
      .default('absent'),
    actualRevision: integer(),
    remoteId: text(),
    url: text(),
    liveSince: instant(),

    action: text({ enum: ACTIONS }),
    actionRevision: integer(),
    generation: integer().notNull().default(0),
    /** The platform's reference while it works; its callback is matched by it. */
    awaiting: text(),

    token: bigint({ mode: 'number' }).notNull().default(0),
    claimedUntil: instant(),
    attempts: integer().notNull().default(0),
    /** Not before: a schedule, a back-off or the next look. Null when nothing is due. */
    nextTryAt: instant(),
    fault: text({ enum: CHANNEL_FAULTS }),
    faultText: text(),

    createdAt: instant().notNull().default(dbNow),
    updatedAt: instant().notNull().default(dbNow),
  },
  (table) => [
    unique('deliveries_item_channel').on(table.itemId, table.channelId),
    index('deliveries_channel_status').on(table.channelId, table.status),
    index('deliveries_awaiting')
      .on(table.channelId, table.awaiting)
      .where(sql`awaiting is not null`),
    // The list of 分发, newest first; and what in it is not at its end, whatever the filter.
    index('deliveries_created').on(table.createdAt, table.id),
    index('deliveries_open')
      .on(table.createdAt, table.id)
      .where(sql`status not in ('live', 'withdrawn')`),
    // When a channel last brought something out.
    index('deliveries_live')
      .on(table.channelId, table.liveSince)
      .where(sql`live_since is not null`),
    // What waits for a person.
    index('deliveries_stuck')
      .on(table.itemId)
      .where(sql`status in ('parked', 'refused')`),
    // The sweep: whatever is due.
    index('deliveries_due')
      .on(table.nextTryAt)
      .where(sql`next_try_at is not null`),
  ],
);
export type DeliveryRow = typeof deliveries.$inferSelect;
