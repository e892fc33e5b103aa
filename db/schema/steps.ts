import { integer, jsonb, pgTable, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import type { Json } from '../../src/core/json.ts';
import { dbNow } from './clock.ts';
import { deliveries } from './deliveries.ts';

/** 步骤: one remembered remote effect. `began` is committed before the call, the result after it. */
export const steps = pgTable(
  'steps',
  {
    deliveryId: uuid()
      .notNull()
      .references(() => deliveries.id, { onDelete: 'cascade' }),
    generation: integer().notNull(),
    name: text().notNull(),
    state: text({ enum: ['began', 'done'] }).notNull(),
    result: jsonb().$type<{ value: Json }>(),
    beganAt: timestamp({ withTimezone: true }).notNull().default(dbNow),
    doneAt: timestamp({ withTimezone: true }),
  },
  (table) => [primaryKey({ columns: [table.deliveryId, table.generation, table.name] })],
);
export type StepRow = typeof steps.$inferSelect;
