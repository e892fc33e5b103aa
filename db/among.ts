import { sql, type SQL } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';

/**
 * `column` is one of `values`, however many: one parameter, so that a statement for 500 rows costs no more to write than one
 * for 2, is prepared once, and is planned for few rows. `inArray` writes a parameter for each.
 */
export const among = (column: PgColumn, values: readonly (string | number)[]): SQL =>
  sql`${column} = any(${sql.param([...new Set(values)])}::${sql.raw(column.getSQLType())}[])`;
