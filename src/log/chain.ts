import { hash } from 'node:crypto';
import { sql, type SQL } from 'drizzle-orm';
import { events, seals } from '../../db/schema/index.ts';

/** What the first event of all is chained to. */
export const GENESIS = '0'.repeat(64);

/**
 * One event in one byte form, made by PostgreSQL so that no driver's reading of a time or a number comes between: a JSON
 * list of its columns, `jsonb` being canonical in itself (keys sorted, once each).
 */
export const canonicalEvent: SQL<string> = sql<string>`jsonb_build_array(${events.id},
  to_char(${events.at} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), ${events.actor}, ${events.kind},
  ${events.itemId}, ${events.deliveryId}, ${events.data})::text`;

/** SHA-256 over the hash before and the event: neither can change alone. */
export const nextHash = (previous: string, canonical: string): string => hash('sha256', `${previous}\n${canonical}`);

/** Of a block: read alone, because a block's list of hashes is long. */
export const lastHash: SQL<string> = sql<string>`${seals.hashes}[cardinality(${seals.hashes})]`;
