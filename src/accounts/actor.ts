import { AppError } from '../core/errors.ts';
import type { Scope } from '../core/scopes.ts';

/** Who acts: an API key, or the operator at the machine. */
export interface Actor {
  /** As events name it. */
  readonly name: string;
  readonly scopes: readonly Scope[];
  /** The units it may write for; empty means all. */
  readonly unitIds: readonly string[];
}

const SCOPE_NAMES: Readonly<Record<Scope, string>> = {
  'items:read': 'items:read（查看稿件）',
  'items:write': 'items:write（报送稿件）',
  operate: 'operate（撤回与重试）',
};

/** Throws `no-scope` unless the actor may do this, and for this unit where one is given. */
export const permit = ({ scopes, unitIds }: Actor, scope: Scope, unitId?: string): void => {
  if (!scopes.includes(scope)) throw new AppError('no-scope', { scope: SCOPE_NAMES[scope] });
  if (unitId !== undefined && unitIds.length > 0 && !unitIds.includes(unitId)) {
    throw new AppError('other-unit', { unit: unitId });
  }
};

/** For what concerns every unit: a key of some units may not. Throws `no-scope` or `other-unit`. */
export const permitEverywhere = (actor: Actor, scope: Scope): void => {
  permit(actor, scope);
  if (actor.unitIds.length > 0) throw new AppError('other-unit', { unit: '全部单位' });
};
