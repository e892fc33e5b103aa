import { randomInt } from 'node:crypto';
import { and, desc, eq, isNotNull } from 'drizzle-orm';
import type { DatabaseLike, Transaction } from '../../db/client.ts';
import { credentials, dbNow, passwordHistory, users } from '../../db/schema/index.ts';
import type { Context } from '../context.ts';
import { checkPassword, type AccountPolicy } from '../core/account-policy.ts';
import { AppError, invalid } from '../core/errors.ts';
import { issue, type Issue } from '../core/issues.ts';
import { writeEvents } from '../events.ts';
import { authOf, within } from './auth.ts';
import { mayTry, forgiveTry } from './guards.ts';
import { withHashSlot } from './hashing.ts';
import { realAddress } from './names.ts';
import { personName } from './person.ts';
import { endSessions, type Session } from './sessions.ts';

const hasherOf = async (ctx: Context) => (await authOf(ctx).$context).password;

const hashOf = async (db: DatabaseLike, userId: string): Promise<string | null> => {
  const [row] = await db
    .select({ password: credentials.password })
    .from(credentials)
    .where(and(eq(credentials.userId, userId), isNotNull(credentials.password)));
  return row?.password ?? null;
};

/** Call inside a hash slot. */
export const isPasswordOf = async (ctx: Context, userId: string, password: string): Promise<boolean> => {
  const hash = await hashOf(ctx.db, userId);
  return hash !== null && (await (await hasherOf(ctx)).verify({ hash, password }));
};

const SIGNS = ['ABCDEFGHJKMNPQRSTUVWXYZ', 'abcdefghjkmnpqrstuvwxyz', '23456789', '-+=%#@'];

/** A first password to be read aloud: no letters that look alike, every kind in it. 16 signs of 59: 94 bits. */
export const newPassword = (): string => {
  const all = SIGNS.join('');
  const pick = (from: string): string => from[randomInt(from.length)] ?? '';
  const signs = [...SIGNS.map(pick), ...Array.from({ length: 12 }, () => pick(all))];
  for (let at = signs.length - 1; at > 0; at -= 1) {
    const other = randomInt(at + 1);
    [signs[at], signs[other]] = [signs[other] ?? '', signs[at] ?? ''];
  }
  return signs.join('');
};

/** Whether it is one of the newest `history` passwords; the one in use is among them. */
const wasUsed = async (ctx: Context, userId: string, password: string, history: number): Promise<boolean> => {
  if (history === 0) return false;
  const hasher = await hasherOf(ctx);
  const kept = await ctx.db
    .select({ hash: passwordHistory.hash })
    .from(passwordHistory)
    .where(eq(passwordHistory.userId, userId))
    .orderBy(desc(passwordHistory.id))
    .limit(history);
  for (const { hash } of kept) if (await hasher.verify({ hash, password })) return true;
  return false;
};

/** Stores a password in the caller's transaction; `mustChange`: the person has to choose another at the next sign-in. */
export const storePassword = async (
  ctx: Context,
  tx: Transaction,
  { userId, hash, mustChange }: { userId: string; hash: string; mustChange: boolean },
): Promise<void> => {
  const { internalAdapter } = await authOf(ctx).$context;
  const had = await hashOf(tx, userId);
  await within(tx, async () => {
    if (had !== null) await internalAdapter.updatePassword(userId, hash);
    else await internalAdapter.createAccount({ userId, accountId: userId, providerId: 'credential', password: hash });
  });
  await tx.insert(passwordHistory).values({ userId, hash });
  await tx
    .update(users)
    .set({ mustChangePassword: mustChange, passwordSetAt: dbNow, updatedAt: dbNow })
    .where(eq(users.id, userId));
};

/** Call inside a hash slot. */
export const hashPassword = async (ctx: Context, password: string): Promise<string> =>
  (await hasherOf(ctx)).hash(password);

const namesOf = async (db: DatabaseLike, userId: string): Promise<string[]> => {
  const [user] = await db.select().from(users).where(eq(users.id, userId));
  const address = user ? realAddress(user.email) : null;
  return user ? [user.username, user.name, ...(address ? [address.split('@')[0] ?? ''] : [])] : [];
};

export interface PasswordChange {
  readonly current: string;
  readonly next: string;
  readonly again: string;
  readonly address: string;
}

const issuesOfChange = async (
  ctx: Context,
  { person }: Session,
  { current, next, again }: PasswordChange,
  policy: AccountPolicy,
): Promise<Issue[]> => {
  if (!(await isPasswordOf(ctx, person.id, current))) return [issue('current', 'wrong-password')];
  const issues = checkPassword(next, await namesOf(ctx.db, person.id), policy);
  if (next !== again) issues.push(issue('again', 'passwords-differ'));
  const count = Math.max(policy.history, 1);
  if (issues.length === 0 && (await wasUsed(ctx, person.id, next, count)))
    issues.push(issue('password', 'password-used', { count }));
  return issues;
};

/** Another password of one's own; every session ends, also this one. Throws `locked-out`, or `invalid` with all issues. */
export const changePassword = async (
  ctx: Context,
  session: Session,
  change: PasswordChange,
  policy: AccountPolicy,
): Promise<void> => {
  const { person } = session;
  const doors = { account: person.userName, address: change.address };
  if (!(await mayTry(ctx, doors, policy))) throw new AppError('locked-out', { minutes: policy.lockMinutes });
  await withHashSlot(async () => {
    const issues = await issuesOfChange(ctx, session, change, policy);
    if (!issues.some(({ code }) => code === 'wrong-password')) await forgiveTry(ctx.db, doors);
    if (issues.length > 0) throw invalid(issues);
    const hash = await hashPassword(ctx, change.next);
    await ctx.db.transaction(async (tx) => {
      await storePassword(ctx, tx, { userId: person.id, hash, mustChange: false });
      const ended = await endSessions(tx, person.id);
      await writeEvents(tx, [{ actor: personName(person), kind: 'password-changed', data: { sessionsEnded: ended } }]);
    });
  });
};
