import { pgTable, text } from 'drizzle-orm/pg-core';

/** 栏目: a place on the portal, with the four 栏目 tags of 国办发〔2017〕47号. */
export const columns = pgTable('columns', {
  id: text().primaryKey(),
  name: text().notNull(),
  description: text().notNull(),
  keywords: text().array().notNull(),
  type: text().notNull(),
});
export type ColumnRow = typeof columns.$inferSelect;
