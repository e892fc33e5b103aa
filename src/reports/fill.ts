import type { GridCell } from '../core/grid.ts';
import type { ReportBlock, ReportKind, ReportLine } from '../core/reports.ts';
import { beijingMinute } from '../core/time.ts';
import { blockOf } from './blocks.ts';
import type { Entries, Entry } from './entries.ts';
import type { Block, Field } from './forms/field.ts';
import { KINDS } from './periods.ts';

/** What the system knows of a line; null: it knows that nobody told. */
export interface Known {
  readonly value: GridCell;
  readonly source: string;
}
export type Facts = ReadonlyMap<string, Known>;

const readValue = ({ type }: Field, text: string): GridCell =>
  type === 'count' || type === 'decimal' ? Number(text) : text;

const told = ({ unit = '' }: Field, value: GridCell): string => `${String(value)}${unit}`;

interface Filling {
  readonly kind: ReportKind;
  readonly facts: Facts;
  readonly entries: Entries;
}

const own = (field: Field, entry: Entry, known: Known | undefined): Pick<ReportLine, 'value' | 'state' | 'source'> => {
  const by = `${entry.by}，${beijingMinute(entry.at)}`;
  const source =
    known?.value == null ? `填报：${by}` : `改填：${by}（系统数 ${told(field, known.value)}：${known.source}）`;
  return { value: readValue(field, entry.value), state: 'entered', source };
};

const valueOf = (field: Field, { kind, facts, entries }: Filling): Pick<ReportLine, 'value' | 'state' | 'source'> => {
  const [entry, known, earlier] = [entries.own.get(field.id), facts.get(field.id), entries.earlier.get(field.id)];
  if (entry) return own(field, entry, known);
  if (known && known.value !== null) return { value: known.value, state: 'known', source: known.source };
  const before = earlier && { label: KINDS[kind].labelOf(earlier.period), value: readValue(field, earlier.value) };
  if (before && field.lasts) return { value: before.value, state: 'kept', source: `沿用${before.label}的填报，请核对` };
  const last = before ? `（${before.label}为 ${told(field, before.value)}）` : '';
  return { value: null, state: 'missing', source: `${known?.source ?? '系统不掌握，须填报'}${last}` };
};

/** The lines of a block: what was entered goes before what is known, and what lasts before what is missing. Pure. */
export const fillBlock = ({ title, fields }: Block, filling: Filling): ReportBlock =>
  blockOf(title, {
    lines: fields.map((field) => ({
      id: field.id,
      group: field.group ?? null,
      name: field.name,
      unit: field.unit ?? null,
      ...valueOf(field, filling),
    })),
  });
