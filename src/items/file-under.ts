import { and, eq, sql } from 'drizzle-orm';
import { catalogEntries, items } from '../../db/schema/index.ts';
import type { Context } from '../context.ts';
import { invalid } from '../core/errors.ts';
import { issue } from '../core/issues.ts';
import { writeEvents } from '../events.ts';

export interface FileInput {
  readonly itemId: string;
  /** Null: that of its column. */
  readonly catalogEntry: string | null;
  readonly actor: string;
}

/**
 * Files an item under another 目录事项: nothing that was approved changes, and no channel hears of it; the audit counts the
 * time limit anew. Throws `invalid` for an entry that nobody knows.
 */
export const fileUnder = ({ db }: Context, { itemId, catalogEntry, actor }: FileInput): Promise<void> =>
  db.transaction(async (tx) => {
    if (catalogEntry !== null && (await tx.$count(catalogEntries, eq(catalogEntries.id, catalogEntry))) === 0)
      throw invalid([issue('catalogEntry', 'unknown-catalog-entry', { id: catalogEntry })]);
    const [moved] = await tx
      .update(items)
      .set({ catalogEntry })
      .where(and(eq(items.id, itemId), sql`${items.catalogEntry} is distinct from ${catalogEntry}`))
      .returning({ id: items.id });
    if (moved) await writeEvents(tx, [{ actor, kind: 'item-filed', itemId, data: { catalogEntry } }]);
  });
