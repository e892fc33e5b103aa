import { and, asc, eq, gte, inArray, or, sql } from 'drizzle-orm';
import { events, findings } from '../../db/schema/index.ts';
import type { Context } from '../context.ts';
import { actorName } from '../core/actors.ts';
import type { Json } from '../core/json.ts';
import { EVENT_NAMES, type EventKind } from '../events.ts';

export interface HistoryLine {
  readonly at: Date;
  readonly actor: string;
  readonly name: string;
  readonly data: Readonly<Record<string, Json>>;
}

/** What happens to a copy and is no event of the finding itself, but explains it. */
const OF_COPY: readonly EventKind[] = [
  'delivery-repushed',
  'delivery-published',
  'delivery-updated',
  'delivery-withdrawn',
  'delivery-failed',
  'copy-audited',
];

const MOST = 200;

/** What happened to a finding, oldest first: its own events, and since it was opened those of its copy. */
export const findingHistory = async ({ db, channels }: Context, id: string): Promise<HistoryLine[]> => {
  const [row] = await db.select().from(findings).where(eq(findings.id, id));
  if (!row) return [];
  const { itemId, deliveryId, openedAt } = row;
  const isOwn = sql`${events.data}->>'findingId' = ${id}`;
  const ofCopy =
    itemId === null || deliveryId === null
      ? undefined
      : and(eq(events.deliveryId, deliveryId), inArray(events.kind, [...OF_COPY]), gte(events.at, openedAt));
  const rows = await db
    .select()
    .from(events)
    .where(itemId === null ? isOwn : and(eq(events.itemId, itemId), or(isOwn, ofCopy)))
    .orderBy(asc(events.id))
    .limit(MOST);
  const places = [...channels.values()].map((channel) => ({ channel: channel.id, channelName: channel.name }));
  return rows.map(({ at, actor, kind, data }) => ({
    at,
    actor: actorName(actor, places),
    name: EVENT_NAMES[kind as EventKind] ?? kind,
    data,
  }));
};
