import { asc, isNull, sql } from 'drizzle-orm';
import { apiKeys } from '../../db/schema/index.ts';
import type { Context } from '../context.ts';
import type { Scope } from '../core/scopes.ts';

export interface KeyView {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly unitIds: readonly string[];
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
  readonly revokedAt: Date | null;
  readonly isExpired: boolean;
}

/** Living keys first, then the dead ones; an office has some tens. */
export const listKeys = async ({ db }: Context): Promise<readonly KeyView[]> => {
  const { id, name, scopes, unitIds, createdAt, expiresAt, revokedAt } = apiKeys;
  const isExpired = sql<boolean>`coalesce(${apiKeys.expiresAt} <= clock(), false)`;
  return db
    .select({ id, name, scopes, unitIds, createdAt, expiresAt, revokedAt, isExpired })
    .from(apiKeys)
    .orderBy(sql`${isNull(apiKeys.revokedAt)} desc`, asc(apiKeys.name), asc(apiKeys.createdAt))
    .limit(500);
};
