import { isNotNull, sql } from 'drizzle-orm';
import type { DatabaseLike } from '../../db/client.ts';
import { audits } from '../../db/schema/index.ts';
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
