import { sql } from 'drizzle-orm';

/**
 * Database time. The one clock for leases, schedules and publication times; a test replaces the function in its own
 * database. Made by the first migration: `select now()`, which PostgreSQL inlines.
 */
export const dbNow = sql`clock()`;
