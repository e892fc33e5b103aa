import { and, desc, eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { DatabaseLike } from '../../db/client.ts';
import { audits, channels, deliveries, items, units } from '../../db/schema/index.ts';
import { permit, type Actor } from '../accounts/actor.ts';
import { openFindings } from '../audits/list.ts';
import { narrow } from '../accounts/narrow.ts';
import type { Context } from '../context.ts';
import { CHANNEL_FAULTS } from '../core/faults.ts';
import { AT_END, DELIVERY_STATUSES } from '../core/states.ts';
import { timeCursorSchema, writeTimeCursor } from '../items/cursor.ts';
import { viewDelivery } from '../items/summary.ts';
import type { DeliveryView } from '../items/views.ts';

const idSchema = z.string().regex(/^\P{C}{1,128}$/u);

/** The filters of 分发, as they stand in its address. */
export const deliveryQuerySchema = z.strictObject({
  cursor: timeCursorSchema.optional(),
  limit: z.coerce.number().int().min(1).max(100).default(20),
  channel: idSchema.optional(),
  status: z.enum(DELIVERY_STATUSES).optional(),
  fault: z.enum(CHANNEL_FAULTS).optional(),
  unit: idSchema.optional(),
});
export type DeliveryQuery = z.output<typeof deliveryQuerySchema>;

export interface DeliveryRow {
  readonly itemId: string;
  readonly title: string;
  readonly unitName: string;
  readonly delivery: DeliveryView;
}
export interface DeliveryPage {
  readonly rows: readonly DeliveryRow[];
  readonly next: string | null;
}

const exactly = sql<string>`to_char(${deliveries.createdAt} at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.US') || '+00'`;

/** Written out, so that a plan for any parameters may use the index of what is not at its end. */
const open = ({ status, fault }: DeliveryQuery) =>
  fault !== undefined || (status !== undefined && !AT_END.includes(status))
    ? sql`${deliveries.status} not in ('live', 'withdrawn')`
    : undefined;

/** One page's statement, apart from its run so that a test can look at its plan. */
export const deliveryQuery = (db: DatabaseLike, query: DeliveryQuery, actor: Actor) => {
  const { cursor, limit, channel, status, fault, unit } = query;
  return db
    .select({
      delivery: deliveries,
      channelName: channels.name,
      audit: audits,
      title: items.title,
      unitName: units.name,
      at: exactly,
    })
    .from(deliveries)
    .leftJoin(audits, eq(audits.deliveryId, deliveries.id))
    .innerJoin(channels, eq(channels.id, deliveries.channelId))
    .innerJoin(items, eq(items.id, deliveries.itemId))
    .innerJoin(units, eq(units.id, items.unitId))
    .where(
      and(
        cursor && sql`(${deliveries.createdAt}, ${deliveries.id}) < (${cursor.at}::timestamptz, ${cursor.id}::uuid)`,
        channel === undefined ? undefined : eq(deliveries.channelId, channel),
        status && eq(deliveries.status, status),
        fault && eq(deliveries.fault, fault),
        open(query),
        unit === undefined ? undefined : eq(items.unitId, unit),
        narrow(items.unitId, actor, 'item-read'),
      ),
    )
    .orderBy(desc(deliveries.createdAt), desc(deliveries.id))
    .limit(limit + 1);
};

/** Deliveries, the newest planned first: two statements, whatever it lists. What moves keeps its place. */
export const listDeliveries = async ({ db }: Context, query: DeliveryQuery, actor: Actor): Promise<DeliveryPage> => {
  permit(actor, 'item-read');
  const lines = await deliveryQuery(db, query, actor);
  const page = lines.slice(0, query.limit);
  const last = page.at(-1);
  const findings = await openFindings(
    db,
    page.map(({ delivery }) => delivery.itemId),
  );
  return {
    rows: page.map(({ title, unitName, ...joined }) => ({
      itemId: joined.delivery.itemId,
      title,
      unitName,
      delivery: viewDelivery(joined, findings),
    })),
    next: lines.length > page.length && last ? writeTimeCursor({ at: last.at, id: last.delivery.id }) : null,
  };
};

/** How many failures of one cause wait on one channel. */
export interface FailureGroup {
  readonly [name: string]: unknown;
  readonly channelId: string;
  readonly channelName: string;
  readonly fault: (typeof CHANNEL_FAULTS)[number];
  readonly count: number;
}

/** What failed, by channel and cause, the most first: what 重试同类失败 offers. */
export const countFailures = async ({ db }: Context, actor: Actor): Promise<FailureGroup[]> =>
  db.execute<FailureGroup & Record<string, unknown>>(sql`
    select ${deliveries.channelId} as "channelId", ${channels.name} as "channelName", ${deliveries.fault} as fault,
      count(*)::integer as count
    from ${deliveries} join ${channels} on ${channels.id} = ${deliveries.channelId}
      join ${items} on ${items.id} = ${deliveries.itemId}
    where ${and(
      sql`${deliveries.status} in ('parked', 'refused') and ${deliveries.fault} is not null`,
      narrow(items.unitId, actor, 'item-read'),
    )}
    group by 1, 2, 3 order by 4 desc, 1, 3`);
