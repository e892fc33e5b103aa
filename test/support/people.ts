import type { PersonActor } from '../../src/accounts/actor.ts';
import type { Scope } from '../../src/core/scopes.ts';

/** An account as sign-in would hand it to a verb. */
export const person = (
  name: string,
  scopes: readonly Scope[],
  { id = `account-${name}`, unitIds = [] }: { readonly id?: string; readonly unitIds?: readonly string[] } = {},
): PersonActor => ({ id, name, scopes, unitIds });

export const editor = (name: string, unitIds: readonly string[] = []): PersonActor =>
  person(name, ['items:read', 'items:write'], { unitIds });
/** May write, too: what keeps them from own work is that they are authors, not a missing right. */
export const reviewer = (name: string, unitIds: readonly string[] = []): PersonActor =>
  person(name, ['items:read', 'items:write', 'items:review', 'operate'], { unitIds });
