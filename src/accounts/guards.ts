import { and, eq, sql } from 'drizzle-orm';
import type { DatabaseLike } from '../../db/client.ts';
import { signInGuards } from '../../db/schema/index.ts';
import type { Context } from '../context.ts';
import type { AccountPolicy } from '../core/account-policy.ts';

export interface Doors {
  /** The account's own name, whatever was typed; a name nobody has guards itself. */
  readonly account: string;
  readonly address: string;
}

const accountKey = ({ account }: Doors): string => `account:${account.slice(0, 200)}`;
const addressKey = ({ address }: Doors): string => `address:${address}`;

/**
 * Counts a try before it is made, in one statement: however many come at once, no more than `most` get as far as the
 * password. A lock is set with the last of them and runs from then. False: locked.
 */
const countTry = async (db: DatabaseLike, key: string, most: number, minutes: number): Promise<boolean> => {
  const table = signInGuards;
  const span = sql`${minutes} * interval '1 minute'`;
  const anew = sql`(${table.lockedUntil} is not null or ${table.since} < clock() - ${span})`;
  const tries = sql<number>`case when ${anew} then 1 else ${table.tries} + 1 end`;
  const counted = await db
    .insert(table)
    .values({ key, tries: 1, ...(most <= 1 ? { lockedUntil: sql`clock() + ${span}` } : {}) })
    .onConflictDoUpdate({
      target: table.key,
      set: {
        tries,
        since: sql`case when ${anew} then clock() else ${table.since} end`,
        lockedUntil: sql`case when ${tries} >= ${most} then clock() + ${span} end`,
      },
      setWhere: sql`${table.lockedUntil} is null or ${table.lockedUntil} <= clock()`,
    })
    .returning({ key: table.key });
  return counted.length > 0;
};

/** True: go on. The tries stand even if what follows never ends. */
export const mayTry = ({ db }: Context, doors: Doors, policy: AccountPolicy): Promise<boolean> =>
  db.transaction(async (tx) => {
    const { failures, addressFailures, lockMinutes } = policy;
    const byAddress = await countTry(tx, addressKey(doors), addressFailures, lockMinutes);
    return byAddress && (await countTry(tx, accountKey(doors), failures, lockMinutes));
  });

/** The account starts over; the address only gets its own try back, lest one good account hide many guesses. */
export const forgiveTry = async (db: DatabaseLike, doors: Doors, tries = 1): Promise<void> => {
  await db.delete(signInGuards).where(eq(signInGuards.key, accountKey(doors)));
  await db
    .update(signInGuards)
    .set({ tries: sql`greatest(${signInGuards.tries} - ${tries}, 0)`, lockedUntil: null })
    .where(and(eq(signInGuards.key, addressKey(doors)), sql`${signInGuards.tries} >= 1`));
};

/** An administrator lets the account try again. */
export const unlock = async (db: DatabaseLike, account: string): Promise<void> => {
  await db.delete(signInGuards).where(eq(signInGuards.key, accountKey({ account, address: '' })));
};
