import { sql } from 'drizzle-orm';
import type { DatabaseLike } from '../../db/client.ts';

/** Database time, where a decision needs it outside a statement. */
export const dbClock = async (db: DatabaseLike): Promise<Date> => {
  const [row] = await db.execute<{ now: string }>(sql`select clock() as now`);
  if (!row) throw new Error('the database told no time');
  return new Date(row.now);
};
