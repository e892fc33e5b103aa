import { randomUUID } from 'node:crypto';
import { eq, or } from 'drizzle-orm';
import { APIError } from 'better-auth/api';
import { dbNow, sessions, users, verifications } from '../../db/schema/index.ts';
import type { Transaction } from '../../db/client.ts';
import type { Context } from '../context.ts';
import { MAX_PASSWORD, type AccountPolicy } from '../core/account-policy.ts';
import { AppError, type ErrorCode } from '../core/errors.ts';
import { writeEvents } from '../events.ts';
import { authOf, challengeCookie, within } from './auth.ts';
import { isBackupCode, normalCode } from './codes.ts';
import { forgiveTry, mayTry, type Doors } from './guards.ts';
import { isCrowded, withHashSlot } from './hashing.ts';
import { normalName } from './names.ts';
import { isPasswordOf } from './passwords.ts';
import { personName } from './person.ts';
import type { Session } from './sessions.ts';
import { useCode } from './used-codes.ts';

export interface SignInTry {
  readonly name: string;
  readonly password: string;
  readonly address: string;
}
export interface SignedIn {
  /** The password was right; the authenticator's code is still wanted. */
  readonly wantsCode: boolean;
  /** `Set-Cookie` values. */
  readonly cookies: readonly string[];
}

interface Found {
  readonly id: string;
  readonly username: string;
  readonly name: string;
  readonly disabledAt: Date | null;
}

const findUser = async ({ db }: Context, typed: string): Promise<Found | null> => {
  const { id, username, name, disabledAt } = users;
  const where = or(eq(username, normalName(typed)), eq(users.email, normalName(typed)));
  const [user] = await db.select({ id, username, name, disabledAt }).from(users).where(where);
  return user ?? null;
};

/** A refusal is told to the caller in words that are the same for all reasons, and to the log with its own. */
const refuse = async (
  ctx: Context,
  { account, address }: Doors,
  why: { code: ErrorCode; reason: string; minutes?: number },
): Promise<never> => {
  const data = { account, address, reason: why.reason };
  await writeEvents(ctx.db, [{ actor: account.slice(0, 100), kind: 'sign-in-refused', data }]);
  throw new AppError(why.code, { minutes: why.minutes ?? 0 });
};

const tellSignedIn = async (
  tx: Transaction,
  user: Found,
  { address }: Doors,
  kind: 'signed-in' | 'signed-in-by-backup-code' = 'signed-in',
): Promise<void> => {
  await tx.update(users).set({ lastSignInAt: dbNow }).where(eq(users.id, user.id));
  const actor = personName({ name: user.name, userName: user.username });
  await writeEvents(tx, [{ actor, kind, data: { address } }]);
};

/** What better-auth says no to; anything else is a fault of ours. */
const orNull = async <T>(run: () => Promise<T>): Promise<T | null> => {
  try {
    return await run();
  } catch (error) {
    if (error instanceof APIError) return null;
    throw error;
  }
};

/**
 * Name and password. The try is counted before the password is looked at; an unknown name, a wrong password and a
 * disabled user cost the same time and get the same answer. Throws `sign-in-failed`, `locked-out`.
 */
export const signIn = async (
  ctx: Context,
  { name, password, address }: SignInTry,
  policy: AccountPolicy,
): Promise<SignedIn> => {
  const user = await findUser(ctx, name);
  const doors = { account: user?.username ?? normalName(name), address };
  if (!(await mayTry(ctx, doors, policy)))
    return refuse(ctx, doors, { code: 'locked-out', reason: 'locked', minutes: policy.lockMinutes });
  if (isCrowded()) throw new AppError('unavailable', { what: '登录' });
  const mayEnter = user !== null && user.disabledAt === null && password.length <= MAX_PASSWORD * 2;
  // Nobody is called so: better-auth then hashes for nothing, and takes as long as for a real user.
  const username = mayEnter ? user.username : randomUUID();
  const body = { username, password: password.slice(0, MAX_PASSWORD * 2) };
  const signedIn = await withHashSlot(() =>
    orNull(() =>
      ctx.db.transaction(async (tx) => {
        const { headers, response } = await within(tx, () =>
          authOf(ctx).api.signInUsername({ body, returnHeaders: true }),
        );
        const wantsCode = 'twoFactorRedirect' in response;
        if (user && !wantsCode) {
          await forgiveTry(tx, doors);
          await tellSignedIn(tx, user, doors);
        }
        return { wantsCode, cookies: headers.getSetCookie() };
      }),
    ),
  );
  const reason = user === null ? 'unknown' : user.disabledAt ? 'disabled' : 'password';
  return signedIn ?? refuse(ctx, doors, { code: 'sign-in-failed', reason });
};

/** The value of a cookie that better-auth signed, before its signature; better-auth checks that itself. */
const challengeOf = (cookies: string, name: string): string => {
  const pair = cookies.split(/;\s*/).find((each) => each.startsWith(`${name}=`));
  return decodeURIComponent(pair?.slice(name.length + 1) ?? '').split('.')[0] ?? '';
};

const userOfChallenge = async ({ db, origin }: Context, cookies: string): Promise<Found | null> => {
  const identifier = challengeOf(cookies, challengeCookie(origin));
  const { id, username, name, disabledAt } = users;
  const [user] = await db
    .select({ id, username, name, disabledAt })
    .from(verifications)
    .innerJoin(users, eq(users.id, verifications.value))
    .where(eq(verifications.identifier, identifier));
  return user && user.disabledAt === null ? user : null;
};

/** A backup code is gone with its use; one of an authenticator is remembered until it means nothing any more. */
const openWithCode = async (ctx: Context, tx: Transaction, { id }: Found, { code, headers }: Given) => {
  const { api } = authOf(ctx);
  const asked = { body: { code }, headers, returnHeaders: true } as const;
  const answer = await within(tx, () => (isBackupCode(code) ? api.verifyBackupCode(asked) : api.verifyTOTP(asked)));
  // Thrown, so that the session just made goes with it.
  if (!isBackupCode(code) && !(await useCode(tx, id, code))) throw new APIError('UNAUTHORIZED');
  return answer.headers.getSetCookie();
};
interface Given {
  readonly code: string;
  readonly headers: Headers;
}

/**
 * The second step: a code of the authenticator, or a 备用码. Tries count with those of the password. Throws `bad-code`,
 * `locked-out`, `signed-out`.
 */
export const signInWithCode = async (
  ctx: Context,
  { cookies, code, address }: { cookies: string; code: string; address: string },
  policy: AccountPolicy,
): Promise<readonly string[]> => {
  const user = await userOfChallenge(ctx, cookies);
  if (!user) throw new AppError('signed-out');
  const doors = { account: user.username, address };
  if (!(await mayTry(ctx, doors, policy)))
    return refuse(ctx, doors, { code: 'locked-out', reason: 'locked', minutes: policy.lockMinutes });
  const given = normalCode(code);
  const headers = new Headers({ cookie: cookies });
  const entered = await orNull(() =>
    ctx.db.transaction(async (tx) => {
      const opened = await openWithCode(ctx, tx, user, { code: given, headers });
      await forgiveTry(tx, doors, 2);
      await tellSignedIn(tx, user, doors, isBackupCode(given) ? 'signed-in-by-backup-code' : 'signed-in');
      return opened;
    }),
  );
  return entered ?? refuse(ctx, doors, { code: 'bad-code', reason: 'code' });
};

/** 重新确认身份: the password again, before what cannot be taken back. Throws `sign-in-failed`, `locked-out`. */
export const proveIdentity = async (
  ctx: Context,
  { id, person }: Session,
  { password, address }: { password: string; address: string },
  policy: AccountPolicy,
): Promise<void> => {
  const doors = { account: person.userName, address };
  const actor = personName(person);
  const isOpen = await mayTry(ctx, doors, policy);
  const isRight = isOpen && (await withHashSlot(() => isPasswordOf(ctx, person.id, password.slice(0, 256))));
  if (!isRight) {
    await writeEvents(ctx.db, [{ actor, kind: 'proof-refused', data: { address, locked: !isOpen } }]);
    throw isOpen ? new AppError('sign-in-failed') : new AppError('locked-out', { minutes: policy.lockMinutes });
  }
  await ctx.db.transaction(async (tx) => {
    await forgiveTry(tx, doors);
    await tx.update(sessions).set({ provenAt: dbNow }).where(eq(sessions.id, id));
    await writeEvents(tx, [{ actor, kind: 'identity-proved', data: { address } }]);
  });
};
