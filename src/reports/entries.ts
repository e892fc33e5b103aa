import { and, desc, eq, inArray, lt } from 'drizzle-orm';
import type { DatabaseLike, Transaction } from '../../db/client.ts';
import { dbNow, reportEntries } from '../../db/schema/index.ts';
import { actorNow, eventActor, permitEverywhere, type Actor } from '../accounts/actor.ts';
import type { Context } from '../context.ts';
import { dateSchema } from '../core/content.ts';
import { invalid } from '../core/errors.ts';
import { issue, type Issue } from '../core/issues.ts';
import type { ReportKey } from '../core/reports.ts';
import { writeEvents } from '../events.ts';
import type { Field } from './forms/field.ts';

/** 填报: one value that a person entered. */
export interface Entry {
  readonly period: string;
  readonly value: string;
  readonly by: string;
  readonly at: Date;
}
export interface Entries {
  readonly own: ReadonlyMap<string, Entry>;
  /** Of the newest earlier period that has one. */
  readonly earlier: ReadonlyMap<string, Entry>;
}

export const readEntries = async (db: DatabaseLike, { kind, period }: ReportKey): Promise<Entries> => {
  const { field, value, by, at } = reportEntries;
  const columns = { field, period: reportEntries.period, value, by, at };
  const ofKind = eq(reportEntries.kind, kind);
  const [own, earlier] = await Promise.all([
    db
      .select(columns)
      .from(reportEntries)
      .where(and(ofKind, eq(reportEntries.period, period))),
    db
      .selectDistinctOn([reportEntries.field], columns)
      .from(reportEntries)
      .where(and(ofKind, lt(reportEntries.period, period)))
      .orderBy(reportEntries.field, desc(reportEntries.period)),
  ]);
  const byField = (rows: typeof own) => new Map(rows.map(({ field: id, ...row }) => [id, row] as const));
  return { own: byField(own), earlier: byField(earlier) };
};

/** A report is printed: a line of it is no essay. */
const MAX_TEXT = 2_000;
/** More of anything no county has. */
const MAX_NUMBER = 1e12;

const faultOf = (field: Field, value: string): Issue | null => {
  const { id, type, options = [] } = field;
  if (type === 'count' && !/^\d{1,13}$/.test(value)) return issue(id, 'wrong-type', { expected: '不小于 0 的整数' });
  if (type === 'decimal' && !/^\d{1,13}(?:\.\d{1,2})?$/.test(value))
    return issue(id, 'wrong-type', { expected: '不小于 0 的数，最多两位小数' });
  if ((type === 'count' || type === 'decimal') && Number(value) > MAX_NUMBER)
    return issue(id, 'number-too-big', { max: MAX_NUMBER });
  if (type === 'flag' && !['是', '否'].includes(value)) return issue(id, 'not-one-of', { options: '是、否' });
  if (type === 'choices' && value.split('、').some((each) => !options.includes(each)))
    return issue(id, 'not-one-of', { options: options.join('、') });
  if (type === 'date' && !dateSchema.safeParse(value).success) return issue(id, 'bad-date');
  if (value.length > MAX_TEXT) return issue(id, 'too-long', { max: MAX_TEXT, unit: '字', actual: value.length });
  const control = /[^\P{C}\n]/u.exec(value);
  return control
    ? issue(id, 'control-character', {
        at: control.index + 1,
        code: `U+${value.charCodeAt(control.index).toString(16)}`,
      })
    : null;
};

/** What stays of an entry: NFC, one kind of line end, nothing around it. */
const tidy = (value: string): string => value.normalize('NFC').replaceAll(/\r\n?/g, '\n').trim();

const store = async (tx: Transaction, key: ReportKey, values: ReadonlyMap<string, string>, by: string) => {
  const emptied = [...values].filter(([, value]) => value === '').map(([field]) => field);
  const filled = [...values].filter(([, value]) => value !== '');
  if (emptied.length > 0)
    await tx
      .delete(reportEntries)
      .where(
        and(
          eq(reportEntries.kind, key.kind),
          eq(reportEntries.period, key.period),
          inArray(reportEntries.field, emptied),
        ),
      );
  for (const [field, value] of filled)
    await tx
      .insert(reportEntries)
      .values({ ...key, field, value, by })
      .onConflictDoUpdate({
        target: [reportEntries.kind, reportEntries.period, reportEntries.field],
        set: { value, by, at: dbNow },
      });
};

export interface Entering {
  readonly key: ReportKey;
  /** The fields of this report. */
  readonly fields: readonly Field[];
  /** By field; an empty one takes back what was entered. */
  readonly values: Readonly<Record<string, string>>;
}

/**
 * Keeps what a person entered; of what did not change nothing is written. Answers how many lines changed. Throws
 * `no-permission`, `other-unit`, `invalid` with every wrong line.
 */
export const enterValues = async (ctx: Context, { key, fields, values }: Entering, asked: Actor): Promise<number> => {
  const byId = new Map(fields.map((field) => [field.id, field]));
  const tidied = Object.entries(values).map(([id, value]) => [id, tidy(value)] as const);
  const issues = tidied.flatMap(([id, value]) => {
    const field = byId.get(id);
    if (!field) return [issue(id, 'unknown-field', { name: id })];
    const wrong = value === '' ? null : faultOf(field, value);
    return wrong ? [wrong] : [];
  });
  if (issues.length > 0) throw invalid(issues);
  return ctx.db.transaction(async (tx) => {
    const actor = await actorNow(tx, asked);
    permitEverywhere(actor, 'report-issue');
    const { own } = await readEntries(tx, key);
    const changed = new Map(tidied.filter(([id, value]) => (own.get(id)?.value ?? '') !== value));
    if (changed.size === 0) return 0;
    await store(tx, key, changed, eventActor(actor));
    await writeEvents(tx, [
      { actor: eventActor(actor), kind: 'report-entered', data: { ...key, values: Object.fromEntries(changed) } },
    ]);
    return changed.size;
  });
};
