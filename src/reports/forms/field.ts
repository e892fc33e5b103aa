/** How an entry is written, and what it may be. */
export type FieldType = 'count' | 'decimal' | 'text' | 'flag' | 'choices' | 'date';

/** 指标项: one line of a form. */
export interface Field {
  /** Stays the same from period to period: entries are kept by it. */
  readonly id: string;
  /** Of several lines of one indicator: the indicator. */
  readonly group?: string;
  readonly name: string;
  readonly unit?: string;
  readonly type: FieldType;
  readonly options?: readonly string[];
  /** True: what was entered for an earlier period still holds. Otherwise it is only shown beside the field. */
  readonly lasts?: true;
}

/** 部分: the lines of a form under one heading. */
export interface Block {
  readonly title: string;
  readonly fields: readonly Field[];
}

type More = Partial<Pick<Field, 'group' | 'lasts' | 'unit'>>;
export const count = (id: string, name: string, unit: string, more: More = {}): Field => ({
  id,
  name,
  unit,
  type: 'count',
  ...more,
});
export const words = (id: string, name: string, more: More = {}): Field => ({ id, name, type: 'text', ...more });
/** What was said once and holds until somebody says otherwise. */
export const lasting = (id: string, name: string, more: More = {}): Field => words(id, name, { ...more, lasts: true });
export const flag = (id: string, name: string, more: More = {}): Field => ({ id, name, type: 'flag', ...more });
