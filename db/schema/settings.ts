import { jsonb, pgTable, text, timestamp } from 'drizzle-orm/pg-core';
import type { Json } from '../../src/core/json.ts';
import { dbNow } from './clock.ts';

/** 设置: what the office decides while the service runs. Each key has its schema in the code that reads it. */
export const settings = pgTable('settings', {
  key: text().primaryKey(),
  value: jsonb().$type<Json>().notNull(),
  updatedAt: timestamp({ withTimezone: true }).notNull().default(dbNow),
});
