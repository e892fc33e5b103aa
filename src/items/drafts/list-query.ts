import { and, desc, eq, gte, lt, sql, type SQL } from 'drizzle-orm';
import { unionAll } from 'drizzle-orm/pg-core';
import { z } from 'zod';
import type { DatabaseLike } from '../../../db/client.ts';
import { drafts, items, units } from '../../../db/schema/index.ts';
import type { Actor } from '../../accounts/actor.ts';
import { narrow } from '../../accounts/narrow.ts';
import { instantSchema, ITEM_TYPES, type ItemType } from '../../core/content.ts';
import { OPEN_DRAFTS, type DraftStatus } from '../../core/drafts.ts';
import { DELIVERY_STATUSES, type DeliveryStatus } from '../../core/states.ts';
import { timeCursorSchema } from '../cursor.ts';
import { onChannel } from '../on-channel.ts';
import { holdsText } from '../search.ts';

const idSchema = z.string().regex(/^\P{C}{1,128}$/u);

/** The filters of 稿件, as they stand in its address. */
export const workQuerySchema = z.strictObject({
  cursor: timeCursorSchema.optional(),
  limit: z.coerce.number().int().min(1).max(100).default(20),
  text: z.string().max(200).optional().describe('标题、文号或外部编号中的文字'),
  type: z.enum(ITEM_TYPES).optional(),
  unit: idSchema.optional(),
  column: idSchema.optional(),
  channel: idSchema.optional().describe('发往此渠道的稿件；草稿指写明发往此渠道或不限渠道的'),
  status: z
    .enum([...OPEN_DRAFTS, ...DELIVERY_STATUSES])
    .optional()
    .describe('草稿的状态，或至少一个渠道的状态'),
  author: idSchema.optional().describe('此人所写的草稿；稿件不计'),
  from: instantSchema.optional().describe('不早于'),
  to: instantSchema.optional().describe('早于'),
});
export type WorkQuery = z.output<typeof workQuerySchema>;

type Status = NonNullable<WorkQuery['status']>;
const isDraftStatus = (status: Status): status is (typeof OPEN_DRAFTS)[number] =>
  OPEN_DRAFTS.some((open) => open === status);
const deliveryStatusOf = ({ status }: WorkQuery): DeliveryStatus | undefined =>
  status === undefined || isDraftStatus(status) ? undefined : status;

/** Text with microseconds: an instant of JavaScript would cut them off, and the cursor would miss its row. */
const exactly = (column: typeof items.createdAt | typeof drafts.updatedAt) =>
  sql<string>`to_char(${column} at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.US') || '+00'`;

const common = (
  table: typeof items | typeof drafts,
  at: typeof items.createdAt | typeof drafts.updatedAt,
  { cursor, text, type, unit, column, from, to }: WorkQuery,
  actor: Actor,
): (SQL | undefined)[] => [
  cursor && sql`(${at}, ${table.id}) < (${cursor.at}::timestamptz, ${cursor.id}::uuid)`,
  text === undefined ? undefined : holdsText(table, text),
  type && eq(table.type, type),
  unit === undefined ? undefined : eq(table.unitId, unit),
  narrow(table.unitId, actor, 'item-read'),
  column === undefined ? undefined : eq(table.columnId, column),
  from === undefined ? undefined : gte(at, new Date(from)),
  to === undefined ? undefined : lt(at, new Date(to)),
];

/** The items of a page, without the drafts between them. */
export const itemLines = (db: DatabaseLike, query: WorkQuery, actor: Actor) =>
  db
    .select({
      kind: sql<'item' | 'draft'>`'item'`.as('kind'),
      id: sql<string>`${items.id}`.as('id'),
      itemId: sql<string | null>`${items.id}`.as('item_id'),
      externalId: items.externalId,
      type: sql<ItemType>`${items.type}`.as('type'),
      unit: sql<string>`${items.unitId}`.as('unit'),
      unitName: units.name,
      column: sql<string | null>`${items.columnId}`.as('column'),
      title: items.title,
      documentNumber: items.documentNumber,
      at: exactly(items.createdAt).as('at'),
      revision: sql<number | null>`${items.revision}`.as('revision'),
      stage: sql<string | null>`null::text`.as('stage'),
      round: sql<number | null>`null::integer`.as('round'),
      draftStatus: sql<DraftStatus | null>`null::text`.as('draft_status'),
    })
    .from(items)
    .innerJoin(units, eq(units.id, items.unitId))
    .where(
      and(
        query.author !== undefined || (query.status !== undefined && isDraftStatus(query.status))
          ? sql`false`
          : undefined,
        ...common(items, items.createdAt, query, actor),
        onChannel(db, deliveryStatusOf(query), query.channel),
      ),
    )
    .orderBy(desc(items.createdAt), desc(items.id))
    .limit(query.limit + 1);

const goesTo = (channel: string): SQL =>
  sql`(coalesce(${drafts.content} ->> 'channels', 'all') = 'all' or ${drafts.content} -> 'channels' ? ${channel})`;

const writtenBy = (id: string): SQL => sql`${drafts.authors} @> ${JSON.stringify([{ id }])}::jsonb`;

const draftLines = (db: DatabaseLike, query: WorkQuery, actor: Actor) => {
  const { status, channel } = query;
  return db
    .select({
      kind: sql<'item' | 'draft'>`'draft'`.as('kind'),
      id: sql<string>`${drafts.id}`.as('id'),
      itemId: sql<string | null>`${drafts.itemId}`.as('item_id'),
      externalId: drafts.externalId,
      type: sql<ItemType>`${drafts.type}`.as('type'),
      unit: sql<string>`${drafts.unitId}`.as('unit'),
      unitName: units.name,
      column: sql<string | null>`${drafts.columnId}`.as('column'),
      title: drafts.title,
      documentNumber: drafts.documentNumber,
      at: exactly(drafts.updatedAt).as('at'),
      revision: sql<number | null>`${drafts.revision}`.as('revision'),
      stage: sql<string | null>`${drafts.stage}`.as('stage'),
      round: sql<number | null>`${drafts.round}`.as('round'),
      draftStatus: sql<DraftStatus | null>`${drafts.status}`.as('draft_status'),
    })
    .from(drafts)
    .innerJoin(units, eq(units.id, drafts.unitId))
    .where(
      and(
        sql`${drafts.status} in ('editing', 'reviewing', 'returned')`,
        status === undefined ? undefined : isDraftStatus(status) ? eq(drafts.status, status) : sql`false`,
        ...common(drafts, drafts.updatedAt, query, actor),
        channel === undefined ? undefined : goesTo(channel),
        query.author === undefined ? undefined : writtenBy(query.author),
      ),
    )
    .orderBy(desc(drafts.updatedAt), desc(drafts.id))
    .limit(query.limit + 1);
};

/** One page's statement, apart from its run so that a test can look at its plan. */
export const workQuery = (db: DatabaseLike, query: WorkQuery, actor: Actor) =>
  unionAll(itemLines(db, query, actor), draftLines(db, query, actor))
    .orderBy(sql`at desc, id desc`)
    .limit(query.limit + 1);
