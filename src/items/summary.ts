import { eq, inArray } from 'drizzle-orm';
import type { DatabaseLike } from '../../db/client.ts';
import { channels, deliveries, items, units, type DeliveryRow } from '../../db/schema/index.ts';
import { ITEM_TYPE_NAMES } from '../core/content.ts';
import { FAULT_NAMES } from '../core/faults.ts';
import { STATUS_NAMES } from '../core/states.ts';
import type { DeliveryView, ItemSummary } from './views.ts';

const iso = (at: Date | null): string | null => at?.toISOString() ?? null;

export const viewDelivery = (row: DeliveryRow, channelName: string): DeliveryView => ({
  channel: row.channelId,
  channelName,
  status: row.status,
  statusName: STATUS_NAMES[row.status],
  desired: row.desired,
  desiredRevision: row.desiredRevision,
  withdrawal: row.withdrawal,
  actual: row.actual,
  actualRevision: row.actualRevision,
  action: row.action,
  attempts: row.attempts,
  nextTryAt: iso(row.nextTryAt),
  fault: row.fault && { kind: row.fault, name: FAULT_NAMES[row.fault], text: row.faultText ?? '' },
  remoteId: row.remoteId,
  url: row.url,
  liveSince: iso(row.liveSince),
  updatedAt: row.updatedAt.toISOString(),
});

/** Deliveries of these items, per item, in the order of the channels' ids. */
export const loadDeliveries = async (
  db: DatabaseLike,
  itemIds: readonly string[],
): Promise<Map<string, DeliveryView[]>> => {
  const views = new Map<string, DeliveryView[]>(itemIds.map((id) => [id, []]));
  if (itemIds.length === 0) return views;
  const rows = await db
    .select({ delivery: deliveries, channelName: channels.name })
    .from(deliveries)
    .innerJoin(channels, eq(channels.id, deliveries.channelId))
    .where(inArray(deliveries.itemId, [...itemIds]))
    .orderBy(deliveries.channelId);
  for (const { delivery, channelName } of rows) views.get(delivery.itemId)?.push(viewDelivery(delivery, channelName));
  return views;
};

/** The columns of a summary; the caller joins `units`. */
export const SUMMARY = {
  id: items.id,
  seq: items.seq,
  externalId: items.externalId,
  type: items.type,
  unit: items.unitId,
  unitName: units.name,
  title: items.title,
  revision: items.revision,
  publishedAt: items.publishedAt,
  createdAt: items.createdAt,
};
export interface SummaryRow extends Omit<ItemSummary, 'typeName' | 'publishedAt' | 'createdAt' | 'deliveries'> {
  readonly seq: number;
  readonly publishedAt: Date;
  readonly createdAt: Date;
}
export const viewSummary = ({ seq: _seq, ...row }: SummaryRow, delivered: DeliveryView[]): ItemSummary => ({
  ...row,
  typeName: ITEM_TYPE_NAMES[row.type],
  publishedAt: row.publishedAt.toISOString(),
  createdAt: row.createdAt.toISOString(),
  deliveries: delivered,
});
