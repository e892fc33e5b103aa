import { and, asc, eq } from 'drizzle-orm';
import { savedFilters } from '../../db/schema/index.ts';
import type { PersonActor } from '../accounts/actor.ts';
import type { Context } from '../context.ts';
import { AppError, invalid } from '../core/errors.ts';
import { blocks, issue } from '../core/issues.ts';
import { isUuid } from '../core/uuid.ts';
import { cleanText, isVisible } from './clean-text.ts';

export interface SavedFilter {
  readonly id: string;
  readonly name: string;
  /** As it stands behind the `?` of the list's address. */
  readonly query: string;
}

/** More than anybody picks from. */
const MAX_FILTERS = 50;
const MAX_QUERY = 2_000;

const SHOWN = { id: savedFilters.id, name: savedFilters.name, query: savedFilters.query };

export const listSavedFilters = ({ db }: Context, person: PersonActor): Promise<SavedFilter[]> =>
  db.select(SHOWN).from(savedFilters).where(eq(savedFilters.personId, person.id)).orderBy(asc(savedFilters.name));

/** Keeps a filter under a name; the same name again replaces it. A convenience of one person: no event. */
export const saveFilter = async (
  { db }: Context,
  input: { readonly name: string; readonly query: string },
  person: PersonActor,
): Promise<SavedFilter> => {
  const name = cleanText(input.name, 'name');
  const query = new URLSearchParams(input.query.replaceAll('\0', '')).toString();
  const issues = [
    ...name.issues,
    ...(isVisible(name.text) ? [] : [issue('name', 'missing')]),
    ...(name.text.length > 40 ? [issue('name', 'too-long', { max: 40, unit: '字', actual: name.text.length })] : []),
    ...(query.length > MAX_QUERY
      ? [issue('query', 'too-long', { max: MAX_QUERY, unit: '字', actual: query.length })]
      : []),
  ];
  if (blocks(issues)) throw invalid(issues);
  const kept = await db.$count(savedFilters, eq(savedFilters.personId, person.id));
  if (kept >= MAX_FILTERS) throw invalid([issue('', 'too-many', { max: MAX_FILTERS, actual: kept + 1 })]);
  const [row] = await db
    .insert(savedFilters)
    .values({ personId: person.id, name: name.text, query })
    .onConflictDoUpdate({ target: [savedFilters.personId, savedFilters.name], set: { query } })
    .returning(SHOWN);
  if (!row) throw new Error('Filter not stored');
  return row;
};

/** Throws `not-found` for what is not one's own. */
export const dropFilter = async ({ db }: Context, id: string, person: PersonActor): Promise<void> => {
  const own = and(eq(savedFilters.id, id), eq(savedFilters.personId, person.id));
  const gone = isUuid(id) ? await db.delete(savedFilters).where(own).returning({ id: savedFilters.id }) : [];
  if (gone.length === 0) throw new AppError('not-found', { what: '保存的筛选' });
};
