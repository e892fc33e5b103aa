import { and, eq, isNotNull, sql } from 'drizzle-orm';
import type { DatabaseLike } from '../../db/client.ts';
import { audits, findings, items } from '../../db/schema/index.ts';
import { SEVERITIES, type Severity } from '../core/severity.ts';
import type { Verdict } from '../core/verdicts.ts';
import { ofUnits, WAITS } from './list.ts';

export type VerdictCounts = Readonly<Partial<Record<Verdict, number>>>;

/** Copies by what the newest look said of them. */
export const countVerdicts = async (db: DatabaseLike): Promise<VerdictCounts> => {
  const rows = await db
    .select({ verdict: audits.verdict, many: sql<number>`count(*)::int` })
    .from(audits)
    .where(isNotNull(audits.verdict))
    .groupBy(audits.verdict);
  return Object.fromEntries(rows.flatMap(({ verdict, many }) => (verdict ? [[verdict, many]] : [])));
};

export interface FindingCounts {
  readonly bySeverity: Readonly<Record<Severity, number>>;
  /** Of them all: past their time. */
  readonly overdue: number;
}

/** Findings that wait for a person, of these units (null: of all); 接受 ones wait for nobody. */
export const countFindings = async (db: DatabaseLike, unitIds: readonly string[] | null): Promise<FindingCounts> => {
  const rows = await db
    .select({
      severity: findings.severity,
      many: sql<number>`count(*)::int`,
      overdue: sql<number>`(count(*) filter (where ${findings.dueAt} < clock()))::int`,
    })
    .from(findings)
    .leftJoin(items, eq(items.id, findings.itemId))
    .where(and(WAITS, ofUnits(unitIds)))
    .groupBy(findings.severity);
  const manyOf = (severity: Severity): number => rows.find((row) => row.severity === severity)?.many ?? 0;
  const [critical = 0, major = 0, minor = 0] = SEVERITIES.map(manyOf);
  return { bySeverity: { critical, major, minor }, overdue: rows.reduce((sum, { overdue }) => sum + overdue, 0) };
};
