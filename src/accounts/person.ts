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
