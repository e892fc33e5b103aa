import { integer, jsonb, pgTable, primaryKey, text, timestamp, unique, uuid } from 'drizzle-orm/pg-core';
import { REPORT_KINDS, type ReportContent } from '../../src/core/reports.ts';
import { dbNow } from './clock.ts';

const instant = () => timestamp({ withTimezone: true }).notNull().default(dbNow);
const kind = () => text({ enum: REPORT_KINDS }).notNull();

/** 填报: what a person entered because the system cannot know it, or knows it better. */
export const reportEntries = pgTable(
  'report_entries',
  {
    kind: kind(),
    /** `2026`, `2026-Q3` or `2026-10`. */
    period: text().notNull(),
    field: text().notNull(),
    value: text().notNull(),
    by: text().notNull(),
    at: instant(),
  },
  (table) => [primaryKey({ columns: [table.kind, table.period, table.field] })],
);

/** 出具的报表: frozen. A correction is another number of the same period; triggers refuse to change or delete one. */
export const reportEditions = pgTable(
  'report_editions',
  {
    id: uuid().primaryKey().defaultRandom(),
    kind: kind(),
    period: text().notNull(),
    number: integer().notNull(),
    content: jsonb().$type<ReportContent>().notNull(),
    /** SHA-256 of the content, as its event says it. */
    hash: text().notNull(),
    by: text().notNull(),
    at: instant(),
  },
  (table) => [unique('report_editions_once').on(table.kind, table.period, table.number)],
);
export type ReportEditionRow = typeof reportEditions.$inferSelect;
