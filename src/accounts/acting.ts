import { eq } from 'drizzle-orm';
import type { DatabaseLike, Transaction } from '../../db/client.ts';
import { users } from '../../db/schema/index.ts';
import { AppError } from '../core/errors.ts';
import { isCountyWide, permissionsOfRoles, type Permission } from '../core/permissions.ts';
import { actorNow, permit, type PersonActor } from './actor.ts';
import { personName, type Person } from './person.ts';

type Account = Pick<Person, 'id' | 'userName' | 'name' | 'roles' | 'unitIds'>;

const actorOf = (account: Account): PersonActor => ({
  id: account.id,
  name: account.name,
  knownAs: personName(account),
  permissions: permissionsOfRoles(account.roles),
  countyWide: permissionsOfRoles(account.roles.filter(isCountyWide)),
  // Somebody whose roles all look at the whole county is bound to no unit.
  unitIds: account.roles.every(isCountyWide) ? [] : account.unitIds,
});

/** The account as it is now, held still until the transaction ends. Throws `signed-out` once it is disabled. */
const readAgain = async (db: DatabaseLike, id: string): Promise<PersonActor> => {
  const [now] = await db.select().from(users).where(eq(users.id, id)).for('share');
  if (!now || now.disabledAt) throw new AppError('signed-out');
  return actorOf({ ...now, userName: now.username });
};

/** A signed-in person as the verbs of items and deliveries know an actor; what decides reads the account anew. */
export const actingPerson = (person: Person): PersonActor => ({
  ...actorOf(person),
  reread: (db) => readAgain(db, person.id),
});

/** May this person do it, by the roles of now? A role taken away a second ago gives nothing. Throws as `permit`, `signed-out`. */
export const permitPerson = async (tx: Transaction, person: Person, permission: Permission): Promise<void> =>
  permit(await actorNow(tx, actingPerson(person)), permission);
