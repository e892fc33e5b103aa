import { sql } from 'drizzle-orm';
import { channels } from '../../db/schema/index.ts';
import type { Context } from '../context.ts';

/** Makes the configured channels known to the database, so that deliveries can refer to them. */
export const registerChannels = async ({ db, channels: configured }: Context): Promise<void> => {
  const rows = [...configured.values()].map(({ id, name, adapter }) => ({ id, name, kind: adapter.kind }));
  if (rows.length === 0) return;
  await db
    .insert(channels)
    .values(rows)
    .onConflictDoUpdate({ target: channels.id, set: { name: sql`excluded.name`, kind: sql`excluded.kind` } });
};
