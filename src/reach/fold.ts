import { sql, type SQL } from 'drizzle-orm';
import { STOCKS } from '../core/reach.ts';

/** Of a row's `metric`: whether only its last day counts. */
export const isStock = sql`metric in (${sql.join(
  STOCKS.map((metric) => sql`${metric}`),
  sql`, `,
)})`;

/** How the rows of one metric make a longer period: they add up, or the last one counts. */
export const fold = (value: SQL, start: SQL): SQL =>
  sql`case when ${isStock} then (array_agg(${value} order by ${start} desc))[1] else sum(${value}) end`;
