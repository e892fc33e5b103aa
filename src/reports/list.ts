import { desc } from 'drizzle-orm';
import type { Database } from '../../db/client.ts';
import { events, reportEditions } from '../../db/schema/index.ts';
import { daysUntil, type Day } from '../core/days.ts';
import type { Context } from '../context.ts';
import { REPORT_KINDS, type ReportKey, type ReportKind } from '../core/reports.ts';
import { beijingDay } from '../core/time.ts';
import { KINDS, lastPeriod } from './periods.ts';

/** The report that must be out next. */
export interface DueReport extends ReportKey {
  readonly name: string;
  readonly label: string;
  readonly dueOn: Day;
  /** Negative: overdue. */
  readonly daysLeft: number;
  readonly isIssued: boolean;
}

export interface IssuedReport extends ReportKey {
  readonly name: string;
  readonly label: string;
  readonly number: number;
  readonly hash: string;
  readonly by: string;
  readonly at: Date;
}

/** As many as one looks at: five years of all kinds. */
const MOST_ISSUED = 100;

export const listIssued = async (db: Database): Promise<readonly IssuedReport[]> => {
  const { kind, period, number, hash, by, at } = reportEditions;
  const rows = await db
    .select({ kind, period, number, hash, by, at })
    .from(reportEditions)
    .orderBy(desc(at))
    .limit(MOST_ISSUED);
  return rows.map((row) => ({ ...row, name: KINDS[row.kind].name, label: KINDS[row.kind].labelOf(row.period) }));
};

/** Since when this system knows anything; null: nothing has happened yet. */
const readSince = async (db: Database): Promise<Day | null> => {
  const [first] = await db.select({ at: events.at }).from(events).orderBy(events.id).limit(1);
  return first ? beijingDay(first.at) : null;
};

/** The newest period that is over, unless it was over before this system knew anything: then the one that runs. Pure. */
export const duePeriod = (kind: ReportKind, today: Day, since: Day | null): string => {
  const { windowOf, periodAt } = KINDS[kind];
  const last = lastPeriod(kind, today);
  return since !== null && windowOf(last).to >= since ? last : periodAt(today);
};

/** What must be out next, one of each kind. */
export const listDue = async (ctx: Context, issued: readonly ReportKey[]): Promise<readonly DueReport[]> => {
  const today = beijingDay(ctx.clock());
  const since = await readSince(ctx.db);
  return REPORT_KINDS.map((kind) => {
    const { name, labelOf, dueOn } = KINDS[kind];
    const period = duePeriod(kind, today, since);
    return {
      kind,
      period,
      name,
      label: labelOf(period),
      dueOn: dueOn(period),
      daysLeft: daysUntil(dueOn(period), today),
      isIssued: issued.some((each) => each.kind === kind && each.period === period),
    };
  });
};
