import { asc, desc, eq } from 'drizzle-orm';
import { findings, items } from '../../db/schema/index.ts';
import type { Context } from '../context.ts';
import type { Picked } from '../items/pick.ts';
import { matching, type FindingsQuery } from './list.ts';

/** What a person can have filtered for and still have looked at. */
export const MAX_FINDINGS = 500;

/** 全选: the findings that a filter lists, the worst first, at most 500. `unitIds`: what the person is bound to. */
export const pickFindings = async (
  { db }: Context,
  query: FindingsQuery,
  unitIds: readonly string[] | null,
): Promise<Picked> => {
  const rows = await db
    .select({ id: findings.id })
    .from(findings)
    .leftJoin(items, eq(items.id, findings.itemId))
    .where(matching({ ...query, cursor: undefined }, unitIds))
    .orderBy(asc(findings.severity), desc(findings.seq))
    .limit(MAX_FINDINGS + 1);
  return { ids: rows.slice(0, MAX_FINDINGS).map(({ id }) => id), more: rows.length > MAX_FINDINGS };
};
