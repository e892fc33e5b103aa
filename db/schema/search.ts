import { sql } from 'drizzle-orm';

/**
 * What a list is searched by, as an array of its characters and pairs of neighbours: an index over them finds Chinese
 * substrings of any length, where pg_trgm needs three characters. Functions of our own, made by the same migration.
 */
export const searchGrams = sql`search_grams(search_text(title, document_number, external_id))`;
