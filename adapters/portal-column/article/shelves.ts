import type { Column, Unit } from '../../contract.ts';
import { columnFolder } from '../paths.ts';
import { entryOf, type Card, type Entry } from './card.ts';

/** A list of articles with pages of its own, below `folder`: a column, or all that one unit publishes. */
export interface Shelf {
  readonly folder: string;
  readonly column: Column;
}

const UNITS = 'units/';
export const unitFolder = ({ id }: Unit): string => `${UNITS}${columnFolder(id)}`;
export const isUnitFolder = (folder: string): boolean => folder.startsWith(UNITS);

/** A unit's page is a column to the web page tags; its type is one of the enumeration in 国办发〔2017〕47号. */
export const unitColumn = ({ id, name }: Unit): Column => ({
  id,
  name,
  description: `${name}发布的信息`,
  keywords: [name],
  type: '信息公开目录',
});

/** Where an article stands, and with which line: its unit's page also says from which column it is. */
export const shelvesOf = (card: Card, path: string): readonly (Shelf & { readonly entry: Entry })[] => {
  const { column, unit } = card;
  const entry = entryOf(card, path);
  const onUnit = unit && {
    folder: unitFolder(unit),
    column: unitColumn(unit),
    entry: { ...entry, column: column.name },
  };
  return [{ folder: columnFolder(column.id), column, entry }, ...(onUnit ? [onUnit] : [])];
};
