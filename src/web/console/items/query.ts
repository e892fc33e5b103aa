import type { Person } from '../../../accounts/person.ts';
import { workQuerySchema, type WorkQuery } from '../../../items/drafts/list-query.ts';
import { parse } from '../../../items/parse.ts';
import type { Visit } from '../visit.ts';

/** The filters as they stand in the address. */
export const FILTERS = ['q', 'type', 'unit', 'column', 'channel', 'status', 'mine', 'from', 'to'] as const;

export const askedOf = (visit: Visit): Readonly<Record<string, string>> =>
  Object.fromEntries(
    [...FILTERS, 'cursor'].map((name) => [name, visit.query(name).trim()] as const).filter(([, value]) => value !== ''),
  );

/** The same, from what a form carried along. */
export const askedIn = (query: string): Readonly<Record<string, string>> => {
  const given = new URLSearchParams(query);
  return Object.fromEntries(
    FILTERS.map((name) => [name, given.get(name) ?? ''] as const).filter(([, value]) => value !== ''),
  );
};

const DAY_MS = 24 * 3_600_000;
const isDay = (day: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(day);
/** The instant a Beijing day begins; what is no day goes on as it is, and the schema refuses it. */
const dayBegins = (day: string, daysLater = 0): string => {
  const at = Date.parse(`${day}T00:00:00+08:00`) + daysLater * DAY_MS;
  return isDay(day) && !Number.isNaN(at) ? new Date(at).toISOString() : day;
};

/** Throws `invalid` for an address nobody's form made. */
export const workQueryOf = (asked: Readonly<Record<string, string>>, person: Person): WorkQuery => {
  const { q, mine, from, to, ...rest } = asked;
  return parse(workQuerySchema, {
    ...rest,
    ...(q ? { text: q } : {}),
    ...(mine ? { author: person.id } : {}),
    ...(from ? { from: dayBegins(from) } : {}),
    // The last day counts as a whole.
    ...(to ? { to: dayBegins(to, 1) } : {}),
  });
};

/** What stands behind the `?` of the list's address, without its page. */
export const filterQuery = ({ cursor: _page, ...filters }: Readonly<Record<string, string>>): string =>
  new URLSearchParams(filters).toString();
