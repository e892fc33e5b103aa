import { asc, eq } from 'drizzle-orm';
import type { DatabaseLike } from '../../db/client.ts';
import { catalogEntries, items } from '../../db/schema/index.ts';
import { dueDate, type DueDate } from './due-date.ts';
import { readTimeLimit } from './time-limit.ts';

export type CatalogEntry = typeof catalogEntries.$inferSelect;

/** Every 目录事项, by its number. */
export const listCatalogEntries = (db: DatabaseLike): Promise<CatalogEntry[]> =>
  db.select().from(catalogEntries).orderBy(asc(catalogEntries.id));

/** Until when what was formed on a day must be out; never where the entry was not in force yet. */
export const dueBy = ({ timeLimit, since }: CatalogEntry, formedOn: string): DueDate =>
  formedOn < since ? { kind: 'never' } : dueDate(readTimeLimit(timeLimit).limit, formedOn);

interface Filed {
  readonly catalogEntry: string | null;
  readonly columnId: string | null;
}

/** The entry that it names itself, or else the first of its column. */
export const entryFor = (entries: readonly CatalogEntry[], { catalogEntry, columnId }: Filed): CatalogEntry | null =>
  entries.find(({ id }) => id === catalogEntry) ?? entries.find((entry) => entry.columnId === columnId) ?? null;

/** The same of an item that is stored, without reading the whole catalog. */
export const findEntryFor = async (
  db: DatabaseLike,
  { itemId, columnId }: { readonly itemId: string; readonly columnId: string },
): Promise<CatalogEntry | undefined> => {
  const [own] = await db
    .select({ entry: catalogEntries })
    .from(items)
    .innerJoin(catalogEntries, eq(catalogEntries.id, items.catalogEntry))
    .where(eq(items.id, itemId));
  if (own) return own.entry;
  const [ofColumn] = await db
    .select()
    .from(catalogEntries)
    .where(eq(catalogEntries.columnId, columnId))
    .orderBy(catalogEntries.id)
    .limit(1);
  return ofColumn;
};
