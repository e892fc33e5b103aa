import { sql } from 'drizzle-orm';
import type { Context } from './context.ts';

/** Whether the database answers. */
export const checkDatabase = async ({ db, log }: Context): Promise<boolean> => {
  try {
    await db.execute(sql`select 1`);
    return true;
  } catch (error) {
    log.warn({ error }, 'database does not answer');
    return false;
  }
};
