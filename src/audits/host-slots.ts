import { sql } from 'drizzle-orm';
import type { Transaction } from '../../db/client.ts';
import { hosts } from '../../db/schema/index.ts';

export interface SlotAsk {
  readonly id: string;
  readonly host: string;
  readonly paceMs: number;
}
export interface Slot {
  readonly at: Date;
  /** The host is stopped: nobody may look. */
  readonly braked: boolean;
}

const groupByHost = (asks: readonly SlotAsk[]): Map<string, SlotAsk[]> => {
  const groups = new Map<string, SlotAsk[]>();
  for (const ask of asks) {
    const group = groups.get(ask.host);
    if (group) group.push(ask);
    else groups.set(ask.host, [ask]);
  }
  return groups;
};

/**
 * Each host's next slots, one for each that asks, given out by the database, so that all workers together keep its pace.
 * Hosts in one order, so that two processes never wait for each other.
 */
export const takeSlots = async (tx: Transaction, asks: readonly SlotAsk[]): Promise<ReadonlyMap<string, Slot>> => {
  if (asks.length === 0) return new Map();
  const groups = groupByHost(asks);
  const spans = Array.from(groups, ([host, group]) => ({
    host,
    span: group.reduce((sum, { paceMs }) => sum + paceMs, 0),
  }));
  const rows = await tx.execute<{ host: string; first: string; braked: boolean }>(sql`
    with asked as (
      select host, span * interval '1 millisecond' as span
      from jsonb_to_recordset(${JSON.stringify(spans)}::jsonb) as asked(host text, span float8) order by host
    ), taken as (
      insert into ${hosts} (host, next_slot_at) select host, clock() + span from asked
      on conflict (host) do update set next_slot_at = coalesce((
        select greatest(${hosts.nextSlotAt}, clock()) + span from asked where asked.host = excluded.host and span > '0'
      ), ${hosts.nextSlotAt})
      returning host, next_slot_at, braked_at
    )
    select host, next_slot_at - span as first, braked_at is not null as braked from taken join asked using (host)`);
  return new Map(
    rows.flatMap(({ host, first, braked }) => {
      let at = new Date(first).getTime();
      return (groups.get(host) ?? []).map(({ id, paceMs }): [string, Slot] => {
        const slot = { at: new Date(at), braked };
        at += paceMs;
        return [id, slot];
      });
    }),
  );
};
