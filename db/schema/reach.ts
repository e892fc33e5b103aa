import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  date,
  doublePrecision,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uuid,
} from 'drizzle-orm/pg-core';
import {
  HIT_KINDS,
  PERIODS,
  REACH_SCOPES,
  REFERRERS,
  type Metric,
  type ReachSourceName,
} from '../../src/core/reach.ts';
import { dbNow } from './clock.ts';

const instant = () => timestamp({ withTimezone: true });
const source = () => text().$type<ReachSourceName>().notNull();

/**
 * One day of one channel as one source counts it: whether it was told, and what of it is sure. `changes` rises with
 * whatever arrives, `rolled` says how many of them the rollups hold, so that nothing that arrives meanwhile is missed.
 */
export const reachDays = pgTable(
  'reach_days',
  {
    channelId: text().notNull(),
    source: source(),
    day: date().notNull(),
    /** `delayed`: the source says that its numbers are late. `untold`: it was asked and told nothing. */
    state: text({ enum: ['told', 'delayed', 'untold'] }).notNull(),
    changes: bigint({ mode: 'number' }).notNull().default(0),
    rolled: bigint({ mode: 'number' }).notNull().default(0),
    toldAt: instant(),
    /** When a number that had been told was last told otherwise. */
    revisedAt: instant(),
    /** Counted by nobody: the buffer was full while the database was away. */
    lost: integer().notNull().default(0),
    /** Not counted: too many from one visitor at once. */
    held: integer().notNull().default(0),
    /** Not counted: they name no item, column or unit of ours. */
    strange: integer().notNull().default(0),
    /** Not counted: they came after the day was closed. */
    late: integer().notNull().default(0),
    changedAt: instant().notNull().default(dbNow),
    /** Its hits and its key are gone; nothing more is counted. */
    closedAt: instant(),
    askedAt: instant(),
    /** When the source is asked again; null: no more. */
    nextAskAt: instant(),
    asks: integer().notNull().default(0),
  },
  (table) => [
    primaryKey({ columns: [table.channelId, table.source, table.day] }),
    index('reach_days_day').on(table.day),
    // What is still to be rolled up.
    index('reach_days_changed')
      .on(table.day)
      .where(sql`changes > rolled`),
  ],
);
export type ReachDayRow = typeof reachDays.$inferSelect;

/**
 * One hit, as long as its day is open; `key` makes a second arrival of the same hit nothing. `visitor` is a hash under the
 * day's key, null where that key was gone.
 */
export const reachHits = pgTable(
  'reach_hits',
  {
    channelId: text().notNull(),
    source: source(),
    day: date().notNull(),
    key: bigint({ mode: 'bigint' }).notNull(),
    at: instant().notNull(),
    kind: text({ enum: HIT_KINDS }).notNull(),
    visitor: bigint({ mode: 'bigint' }),
    itemId: uuid(),
    columnId: text(),
    unitId: text(),
    referrer: text({ enum: REFERRERS }).notNull(),
    isBot: boolean().notNull(),
  },
  (table) => [primaryKey({ columns: [table.channelId, table.source, table.day, table.key] })],
);

/** The random key of a day. Without it no hash can be traced to an address; it is thrown away as soon as the day allows. */
export const reachKeys = pgTable(
  'reach_keys',
  {
    source: source(),
    day: date().notNull(),
    /** Null: thrown away. The row stays, so that nobody makes another and counts everybody twice. */
    key: text(),
  },
  (table) => [primaryKey({ columns: [table.source, table.day] })],
);

/** How far a server's log has been imported; a file is known by how it begins, whatever its name. */
export const reachImports = pgTable(
  'reach_imports',
  {
    channelId: text().notNull(),
    file: text().notNull(),
    lines: bigint({ mode: 'number' }).notNull(),
    at: instant().notNull().default(dbNow),
  },
  (table) => [primaryKey({ columns: [table.channelId, table.file] })],
);

/** What a source told of one day, appended whenever it is another number than before; the newest counts. */
export const reachSamples = pgTable(
  'reach_samples',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    channelId: text().notNull(),
    source: source(),
    day: date().notNull(),
    metric: text().$type<Metric>().notNull(),
    /** Null: of the channel as a whole. Unit and column are those of the item when it was first told of. */
    itemId: uuid(),
    unitId: text(),
    columnId: text(),
    value: doublePrecision().notNull(),
    at: instant().notNull().default(dbNow),
  },
  (table) => [
    index('reach_samples_day').on(table.channelId, table.source, table.day, table.metric, table.itemId, table.id),
    index('reach_samples_item').on(table.itemId, table.day),
  ],
);
export type ReachSampleRow = typeof reachSamples.$inferSelect;

/** Numbers per period, made from hits and samples; a missing row means zero or untold, as its source and day say. */
export const reachRollups = pgTable(
  'reach_rollups',
  {
    scope: text({ enum: REACH_SCOPES }).notNull(),
    scopeId: text().notNull(),
    channelId: text().notNull(),
    source: source(),
    metric: text().$type<Metric>().notNull(),
    period: text({ enum: PERIODS }).notNull(),
    /** First day; of `all` 1970-01-01. */
    start: date().notNull(),
    value: doublePrecision().notNull(),
  },
  (table) => [
    primaryKey({
      name: 'reach_rollups_pk',
      columns: [table.scope, table.scopeId, table.channelId, table.source, table.metric, table.period, table.start],
    }),
    // Of a period: the series of all units or columns, the most read items, and what one day touched.
    index('reach_rollups_period').on(
      table.scope,
      table.period,
      table.start,
      table.channelId,
      table.source,
      table.metric,
      table.value,
      table.scopeId,
    ),
  ],
);
export type ReachRollupRow = typeof reachRollups.$inferSelect;
