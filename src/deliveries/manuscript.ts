import { and, eq, sql } from 'drizzle-orm';
import type { AssetInfo, Manuscript } from '../../adapters/contract.ts';
import { among } from '../../db/among.ts';
import type { Database, DatabaseLike } from '../../db/client.ts';
import { assets, columns, items, revisions, units } from '../../db/schema/index.ts';
import { assetIds } from '../core/assets.ts';
import type { Content } from '../core/content.ts';
import { batched } from './batched.ts';

const readAssets = async (db: DatabaseLike, ids: readonly string[]): Promise<AssetInfo[]> => {
  if (ids.length === 0) return [];
  const { id, mime, bytes, width, height } = assets;
  return db.select({ id, mime, bytes, width, height }).from(assets).where(among(assets.id, ids));
};

/** What is known of the assets a content names; an id nobody uploaded is simply not in the answer. */
export const loadAssets = async (db: DatabaseLike, content: Content): Promise<Readonly<Record<string, AssetInfo>>> =>
  Object.fromEntries((await readAssets(db, assetIds(content))).map((row) => [row.id, row]));

export interface ManuscriptKey {
  readonly itemId: string;
  readonly revision: number;
}
const keyOf = ({ itemId, revision }: ManuscriptKey): string => `${itemId} ${revision}`;

/** Not the whole row: what lists are searched by would go along with every run. */
const ITEM = { id: items.id, externalId: items.externalId, publishedAt: items.publishedAt };

const loadManuscripts = async (db: Database, keys: readonly ManuscriptKey[]): Promise<Manuscript[]> => {
  // Lists, not pairs: planned for few rows, where a join with the pairs read the contents of all. Some more may come along.
  const rows = await db
    .select({ item: ITEM, revision: revisions, unit: units, column: columns })
    .from(revisions)
    .innerJoin(items, eq(items.id, revisions.itemId))
    .innerJoin(units, eq(units.id, sql`${revisions.content} ->> 'unit'`))
    .innerJoin(columns, eq(columns.id, sql`${revisions.content} ->> 'column'`))
    .where(
      and(
        among(
          revisions.itemId,
          keys.map(({ itemId }) => itemId),
        ),
        among(
          revisions.number,
          keys.map(({ revision }) => revision),
        ),
      ),
    );
  const found = new Map(rows.map((row) => [keyOf({ itemId: row.item.id, revision: row.revision.number }), row]));
  const known = await readAssets(
    db,
    rows.flatMap(({ revision }) => assetIds(revision.content)),
  );
  return keys.map((key) => {
    const row = found.get(keyOf(key));
    if (!row) throw new Error(`No revision ${key.revision} of item ${key.itemId}`);
    const { item, revision, unit, column } = row;
    const named = new Set(assetIds(revision.content));
    return {
      ...key,
      externalId: item.externalId,
      hash: revision.hash,
      content: revision.content,
      unit,
      column,
      assets: Object.fromEntries(known.filter(({ id }) => named.has(id)).map((asset) => [asset.id, asset])),
      publishedAt: item.publishedAt,
      revisedAt: revision.createdAt,
    };
  });
};

const readManuscript = batched({ run: loadManuscripts });

/** The channels of one item ask one after the other: as long as this, the answer to the first is the others' too. */
const KEEP_MS = 5_000;
const KEEP_MANY = 128;
const KEEP_CHARS = 50_000;
interface Kept {
  readonly until: number;
  readonly manuscript: Promise<Manuscript>;
}
const kept = new WeakMap<Database, Map<string, Kept>>();

/** The oldest come first: they are over, or too many. */
const forgetOld = (known: Map<string, Kept>, now: number): void => {
  for (const [key, { until }] of known) {
    if (until > now && known.size <= KEEP_MANY) return;
    known.delete(key);
  }
};

/** Everything rendering may look at, for one revision, which never changes. Throws when there is none: a bug of ours. */
export const loadManuscript = (db: Database, key: ManuscriptKey): Promise<Manuscript> => {
  const known = kept.get(db) ?? new Map<string, Kept>();
  kept.set(db, known);
  const now = performance.now();
  forgetOld(known, now);
  const name = keyOf(key);
  const found = known.get(name);
  if (found) return found.manuscript;
  const manuscript = readManuscript(db, key);
  known.set(name, { until: now + KEEP_MS, manuscript });
  manuscript.then(
    ({ content }) => {
      // Long ones would fill the memory.
      if (content.body.length > KEEP_CHARS) known.delete(name);
    },
    () => known.delete(name),
  );
  return manuscript;
};
