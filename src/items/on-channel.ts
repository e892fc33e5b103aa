import { and, eq, exists, sql, type SQL } from 'drizzle-orm';
import { planAnew } from '../../db/prepared.ts';
import type { DatabaseLike } from '../../db/client.ts';
import { deliveries, items } from '../../db/schema/index.ts';
import { AT_END, type DeliveryStatus } from '../core/states.ts';

/**
 * Items with a delivery in this status, on this channel. Of a status that few are in, all those are read, and no item of a
 * unit that has none; of one that most are in, items are read until a page is full.
 */
export const onChannel = (
  db: DatabaseLike,
  status: DeliveryStatus | undefined,
  channel: string | undefined,
): SQL | undefined => {
  if (status === undefined && channel === undefined) return undefined;
  const wanted = and(
    status && eq(deliveries.status, status),
    channel === undefined ? undefined : eq(deliveries.channelId, channel),
  );
  if (status !== undefined && !AT_END.includes(status)) {
    const found = db.select({ id: deliveries.itemId }).from(deliveries).where(wanted);
    return and(sql`${items.id} = any(array(${found}))`, planAnew);
  }
  return exists(
    db
      .select({ id: deliveries.id })
      .from(deliveries)
      .where(and(eq(deliveries.itemId, items.id), wanted)),
  );
};
