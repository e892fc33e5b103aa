import type { PersonActor } from '../../src/accounts/actor.ts';
import type { Permission } from '../../src/core/permissions.ts';

/** An account as sign-in would hand it to a verb. */
export const person = (
  name: string,
  permissions: readonly Permission[],
  { id = `account-${name}`, unitIds = [] }: { readonly id?: string; readonly unitIds?: readonly string[] } = {},
): PersonActor => ({ id, name, permissions, unitIds });

export const editor = (name: string, unitIds: readonly string[] = []): PersonActor =>
  person(name, ['item-read', 'item-write'], { unitIds });
/** May write, too: what keeps them from own work is that they are authors, not a missing right. */
export const reviewer = (name: string, unitIds: readonly string[] = []): PersonActor =>
  person(name, ['item-read', 'item-write', 'item-review', 'item-withdraw', 'delivery-retry'], { unitIds });
