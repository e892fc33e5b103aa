import { eq, sql } from 'drizzle-orm';
import type { Transaction } from '../../db/client.ts';
import { audits, dbNow, type DeliveryRow } from '../../db/schema/index.ts';
import { FIRST_LOOK_MS } from './schedule.ts';
import { wakeAudits } from './wake.ts';

/** The copy was just taken back: the audit looks whether it really went. Nothing to look at: nothing to do. */
export const lookSoon = async (tx: Transaction, delivery: Pick<DeliveryRow, 'id' | 'channelId'>): Promise<void> => {
  const [row] = await tx
    .update(audits)
    .set({
      nextLookAt: sql`clock() + ${FIRST_LOOK_MS} * interval '1 millisecond'`,
      slotAt: null,
      wokenAt: dbNow,
      same: 0,
    })
    .where(eq(audits.deliveryId, delivery.id))
    .returning({ nextLookAt: audits.nextLookAt });
  if (row?.nextLookAt)
    await wakeAudits(tx, [{ deliveryId: delivery.id, channelId: delivery.channelId, dueAt: row.nextLookAt }]);
};
