import { asc } from 'drizzle-orm';
import type { DatabaseLike } from '../../db/client.ts';
import { catalogEntries } from '../../db/schema/index.ts';

export type CatalogEntry = typeof catalogEntries.$inferSelect;

/** Every 目录事项, by its number. */
export const listCatalogEntries = (db: DatabaseLike): Promise<CatalogEntry[]> =>
  db.select().from(catalogEntries).orderBy(asc(catalogEntries.id));

interface Filed {
  readonly catalogEntry: string | null;
  readonly columnId: string | null;
}

/** The entry that it names itself, or else the first of its column. */
export const entryFor = (entries: readonly CatalogEntry[], { catalogEntry, columnId }: Filed): CatalogEntry | null =>
  entries.find(({ id }) => id === catalogEntry) ?? entries.find((entry) => entry.columnId === columnId) ?? null;
