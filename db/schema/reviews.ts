import { sql } from 'drizzle-orm';
import { bigint, index, integer, jsonb, pgTable, text, timestamp, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import type { Content } from '../../src/core/content.ts';
import { DECISIONS } from '../../src/core/drafts.ts';
import { dbNow } from './clock.ts';
import { drafts } from './drafts.ts';

/** 审核记录: what was put before the reviewers and what each stage answered. Append-only. */
export const reviews = pgTable(
  'reviews',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    draftId: uuid()
      .notNull()
      .references(() => drafts.id, { onDelete: 'cascade' }),
    round: integer().notNull(),
    /** Null where no stage answers: submitted, withdrawn. */
    stage: text(),
    decision: text({ enum: DECISIONS }).notNull(),
    personId: text().notNull(),
    name: text().notNull(),
    reason: text(),
    /** Of the content it speaks for. */
    hash: text().notNull(),
    /** That content, clean; with `submitted` only. */
    content: jsonb().$type<Content>(),
    at: timestamp({ withTimezone: true }).notNull().default(dbNow),
  },
  (table) => [
    index('reviews_draft').on(table.draftId, table.id),
    // One answer per stage and round, whatever races.
    uniqueIndex('reviews_once')
      .on(table.draftId, table.round, table.stage)
      .where(sql`decision in ('approved', 'returned')`),
  ],
);
export type ReviewRow = typeof reviews.$inferSelect;
