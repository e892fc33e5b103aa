import type { DraftRow } from '../../../db/schema/index.ts';
import { contentSchema, ITEM_TYPES, type ItemType } from '../../core/content.ts';
import { AppError, invalid } from '../../core/errors.ts';
import { issue, type Issue } from '../../core/issues.ts';
import type { Json } from '../../core/json.ts';

/** A content as somebody entered it: known fields, any values, perhaps incomplete. */
export type Entered = DraftRow['content'];

/** As much as the API takes; a draft holds no files, only their names. */
const MAX_CHARACTERS = 5_000_000;
/** Deeper than any content there is. */
const MAX_DEPTH = 12;
const MAX_ENTRY = 128;

/** PostgreSQL's jsonb can hold neither; U+FFFD in their place is found and told by every check that follows. */
const storable = (text: string): string => text.replace(/[\0\p{Cs}]/gu, '\ufffd');

const isEmpty = (value: unknown): boolean => value === undefined || value === null || value === '';

/** A form sends empty texts for what nobody filled in: those are not there. */
const tidy = (value: unknown, depth = 0): Json => {
  if (depth > MAX_DEPTH) throw invalid([issue('', 'bad-format')]);
  if (typeof value === 'string') return storable(value);
  if (typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (Array.isArray(value)) return value.map((each) => tidy(each, depth + 1));
  if (typeof value !== 'object' || value === null) return null;
  const fields = Object.entries(value).filter(([, each]) => !isEmpty(each));
  return Object.fromEntries(fields.map(([name, each]) => [storable(name), tidy(each, depth + 1)]));
};

/** The number of a 目录事项; null for none. Throws `invalid`. */
export const readCatalogEntry = (input: string | null | undefined): string | null => {
  const text = storable(input ?? '').trim();
  if (text.length > MAX_ENTRY)
    throw invalid([issue('catalogEntry', 'too-long', { max: MAX_ENTRY, unit: '字', actual: text.length })]);
  return text === '' ? null : text;
};

const strangers = (fields: Readonly<Record<string, unknown>>): Issue[] =>
  Object.keys(fields)
    .filter((name) => !(name in contentSchema.shape))
    .map((name) => issue(name.slice(0, 40), 'unknown-field', { name: name.slice(0, 40) }));

/** Reads what an editor sends; nothing but its outer shape need be right. Throws `invalid`, `too-large`. */
export const readEntered = (input: unknown): Entered => {
  if (typeof input !== 'object' || input === null || Array.isArray(input))
    throw invalid([issue('', 'wrong-type', { expected: '对象' })]);
  const fields = input as Readonly<Record<string, unknown>>;
  const issues = strangers(fields);
  if (issues.length > 0) throw invalid(issues);
  const entered = tidy(fields) as Entered;
  if (JSON.stringify(entered).length > MAX_CHARACTERS) throw new AppError('too-large', { max: '500 万字' });
  return entered;
};

const textOf = (value: Json | undefined, max: number): string | null =>
  typeof value === 'string' && value.trim() !== '' ? Array.from(value.trim()).slice(0, max).join('') : null;

const isType = (value: Json | undefined): value is ItemType => ITEM_TYPES.some((type) => type === value);

export interface Listed {
  readonly type: ItemType;
  readonly unitId: string;
}
/** What lists show of a draft. Type and unit are always known: those before, where the new ones cannot be read. */
export const listedOf = (content: Entered, before: Listed) => ({
  type: isType(content['type']) ? content['type'] : before.type,
  unitId: textOf(content['unit'], 64) ?? before.unitId,
  columnId: textOf(content['column'], 64),
  title: textOf(content['title'], 300) ?? '',
  documentNumber: textOf(content['documentNumber'], 60),
});
