import { sql } from 'drizzle-orm';
import { bigint, index, integer, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import { LOOK_WAYS, VERDICTS } from '../../src/core/verdicts.ts';
import { dbNow } from './clock.ts';
import { deliveries } from './deliveries.ts';

const instant = () => timestamp({ withTimezone: true });

/**
 * 巡检: what is looked at next for one delivery, and what was seen last. `token` is the fence, as a delivery's. The url
 * outlives the delivery's own: a withdrawn copy is looked for where it was.
 */
export const audits = pgTable(
  'audits',
  {
    deliveryId: uuid()
      .primaryKey()
      .references(() => deliveries.id, { onDelete: 'cascade' }),
    url: text().notNull(),
    host: text().notNull(),
    /** Null: nothing is due, because its host is stopped. */
    nextLookAt: instant(),
    /** When the sweep last asked for it: a queue may take a while. */
    wokenAt: instant(),
    /** The host's slot it was given, so that it takes no second one. */
    slotAt: instant(),
    token: bigint({ mode: 'number' }).notNull().default(0),
    claimedUntil: instant(),

    verdict: text({ enum: VERDICTS }),
    /** Why, where the verdict needs words: what could not be judged. */
    verdictText: text(),
    seenAt: instant(),
    /** How the newest look judged, and what the host answered; null: before this was kept, or no answer. */
    way: text({ enum: LOOK_WAYS }),
    httpStatus: integer(),
    /** Since when the verdict is what it is. */
    since: instant(),
    /** Looks in a row with this verdict. */
    same: integer().notNull().default(0),

    /** Of what should be there, as of the newest judgement; another one and nothing remembered counts. */
    expectedHash: text(),
    etag: text(),
    lastModified: text(),
    bodyHash: text(),
    textHash: text(),
    /** `2026-11-25`, Beijing: when it was published, as the page itself says; null: it says nothing, or was not asked. */
    shownOn: text(),
    createdAt: instant().notNull().default(dbNow),
  },
  (table) => [
    // The sweep: whatever is due.
    index('audits_due')
      .on(table.nextLookAt)
      .where(sql`next_look_at is not null`),
    // The brake: what changed lately on one host.
    index('audits_host').on(table.host, table.since),
    index('audits_verdict')
      .on(table.verdict)
      .where(sql`verdict is not null`),
  ],
);
export type AuditRow = typeof audits.$inferSelect;
