import { and, desc, eq, gte, lt } from 'drizzle-orm';
import { z } from 'zod';
import type { DatabaseLike } from '../../db/client.ts';
import { items, units } from '../../db/schema/index.ts';
import type { Actor } from '../accounts/actor.ts';
import { narrow } from '../accounts/narrow.ts';
import type { Context } from '../context.ts';
import { instantSchema, ITEM_TYPES } from '../core/content.ts';
import { DELIVERY_STATUSES } from '../core/states.ts';
import { idSchema } from './line.ts';
import { onChannel } from './on-channel.ts';
import { loadDeliveries, SUMMARY, viewSummary } from './summary.ts';
import type { ItemSummary } from './views.ts';

const cursorSchema = z
  .string()
  .regex(/^[A-Za-z0-9_-]{2,24}$/)
  .transform((text) => Number(Buffer.from(text, 'base64url').toString('latin1')))
  .refine(Number.isSafeInteger);

export const listQuerySchema = z.strictObject({
  cursor: cursorSchema.optional().describe('上一页给出的 next；不填为第一页'),
  limit: z.coerce.number().int().min(1).max(100).default(20).describe('每页篇数'),
  externalId: idSchema.optional().describe('外部编号'),
  unit: idSchema.optional().describe('单位编号'),
  type: z.enum(ITEM_TYPES).optional().describe('稿件类型'),
  status: z.enum(DELIVERY_STATUSES).optional().describe('至少一个渠道处于此状态'),
  channel: idSchema.optional().describe('渠道编号；与 status 同用时指该渠道的状态'),
  from: instantSchema.optional().describe('收稿时间不早于'),
  to: instantSchema.optional().describe('收稿时间早于'),
});
export type ListQuery = z.output<typeof listQuerySchema>;

const writeCursor = (seq: number): string => Buffer.from(String(seq), 'latin1').toString('base64url');

/** One page, built apart from its run so that a test can look at its plan. */
export const pageQuery = (db: DatabaseLike, query: ListQuery, actor?: Actor) =>
  db
    .select(SUMMARY)
    .from(items)
    .innerJoin(units, eq(units.id, items.unitId))
    .where(
      and(
        query.cursor === undefined ? undefined : lt(items.seq, query.cursor),
        query.externalId === undefined ? undefined : eq(items.externalId, query.externalId),
        query.unit === undefined ? undefined : eq(items.unitId, query.unit),
        actor && narrow(items.unitId, actor, 'item-read'),
        query.type && eq(items.type, query.type),
        query.from === undefined ? undefined : gte(items.createdAt, new Date(query.from)),
        query.to === undefined ? undefined : lt(items.createdAt, new Date(query.to)),
        onChannel(db, query.status, query.channel),
      ),
    )
    .orderBy(desc(items.seq))
    .limit(query.limit + 1);

export interface ItemPage {
  readonly items: ItemSummary[];
  /** Cursor of the next page; null at the end. */
  readonly next: string | null;
}

/** Newest first; `actor`: only of units it may read. Items that arrive while somebody turns pages come before the first page and move nothing. */
export const listItems = async ({ db }: Context, query: ListQuery, actor?: Actor): Promise<ItemPage> => {
  const rows = await pageQuery(db, query, actor);
  const page = rows.slice(0, query.limit);
  const delivered = await loadDeliveries(
    db,
    page.map(({ id }) => id),
  );
  const last = page.at(-1);
  return {
    items: page.map((row) => viewSummary(row, delivered.get(row.id) ?? [])),
    next: rows.length > page.length && last ? writeCursor(last.seq) : null,
  };
};
