import type { DatabaseLike } from '../../db/client.ts';
import { AppError } from '../core/errors.ts';
import type { Scope } from '../core/scopes.ts';

/** Who acts: an API key, the operator at the machine, or a person at the console. */
export interface Actor {
  /** As events name it. */
  readonly name: string;
  readonly scopes: readonly Scope[];
  /** The units it may write for; empty means all. */
  readonly unitIds: readonly string[];
}

/** A person with an account: may write drafts and, where a role allows it, decide on those of others. */
export interface PersonActor extends Actor {
  readonly id: string;
  /** As events name the account, where two may have one name; absent: by name. */
  readonly knownAs?: string;
  /** Reads the account anew inside the transaction that decides: a role lost while the form was open is lost. */
  readonly reread?: (db: DatabaseLike) => Promise<PersonActor>;
}

const SCOPE_NAMES: Readonly<Record<Scope, string>> = {
  'items:read': 'items:read（查看稿件）',
  'items:write': 'items:write（报送稿件）',
  'items:review': 'items:review（审签稿件）',
  operate: 'operate（撤回与重试）',
};

/** Throws `no-scope` unless the actor may do this, and for this unit where one is given. */
export const permit = ({ scopes, unitIds }: Actor, scope: Scope, unitId?: string): void => {
  if (!scopes.includes(scope)) throw new AppError('no-scope', { scope: SCOPE_NAMES[scope] });
  if (unitId !== undefined && unitIds.length > 0 && !unitIds.includes(unitId)) {
    throw new AppError('other-unit', { unit: unitId });
  }
};
