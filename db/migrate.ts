import { fileURLToPath } from 'node:url';
import { sql } from 'drizzle-orm';
import { migrate as runFiles } from 'drizzle-orm/postgres-js/migrator';
import { connect } from './client.ts';

const FOLDER = fileURLToPath(new URL('./migrations', import.meta.url));
/** Any constant of our own: two services starting at once migrate one after the other. */
const MIGRATION_LOCK = 6_190_310;

/** Brings the database at `url` up to the newest migration. */
export const migrate = async (url: string): Promise<void> => {
  const { db, close } = connect(url, 1);
  try {
    await db.execute(sql`select pg_advisory_lock(${MIGRATION_LOCK})`);
    await runFiles(db, { migrationsFolder: FOLDER });
  } finally {
    await close();
  }
};
