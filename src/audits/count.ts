import { and, inArray, isNotNull, sql } from 'drizzle-orm';
import type { DatabaseLike } from '../../db/client.ts';
import { audits, findings } from '../../db/schema/index.ts';
import type { Actor } from '../accounts/actor.ts';
import type { Severity } from '../core/severity.ts';
import type { Verdict } from '../core/verdicts.ts';

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

export type SeverityCounts = Readonly<Partial<Record<Severity, number>>>;

/** Findings to deal with, by severity, of the units one may see; what was accepted for a time waits for nobody. */
export const countOpenFindings = async (db: DatabaseLike, { unitIds }: Actor): Promise<SeverityCounts> => {
  const ofUnits = unitIds.length > 0 ? inArray(findings.unitId, [...unitIds]) : undefined;
  const rows = await db
    .select({ severity: findings.severity, many: sql<number>`count(*)::int` })
    .from(findings)
    .where(and(inArray(findings.state, ['open', 'assigned']), ofUnits))
    .groupBy(findings.severity);
  return Object.fromEntries(rows.map(({ severity, many }) => [severity, many]));
};
