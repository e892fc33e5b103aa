import { and, eq, gt, isNull, lt, sql } from 'drizzle-orm';
import type { DatabaseLike } from '../../db/client.ts';
import { dbNow, sessions, users } from '../../db/schema/index.ts';
import type { Context } from '../context.ts';
import type { AccountPolicy } from '../core/account-policy.ts';
import { writeEvents } from '../events.ts';
import { personName, type Person } from './person.ts';

/** A living session and whose it is, as one request sees it. */
export interface Session {
  readonly id: string;
  readonly token: string;
  readonly person: Person;
  readonly hasTotp: boolean;
  /** The password was shown lately enough for a step that cannot be taken back. */
  readonly isProven: boolean;
  /** First password, reset or expired: nothing else is possible before it is changed. */
  readonly mustChangePassword: boolean;
}

/** A page every minute writes; more often it would be a write per page for nothing. */
const SEEN_EVERY = sql`interval '1 minute'`;

/** The session of a token, if it lives by the database's clock: not idle, not too old, its user not disabled. */
export const findSession = async (ctx: Context, token: string, policy: AccountPolicy): Promise<Session | null> => {
  const { idleMinutes, maxHours, proofMinutes, maxAgeDays } = policy;
  const [found] = await ctx.db
    .select({
      id: sessions.id,
      user: users,
      isProven: sql<boolean>`${sessions.provenAt} > clock() - ${proofMinutes} * interval '1 minute'`,
      isStale: sql<boolean>`${sessions.lastSeenAt} < clock() - ${SEEN_EVERY}`,
      isExpired: sql<boolean>`coalesce(${users.passwordSetAt} < clock() - ${maxAgeDays} * interval '1 day', false)`,
    })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .where(
      and(
        eq(sessions.token, token),
        gt(sessions.lastSeenAt, sql`clock() - ${idleMinutes} * interval '1 minute'`),
        gt(sessions.startedAt, sql`clock() - ${maxHours} * interval '1 hour'`),
        isNull(users.disabledAt),
      ),
    );
  if (!found) return null;
  const { id, user, isProven, isStale, isExpired } = found;
  if (isStale)
    await ctx.db
      .update(sessions)
      .set({ lastSeenAt: dbNow })
      .where(and(eq(sessions.id, id), lt(sessions.lastSeenAt, dbNow)));
  return {
    id,
    token,
    person: {
      id: user.id,
      userName: user.username,
      name: user.name,
      roles: user.roles,
      unitIds: user.unitIds,
      isStaff: user.isStaff,
    },
    hasTotp: user.twoFactorEnabled,
    isProven,
    mustChangePassword: user.mustChangePassword || isExpired,
  };
};

/** Ends every session of a user: on disable, on a new password, on new roles. Answers how many. */
export const endSessions = async (db: DatabaseLike, userId: string): Promise<number> =>
  (await db.delete(sessions).where(eq(sessions.userId, userId)).returning({ id: sessions.id })).length;

export const signOut = (ctx: Context, { id, person }: Session): Promise<void> =>
  ctx.db.transaction(async (tx) => {
    const ended = await tx.delete(sessions).where(eq(sessions.id, id)).returning({ id: sessions.id });
    if (ended.length > 0) await writeEvents(tx, [{ actor: personName(person), kind: 'signed-out' }]);
  });
