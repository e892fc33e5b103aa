import { count } from 'drizzle-orm';
import { deliveries, items } from '../../db/schema/index.ts';
import type { Context } from '../context.ts';
import { DELIVERY_STATUSES, type DeliveryStatus } from '../core/states.ts';

export interface Counts {
  readonly items: number;
  readonly deliveries: Readonly<Record<DeliveryStatus, number>>;
}

/** How many items there are, and how many deliveries stand where. */
export const countItems = async ({ db }: Context): Promise<Counts> => {
  const [all, rows] = await Promise.all([
    db.$count(items),
    db.select({ status: deliveries.status, many: count() }).from(deliveries).groupBy(deliveries.status),
  ]);
  const none = Object.fromEntries(DELIVERY_STATUSES.map((status) => [status, 0])) as Record<DeliveryStatus, number>;
  return { items: all, deliveries: { ...none, ...Object.fromEntries(rows.map(({ status, many }) => [status, many])) } };
};
