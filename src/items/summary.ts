import { eq, inArray } from 'drizzle-orm';
import type { DatabaseLike } from '../../db/client.ts';
import { audits, channels, deliveries, items, units, type AuditRow, type DeliveryRow } from '../../db/schema/index.ts';
import { openFindings } from '../audits/list.ts';
import type { AuditView } from '../audits/views.ts';
import { ITEM_TYPE_NAMES } from '../core/content.ts';
import { FAULT_NAMES } from '../core/faults.ts';
import { findingText, priorityOf } from '../core/findings.ts';
import { STATUS_NAMES } from '../core/states.ts';
import { VERDICT_NAMES } from '../core/verdicts.ts';
import type { DeliveryView, ItemSummary } from './views.ts';

const iso = (at: Date | null): string | null => at?.toISOString() ?? null;

const viewAudit = (row: AuditRow): AuditView => ({
  verdict: row.verdict,
  verdictName: row.verdict === null ? '待巡检' : VERDICT_NAMES[row.verdict],
  why: row.verdictText,
  seenAt: iso(row.seenAt),
  since: iso(row.since),
  way: row.way,
  httpStatus: row.httpStatus,
  same: row.same,
  nextLookAt: iso(row.nextLookAt),
  url: row.url,
});

type OpenFindings = Awaited<ReturnType<typeof openFindings>>;
const viewFindings = (open: OpenFindings, { itemId, channelId }: DeliveryRow): DeliveryView['findings'] =>
  open
    .filter((each) => each.itemId === itemId && each.channelId === channelId)
    .toSorted((a, b) => priorityOf(a.kind, a.severity) - priorityOf(b.kind, b.severity))
    .map(({ id, severity, kind, facts }) => ({ id, severity, summary: findingText(kind, facts) }));

interface Joined {
  readonly delivery: DeliveryRow;
  readonly channelName: string;
  readonly audit: AuditRow | null;
}
export const viewDelivery = ({ delivery: row, channelName, audit }: Joined, open: OpenFindings): DeliveryView => ({
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
  audit: audit && viewAudit(audit),
  findings: viewFindings(open, row),
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
    .select({ delivery: deliveries, channelName: channels.name, audit: audits })
    .from(deliveries)
    .leftJoin(audits, eq(audits.deliveryId, deliveries.id))
    .innerJoin(channels, eq(channels.id, deliveries.channelId))
    .where(inArray(deliveries.itemId, [...itemIds]))
    .orderBy(deliveries.channelId);
  const open = await openFindings(db, itemIds);
  for (const row of rows) views.get(row.delivery.itemId)?.push(viewDelivery(row, open));
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
