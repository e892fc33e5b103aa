import { and, eq, inArray, lte } from 'drizzle-orm';
import type { Database } from '../../db/client.ts';
import { dbNow, deliveries, type DeliveryRow } from '../../db/schema/index.ts';
import { CLAIMABLE } from './claim.ts';
import { writeEvents } from '../events.ts';
import { unclaimed } from './plan.ts';

/** Nothing is left to do: the delivery rests where it is. Quiet when somebody changed it meanwhile. */
export const settleDelivery = (db: Database, seen: DeliveryRow): Promise<void> =>
  db.transaction(async (tx) => {
    const rows = await tx
      .update(deliveries)
      .set({
        status: seen.desired === 'withdrawn' ? 'withdrawn' : 'live',
        action: null,
        actionRevision: null,
        awaiting: null,
        nextTryAt: null,
        claimedUntil: null,
        fault: null,
        faultText: null,
        updatedAt: dbNow,
      })
      .where(
        and(
          eq(deliveries.id, seen.id),
          eq(deliveries.token, seen.token),
          eq(deliveries.desired, seen.desired),
          eq(deliveries.desiredRevision, seen.desiredRevision),
          inArray(deliveries.status, [...CLAIMABLE]),
          lte(deliveries.nextTryAt, dbNow),
          unclaimed,
        ),
      )
      .returning({ status: deliveries.status });
    await writeEvents(
      tx,
      rows.map(({ status }) => ({
        actor: 'converge',
        kind: 'delivery-settled' as const,
        itemId: seen.itemId,
        deliveryId: seen.id,
        data: { channelId: seen.channelId, status },
      })),
    );
  });
