import { sql } from 'drizzle-orm';
import type { Database } from '../../../db/client.ts';
import {
  audits,
  channels,
  deliveries,
  events,
  findings,
  items,
  places,
  receipts,
  units,
} from '../../../db/schema/index.ts';
import { addDays, startOfDay } from '../../core/days.ts';
import type { FindingKind } from '../../core/findings.ts';
import type { Severity } from '../../core/severity.ts';
import type { Window } from '../../reach/completeness.ts';

const instants = ({ from, to }: Window) => ({
  since: sql`${startOfDay(from).toISOString()}::timestamptz`,
  before: sql`${startOfDay(addDays(to, 1)).toISOString()}::timestamptz`,
});

/** What was looked at in a window: copies that were public in it and are audited, and columns, home pages and accounts. */
export interface Checked extends Record<string, unknown> {
  readonly channelId: string;
  readonly copies: number;
  /** Of the copies: with a critical finding open when the window ended. */
  readonly wrong: number;
  readonly places: number;
}

/** Of each finding the last thing said before an instant: as it stood then, whatever happened since. */
const stoodAt = (before: ReturnType<typeof sql>) => sql`
  select distinct on (${events.data} ->> 'findingId') ${events.data} ->> 'findingId' as id, ${events.kind} as kind,
    ${events.deliveryId} as delivery_id, ${events.data} ->> 'finding' as finding, ${events.data} ->> 'severity' as severity,
    ${events.data} ->> 'text' as text, ${events.data} ->> 'channelId' as channel_id, ${events.at} as at
  from ${events}
  where ${events.data} ->> 'findingId' is not null and ${events.at} < ${before}
    and ${events.kind} in ('finding-opened', 'finding-reopened', 'finding-closed')
  order by ${events.data} ->> 'findingId', ${events.id} desc`;

export const readChecked = async (db: Database, window: Window): Promise<readonly Checked[]> => {
  const { since, before } = instants(window);
  return db.execute<Checked>(sql`
    with stood as (${stoodAt(before)}),
    wrong as (select distinct delivery_id from stood where kind <> 'finding-closed' and severity = 'critical'),
    copies as (
      select distinct ${deliveries.id} as id, ${deliveries.channelId} as channel_id
      from ${deliveries} join ${receipts} on ${receipts.deliveryId} = ${deliveries.id}
        join ${audits} on ${audits.deliveryId} = ${deliveries.id}
      where ${receipts.at} < ${before} and (${receipts.goneAt} is null or ${receipts.goneAt} >= ${since})
        and ${audits.seenAt} is not null and ${audits.createdAt} < ${before})
    select ${channels.id} as "channelId",
      (select count(*) from copies where channel_id = ${channels.id})::int as copies,
      (select count(*) from copies join wrong on wrong.delivery_id = copies.id
        where channel_id = ${channels.id})::int as wrong,
      (select count(*) from ${places} where ${places.channelId} = ${channels.id} and ${places.seenAt} is not null
        and ${places.since} < ${before})::int as places
    from ${channels} order by ${channels.id}`);
};

/** What became of findings of one kind in a window. */
export interface Found extends Record<string, unknown> {
  readonly finding: FindingKind;
  readonly opened: number;
  readonly closed: number;
  /** When the window ended. */
  readonly open: number;
}

export const readFound = async (db: Database, window: Window): Promise<readonly Found[]> => {
  const { since, before } = instants(window);
  return db.execute<Found>(sql`
    with stood as (${stoodAt(before)}),
    told as (
      select ${events.data} ->> 'finding' as finding, ${events.kind} as kind from ${events}
      where ${events.kind} in ('finding-opened', 'finding-reopened', 'finding-closed')
        and ${events.at} >= ${since} and ${events.at} < ${before})
    select finding, sum(opened)::int as opened, sum(closed)::int as closed, sum(open)::int as open from (
      select finding, (kind <> 'finding-closed')::int as opened, (kind = 'finding-closed')::int as closed, 0 as open from told
      union all
      select finding, 0, 0, 1 from stood where kind <> 'finding-closed') each
    group by finding order by finding`);
};

/** A finding that was open when the window ended, with where its evidence stands. */
export interface OpenThen extends Record<string, unknown> {
  readonly id: string;
  readonly finding: FindingKind;
  readonly severity: Severity | null;
  readonly text: string;
  readonly channelId: string | null;
  readonly title: string | null;
  /** Who is to deal with it; null: the whole county's. */
  readonly unit: string | null;
  readonly dueAt: string;
  readonly openedAt: string;
  /** Since then; ISO. Null: it still waits. */
  readonly closedAt: string | null;
}

export const readOpenThen = async (db: Database, window: Window, limit: number): Promise<readonly OpenThen[]> =>
  db.execute<OpenThen>(sql`
    with stood as (${stoodAt(instants(window).before)})
    select stood.id, stood.finding, stood.severity, stood.text, stood.channel_id as "channelId", ${items.title} as title,
      ${units.name} as unit, ${findings.dueAt}::text as "dueAt", stood.at::text as "openedAt", ${findings.closedAt}::text as "closedAt"
    from stood join ${findings} on ${findings.id}::text = stood.id left join ${items} on ${items.id} = ${findings.itemId}
      left join ${units} on ${units.id} = ${findings.unitId}
    where stood.kind <> 'finding-closed'
    order by case stood.severity when 'critical' then 0 when 'major' then 1 else 2 end, stood.at, stood.id
    limit ${limit}`);
