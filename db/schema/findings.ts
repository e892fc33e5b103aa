import { sql } from 'drizzle-orm';
import { bigint, index, integer, jsonb, pgTable, text, timestamp, unique, uuid } from 'drizzle-orm/pg-core';
import type { Json } from '../../src/core/json.ts';
import { FINDING_KINDS, FINDING_STATES, type Facts } from '../../src/core/findings.ts';
import { SEVERITIES } from '../../src/core/severity.ts';
import { channels } from './channels.ts';
import { dbNow } from './clock.ts';
import { deliveries } from './deliveries.ts';
import { items } from './items.ts';
import { units } from './units.ts';

const instant = () => timestamp({ withTimezone: true });

/**
 * 问题: one row per subject and kind, for good: opened, kept and closed by looks, opened again when it comes back. What a
 * person decided stands beside it.
 */
export const findings = pgTable(
  'findings',
  {
    id: uuid().primaryKey().defaultRandom(),
    /** Order of first sight: the cursor of every list. */
    seq: bigint({ mode: 'number' }).generatedAlwaysAsIdentity().notNull(),
    /** `delivery:<id>`, `host:<host>` or `place:<id>`. */
    subject: text().notNull(),
    kind: text({ enum: FINDING_KINDS }).notNull(),
    severity: text({ enum: SEVERITIES }).notNull(),
    state: text({ enum: FINDING_STATES }).notNull().default('open'),
    facts: jsonb().$type<Facts>().notNull().default({}),
    evidence: jsonb().$type<Readonly<Record<string, Json>>>().notNull().default({}),
    /** Of facts and differences: another one, and what a person accepted was another thing. */
    fingerprint: text().notNull(),
    snapshot: text(),

    deliveryId: uuid().references(() => deliveries.id, { onDelete: 'cascade' }),
    itemId: uuid().references(() => items.id, { onDelete: 'cascade' }),
    channelId: text().references(() => channels.id),
    /** Who is to deal with it. */
    unitId: text().references(() => units.id),
    dueAt: instant().notNull(),

    openedAt: instant().notNull().default(dbNow),
    seenAt: instant().notNull().default(dbNow),
    closedAt: instant(),
    /** How often it was opened. */
    times: integer().notNull().default(1),
    /** What a person said, accepting or reassigning. */
    reason: text(),
    decidedBy: text(),
    acceptedUntil: instant(),
  },
  (table) => [
    unique('findings_once').on(table.subject, table.kind),
    index('findings_seq').on(table.seq),
    // What is still to be dealt with: every list but that of the past.
    index('findings_unsettled')
      .on(table.seq)
      .where(sql`state <> 'closed'`),
    // Worst first: the words of severity stand in that order as texts, too.
    index('findings_worst')
      .on(table.severity, table.seq.desc())
      .where(sql`state <> 'closed'`),
    index('findings_state_seq').on(table.state, table.seq),
    index('findings_unit_seq').on(table.unitId, table.seq),
    index('findings_channel_seq').on(table.channelId, table.seq),
    index('findings_item').on(table.itemId),
    index('findings_delivery').on(table.deliveryId),
    index('findings_snapshot')
      .on(table.snapshot)
      .where(sql`snapshot is not null`),
  ],
);
export type FindingRow = typeof findings.$inferSelect;
