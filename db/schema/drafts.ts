import { sql } from 'drizzle-orm';
import { index, integer, jsonb, pgTable, text, timestamp, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { ITEM_TYPES } from '../../src/core/content.ts';
import { DRAFT_STATUSES } from '../../src/core/drafts.ts';
import type { Json } from '../../src/core/json.ts';
import { dbNow } from './clock.ts';
import { items } from './items.ts';
import { searchGrams } from './search.ts';
import { units } from './units.ts';

/** Who did something at the console: the account, and the name as it was then. */
export interface PersonName {
  readonly id: string;
  readonly name: string;
}

const instant = () => timestamp({ withTimezone: true });

/**
 * A content on its way to approval, as entered, perhaps incomplete. Not an item: nothing here is ever published. `version`
 * counts saves, `round` submissions; `hash` is the seal put on at the last one.
 */
export const drafts = pgTable(
  'drafts',
  {
    id: uuid().primaryKey().defaultRandom(),
    /** Of what it corrects, or of what became of it. */
    itemId: uuid().references(() => items.id, { onDelete: 'set null' }),
    externalId: text().notNull(),
    /** The revision it corrects, by hash; null for a new item. */
    previous: text(),
    /** Its revision of the item, once approved. */
    revision: integer(),
    /** Everybody who changed it; none of them may approve it. */
    authors: jsonb().$type<readonly PersonName[]>().notNull(),
    content: jsonb().$type<Readonly<Record<string, Json>>>().notNull(),
    /** 目录事项 it fulfils. */
    catalogEntry: text(),
    /** From `content`, for lists. */
    type: text({ enum: ITEM_TYPES }).notNull(),
    unitId: text()
      .notNull()
      .references(() => units.id),
    columnId: text(),
    title: text().notNull(),
    documentNumber: text(),
    search: text().array().notNull().generatedAlwaysAs(searchGrams),
    version: integer().notNull().default(1),
    status: text({ enum: DRAFT_STATUSES }).notNull().default('editing'),
    round: integer().notNull().default(0),
    /** The stage whose answer is awaited. */
    stage: text(),
    hash: text(),
    submittedAt: instant(),
    savedBy: jsonb().$type<PersonName>().notNull(),
    savedAt: instant().notNull().default(dbNow),
    createdAt: instant().notNull().default(dbNow),
    /** Of whatever happened last: the cursor of the list. */
    updatedAt: instant().notNull().default(dbNow),
  },
  (table) => [
    index('drafts_open')
      .on(table.updatedAt, table.id)
      .where(sql`status in ('editing', 'reviewing', 'returned')`),
    index('drafts_queue')
      .on(table.submittedAt, table.id)
      .where(sql`status = 'reviewing'`),
    // One open correction per item: whoever begins another goes on with it.
    uniqueIndex('drafts_item')
      .on(table.itemId)
      .where(sql`status in ('editing', 'reviewing', 'returned')`),
    index('drafts_search').using('gin', table.search),
  ],
);
export type DraftRow = typeof drafts.$inferSelect;
