import { pgTable, text } from 'drizzle-orm/pg-core';

/** 单位: who owns an item. */
export const units = pgTable('units', {
  id: text().primaryKey(),
  name: text().notNull(),
});
export type UnitRow = typeof units.$inferSelect;
