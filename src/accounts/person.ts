import { eq } from 'drizzle-orm';
import type { Transaction } from '../../db/client.ts';
import { users } from '../../db/schema/index.ts';
import { AppError } from '../core/errors.ts';
import { PERMISSION_NAMES, mayDo, mayDoFor, type Permission } from '../core/permissions.ts';
import type { Role } from '../core/roles.ts';

/** A signed-in user. */
export interface Person {
  readonly id: string;
  readonly userName: string;
  readonly name: string;
  readonly roles: readonly Role[];
  /** Empty: all units. */
  readonly unitIds: readonly string[];
  readonly isStaff: boolean;
}

/** As events name a person: the name people know, and the account no two share. */
export const personName = ({ name, userName }: Pick<Person, 'name' | 'userName'>): string => `${name}（${userName}）`;

export interface Subject {
  /** The unit the thing belongs to. */
  readonly unitId?: string;
  /** Who wrote it; given where nobody may decide on the own work. */
  readonly author?: string;
}

const isOwn = ({ name, userName }: Person, author: string): boolean =>
  [name, userName, personName({ name, userName })].some((each) => each.normalize('NFKC') === author.normalize('NFKC'));

/**
 * May this person do it, to this? By the roles of now, read inside the transaction that does it: a role taken away a
 * second ago gives nothing. Another unit's thing is not found. Throws `signed-out`, `no-permission`, `not-found`, `own-work`.
 */
export const authorize = async (
  tx: Transaction,
  person: Person,
  action: Permission,
  { unitId, author }: Subject = {},
): Promise<void> => {
  const [now] = await tx
    .select({ roles: users.roles, unitIds: users.unitIds, disabledAt: users.disabledAt })
    .from(users)
    .where(eq(users.id, person.id))
    .for('share');
  if (!now || now.disabledAt) throw new AppError('signed-out');
  if (!mayDo(now.roles, action)) throw new AppError('no-permission', { action: PERMISSION_NAMES[action] });
  if (unitId !== undefined && !mayDoFor(now, action, unitId)) throw new AppError('not-found', { what: '稿件' });
  if (author !== undefined && isOwn(person, author)) throw new AppError('own-work');
};
