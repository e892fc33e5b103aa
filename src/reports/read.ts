import { and, desc, eq } from 'drizzle-orm';
import type { DatabaseLike } from '../../db/client.ts';
import { reportEditions, type ReportEditionRow } from '../../db/schema/index.ts';
import { permitEverywhere, type Actor } from '../accounts/actor.ts';
import type { Context } from '../context.ts';
import { AppError } from '../core/errors.ts';
import { REPORT_KINDS, type ReportKey, type ReportKind } from '../core/reports.ts';
import { beijingDay } from '../core/time.ts';
import { annualBlocks } from './annual.ts';
import type { ReportBlock, ReportContent } from '../core/reports.ts';
import { readEntries, type Entries } from './entries.ts';
import { ANNUAL } from './forms/annual.ts';
import type { Field } from './forms/field.ts';
import { accountFields, MONTHLY_FOOT } from './forms/monthly.ts';
import { QUARTERLY } from './forms/quarterly.ts';
import { monthlyBlocks } from './monthly.ts';
import { KINDS } from './periods.ts';
import { accountsOf } from './places.ts';
import { quarterlyBlocks } from './quarterly.ts';

/** 出具的报表: one frozen edition. */
export interface Edition {
  readonly number: number;
  readonly content: ReportContent;
  readonly hash: string;
  readonly by: string;
  readonly at: string;
}

type Build = (ctx: Context, key: ReportKey, entries: Entries) => Promise<readonly ReportBlock[]>;
const BUILD: Readonly<Record<ReportKind, Build>> = {
  annual: annualBlocks,
  quarterly: quarterlyBlocks,
  monthly: monthlyBlocks,
};

/** What a person may enter. */
const FIELDS: Readonly<Record<ReportKind, (ctx: Context) => readonly Field[]>> = {
  annual: () => ANNUAL.flatMap(({ fields }) => fields),
  quarterly: () => QUARTERLY.flatMap(({ fields }) => fields),
  monthly: (ctx) => [...accountsOf(ctx).flatMap(({ id }) => accountFields(id)), ...MONTHLY_FOOT.fields],
};
export const fieldsOf = (ctx: Context, kind: ReportKind): readonly Field[] => FIELDS[kind](ctx);

/** The key, if there is such a period and it has begun. Throws `not-found`. */
export const readKey = ({ clock }: Context, kind: string, period: string): ReportKey => {
  const known = REPORT_KINDS.find((each) => each === kind);
  if (!known || !KINDS[known].form.test(period) || KINDS[known].windowOf(period).from > beijingDay(clock()))
    throw new AppError('not-found', { what: '这份报表' });
  return { kind: known, period };
};

const viewEdition = ({ number, content, hash, by, at }: ReportEditionRow): Edition => ({
  number,
  content,
  hash,
  by,
  at: at.toISOString(),
});

/** Newest first. */
export const readEditions = async (db: DatabaseLike, { kind, period }: ReportKey): Promise<readonly Edition[]> => {
  const rows = await db
    .select()
    .from(reportEditions)
    .where(and(eq(reportEditions.kind, kind), eq(reportEditions.period, period)))
    .orderBy(desc(reportEditions.number));
  return rows.map(viewEdition);
};

/** The report as it would be issued now. */
export const buildReport = async (ctx: Context, key: ReportKey): Promise<ReportContent> => {
  const { name, labelOf, basis } = KINDS[key.kind];
  const entries = await readEntries(ctx.db, key);
  const label = labelOf(key.period);
  return { ...key, title: `${label}${name}`, label, basis, blocks: await BUILD[key.kind](ctx, key, entries) };
};

export interface Report {
  readonly key: ReportKey;
  /** As it stands now. */
  readonly content: ReportContent;
  readonly editions: readonly Edition[];
  /** Until when it must be out. */
  readonly dueOn: string;
}

/** A report and everything that was issued of it. It is the whole county's. Throws `not-found`, `no-permission`, `other-unit`. */
export const readReport = async (ctx: Context, kind: string, period: string, actor: Actor): Promise<Report> => {
  permitEverywhere(actor, 'report-export');
  const key = readKey(ctx, kind, period);
  const [content, editions] = [await buildReport(ctx, key), await readEditions(ctx.db, key)];
  return { key, content, editions, dueOn: KINDS[key.kind].dueOn(key.period) };
};
