import { VISIT_PAUSE_MS } from '../../src/core/reach.ts';
import { beijingDay } from '../../src/core/time.ts';
import type { NewHit } from '../../src/reach/hits.ts';

/** One number, as `scope id metric period start` and its value. */
export type Totals = ReadonlyMap<string, number>;

/** A hit with what its item, or its page, belongs to. */
export interface Known extends NewHit {
  readonly unit: string | null;
  readonly column: string | null;
}

const add = (totals: Map<string, number>, key: string, value = 1): void =>
  void totals.set(key, (totals.get(key) ?? 0) + value);

const scopesOf = ({ channelId, unit, column, itemId }: Known): [string, string][] => [
  ['channel', channelId],
  ...(unit === null ? [] : [['unit', unit] as [string, string]]),
  ...(column === null ? [] : [['column', column] as [string, string]]),
  ...(itemId === undefined ? [] : [['item', itemId] as [string, string]]),
];

/** Visits of one visitor on one day, as lists of hits in order. */
const visitsOf = (hits: readonly Known[]): Known[][] => {
  const visits: Known[][] = [];
  let last = Number.NEGATIVE_INFINITY;
  for (const hit of hits.toSorted((a, b) => a.at.getTime() - b.at.getTime() || Number(a.key - b.key))) {
    const second = Math.floor(hit.at.getTime() / 1_000) * 1_000;
    if (second - last > VISIT_PAUSE_MS) visits.push([]);
    visits.at(-1)?.push(hit);
    last = second;
  }
  return visits;
};

/**
 * Counts a day's hits in the plainest way there is, to be compared with what the database's rollups say. Written from the
 * definitions of the metrics, not from their SQL.
 */
export const countDay = (all: readonly Known[]): Totals => {
  const totals = new Map<string, number>();
  const people = all.filter(({ kind, isBot }) => kind === 'view' && !isBot);
  for (const hit of people) for (const [scope, id] of scopesOf(hit)) add(totals, `${scope} ${id} views`);
  for (const hit of all) if (hit.kind === 'view' && hit.isBot) add(totals, `channel ${hit.channelId} bot-views`);
  for (const visitor of new Set(people.flatMap((hit) => (hit.visitor === null ? [] : [hit.visitor])))) {
    const own = people.filter((hit) => hit.visitor === visitor);
    for (const place of new Set(own.flatMap((hit) => scopesOf(hit).map((scope) => scope.join(' ')))))
      add(totals, `${place} visitors`);
    for (const visit of visitsOf(own)) {
      const entry = visit[0]?.referrer === 'site' ? 'direct' : visit[0]?.referrer;
      for (const place of new Set(visit.flatMap((hit) => scopesOf(hit).map((scope) => scope.join(' '))))) {
        add(totals, `${place} visits`);
        add(totals, `${place} visits-from-${entry}`);
      }
    }
  }
  return totals;
};

/** All days of all hits, each once by its key: day, month, year and whole. */
export const countAll = (hits: readonly Known[]): Totals => {
  const once = [...new Map(hits.map((hit) => [`${hit.channelId} ${beijingDay(hit.at)} ${hit.key}`, hit])).values()];
  const days = new Map<string, Known[]>();
  for (const hit of once) days.set(beijingDay(hit.at), [...(days.get(beijingDay(hit.at)) ?? []), hit]);
  const totals = new Map<string, number>();
  for (const [day, own] of days)
    for (const [key, value] of countDay(own)) {
      add(totals, `${key} day ${day}`, value);
      add(totals, `${key} month ${day.slice(0, 7)}-01`, value);
      add(totals, `${key} year ${day.slice(0, 4)}-01-01`, value);
      add(totals, `${key} all 1970-01-01`, value);
    }
  return totals;
};
