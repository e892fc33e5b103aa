import { and, sql, type AnyColumn, type SQL } from 'drizzle-orm';
import { planAnew } from '../../db/prepared.ts';

export interface Searched {
  readonly search: AnyColumn;
  readonly title: AnyColumn;
  readonly documentNumber: AnyColumn;
  readonly externalId: AnyColumn;
}

/** More words than anybody searches by; a pasted page is no search. */
const MAX_WORDS = 6;

/**
 * Rows whose title, 文号 or external id hold every word of the text, wherever in them. The index finds rows with all its
 * pairs of characters; whether they stand in this order is looked at in those alone. Planned for each text anew: how many
 * rows it finds decides how they are best read.
 */
export const holdsText = (table: Searched, text: string): SQL | undefined => {
  const words = text.replaceAll('\0', '').split(/\s+/).filter(Boolean).slice(0, MAX_WORDS);
  if (words.length === 0) return undefined;
  const whole = sql`search_text(${table.title}, ${table.documentNumber}, ${table.externalId})`;
  return and(
    planAnew,
    ...words.flatMap((word) => [
      sql`${table.search} @> search_pairs(search_fold(${word}))`,
      sql`strpos(${whole}, search_fold(${word})) > 0`,
    ]),
  );
};
