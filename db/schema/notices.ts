import { boolean, integer, pgTable, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import { NOTICE_TOPICS, NOTICE_WAYS } from '../../src/core/notices.ts';
import { dbNow } from './clock.ts';

const instant = () => timestamp({ withTimezone: true });

/** 通知对象: a group or mailboxes that are told. Its address and keys are sealed with a key that is not in the database. */
export const noticeTargets = pgTable('notice_targets', {
  id: uuid().primaryKey().defaultRandom(),
  name: text().notNull().unique(),
  way: text({ enum: NOTICE_WAYS }).notNull(),
  sealed: text().notNull(),
  topics: text({ enum: NOTICE_TOPICS }).array().notNull(),
  isOn: boolean().notNull().default(true),
  by: text().notNull(),
  createdAt: instant().notNull().default(dbNow),

  /** One process tells it at a time. */
  claimedUntil: instant(),
  urgentAt: instant(),
  digestOn: text(),
  /** In a row; a target that fails is tried ever less often, and nothing else waits for it. */
  failures: integer().notNull().default(0),
  failure: text(),
  nextTryAt: instant(),
});
export type NoticeTargetRow = typeof noticeTargets.$inferSelect;

/** What a target was told, by the key of the thing: nothing is told twice. */
export const noticesTold = pgTable(
  'notices_told',
  {
    targetId: uuid()
      .notNull()
      .references(() => noticeTargets.id, { onDelete: 'cascade' }),
    key: text().notNull(),
    at: instant().notNull().default(dbNow),
  },
  (table) => [primaryKey({ columns: [table.targetId, table.key] })],
);
