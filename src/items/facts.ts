import { and, eq, sql } from 'drizzle-orm';
import type { Column, Unit } from '../../adapters/contract.ts';
import type { DatabaseLike } from '../../db/client.ts';
import { catalogEntries, columns, dbNow, deliveries, items, revisions, units } from '../../db/schema/index.ts';
import type { Context } from '../context.ts';
import type { Content } from '../core/content.ts';
import { loadAssets } from '../deliveries/manuscript.ts';
import type { GateFacts, Submission } from './submission.ts';

/** An item as the next request of its external id meets it. */
export interface StoredItem {
  readonly id: string;
  readonly unitId: string;
  readonly publishedAt: Date;
  /** Newest. */
  readonly revision: number;
  readonly hash: string;
}

export const findItem = async (db: DatabaseLike, externalId: string): Promise<StoredItem | null> => {
  const { id, unitId, publishedAt, revision } = items;
  const [row] = await db
    .select({ id, unitId, publishedAt, revision, hash: revisions.hash })
    .from(items)
    .innerJoin(revisions, and(eq(revisions.itemId, items.id), eq(revisions.number, items.revision)))
    .where(eq(items.externalId, externalId));
  return row ?? null;
};

interface Known {
  readonly [column: string]: unknown;
  readonly now: string;
  readonly unit: Unit | null;
  readonly column: Column | null;
  readonly interpretsPolicy: boolean;
  readonly knowsCatalogEntry: boolean;
  readonly unknownGuides: readonly string[];
  readonly liveOn: readonly string[] | null;
}

const guidesNamedIn = ({ guide }: Content): string[] =>
  (guide?.package?.members ?? []).flatMap(({ guide: id }) => (id === undefined ? [] : [id]));

type Asked = Pick<Submission, 'content' | 'request'>;

/** All that stands in small tables, in one look. */
const readKnown = async (db: DatabaseLike, { content, request }: Asked, itemId: string | null): Promise<Known> => {
  const [row] = await db.execute<Known>(sql`select ${dbNow}::text as now,
    (select to_jsonb(${units}) from ${units} where ${units.id} = ${content.unit}) as unit,
    (select to_jsonb(${columns}) from ${columns} where ${columns.id} = ${content.column}) as column,
    exists (select 1 from ${items} where ${items.externalId} = ${content.interprets ?? null} and ${items.type} = 'policy')
      as "interpretsPolicy",
    (${request.catalogEntry ?? null}::text is null
      or exists (select 1 from ${catalogEntries} where ${catalogEntries.id} = ${request.catalogEntry ?? null})) as "knowsCatalogEntry",
    (select coalesce(jsonb_agg(named), '[]') from jsonb_array_elements_text(${JSON.stringify(guidesNamedIn(content))}::jsonb) as named
      where not exists (select 1 from ${items} where ${items.externalId} = named and ${items.type} = 'guide'))
      as "unknownGuides",
    (select jsonb_agg(${deliveries.channelId}) from ${deliveries}
      where ${deliveries.itemId} = ${itemId}::uuid and ${deliveries.desired} = 'live') as "liveOn"`);
  if (!row) throw new Error('The database knows nothing');
  return row;
};

/** A time that has come stays; one still ahead follows the newest wish. The store does the same, by the same clock. */
const publicationTime = (stored: StoredItem | null, { publishAt }: Content, now: Date): Date =>
  stored && stored.publishedAt <= now
    ? stored.publishedAt
    : new Date(Math.max(now.getTime(), publishAt === undefined ? 0 : Date.parse(publishAt)));

/** Reads what the gate must know to judge this content, with the revision number it would get; inside `db` where given. */
export const loadFacts = async (
  ctx: Context,
  asked: Asked,
  stored: StoredItem | null,
  db: DatabaseLike = ctx.db,
): Promise<GateFacts> => {
  const { content } = asked;
  const [known, assets] = await Promise.all([readKnown(db, asked, stored?.id ?? null), loadAssets(db, content)]);
  const now = new Date(known.now);
  const item = {
    itemId: stored?.id ?? crypto.randomUUID(),
    revision: (stored?.revision ?? 0) + 1,
    publishedAt: publicationTime(stored, content, now),
  };
  const { channels, approvalStages: stages } = ctx;
  const { unit, column, interpretsPolicy, knowsCatalogEntry, unknownGuides } = known;
  const liveOn = new Set(known.liveOn);
  return {
    now,
    unit,
    column,
    assets,
    interpretsPolicy,
    knowsCatalogEntry,
    unknownGuides,
    channels,
    stages,
    item,
    liveOn,
  };
};
