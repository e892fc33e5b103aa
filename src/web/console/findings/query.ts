import { findingsQuerySchema, type FindingsQuery } from '../../../audits/list.ts';
import type { Visit } from '../visit.ts';

export const PATH = '/console/findings';

const FILTERS = ['state', 'severity', 'kind', 'unit', 'channel', 'item'] as const;
export type Asked = Readonly<Partial<Record<(typeof FILTERS)[number] | 'cursor', string>>>;

/** What the address asks for; what it cannot mean is left out, as if it had not been asked. */
export const readAsked = ({ query }: Pick<Visit, 'query'>): Asked => {
  const known = [...FILTERS, 'cursor' as const].flatMap((name) => {
    const value = query(name);
    return value !== '' && findingsQuerySchema.shape[name].safeParse(value).success ? [[name, value] as const] : [];
  });
  const asked: Asked = Object.fromEntries(known);
  const { cursor: _cursor, ...first } = asked;
  // A cursor of the other order is none.
  return findingsQuerySchema.safeParse({ ...asked, sort: sortOf(asked) }).success ? asked : first;
};

/** What waits, the worst first; what is over, the newest first. */
const sortOf = ({ state }: Pick<Asked, 'state'>): FindingsQuery['sort'] => (state === 'closed' ? 'newest' : 'severity');

export const queryOf = (asked: Asked): FindingsQuery =>
  findingsQuerySchema.parse({
    state: 'waiting',
    ...asked,
    sort: sortOf(asked),
    limit: 50,
  });

export const isFiltered = ({ cursor: _cursor, ...filters }: Asked): boolean => Object.keys(filters).length > 0;

/** The list with these filters; an empty value takes one off. */
export const listPath = (filters: Readonly<Record<string, string>>): string => {
  const query = new URLSearchParams(Object.entries(filters).filter(([, value]) => value !== '')).toString();
  return query === '' ? PATH : `${PATH}?${query}`;
};

/** What stands behind the `?` of the list's address, without its page; and what a form carried of it. */
export const filterQuery = ({ cursor: _page, ...filters }: Asked): string => new URLSearchParams(filters).toString();
export const askedIn = (query: string): Asked => {
  const given = new URLSearchParams(query);
  const { cursor: _page, ...asked } = readAsked({ query: (name) => given.get(name) ?? '' });
  return asked;
};
