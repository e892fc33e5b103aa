import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import { drizzleAdapter } from 'better-auth/adapters/drizzle';
import { betterAuth } from 'better-auth/minimal';
import { twoFactor, username } from 'better-auth/plugins';
import type { Database, DatabaseLike, Transaction } from '../../db/client.ts';
import { credentials, sessions, twoFactors, users, verifications } from '../../db/schema/index.ts';
import type { Context } from '../context.ts';
import { makeBackupCodes } from './codes.ts';
import { isUserName, normalName } from './names.ts';

/** The transaction of the verb that is running: better-auth reads and writes in it, so that event and change are one. */
const current = new AsyncLocalStorage<DatabaseLike>();

const joining = (db: Database): Database =>
  new Proxy(db, {
    get: (_, name) => {
      const target = current.getStore() ?? db;
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });

const TWELVE_HOURS = 12 * 3600;
/** Longer than the longest `maxHours` may be; our own query ends sessions, by the database's clock. */
const OUTER_SECONDS = 2 * TWELVE_HOURS;

const isHttps = (origin: string): boolean => origin.startsWith('https:');

/** `__Host-`: no other host of the domain, and no page over http, can set it (ASVS 3.3.3). */
export const cookiePrefix = (origin: string): string => (isHttps(origin) ? '__Host-yigao' : 'yigao');
export const sessionCookie = (origin: string): string => `${cookiePrefix(origin)}.session`;
export const challengeCookie = (origin: string): string => `${cookiePrefix(origin)}.two_factor`;

const createAuth = ({ db, origin, secret }: Context) =>
  betterAuth({
    appName: '一稿',
    baseURL: origin,
    secret,
    logger: { disabled: true },
    telemetry: { enabled: false },
    database: drizzleAdapter(joining(db), {
      provider: 'pg',
      schema: {
        user: users,
        session: sessions,
        account: credentials,
        verification: verifications,
        twoFactor: twoFactors,
      },
    }),
    // Users are made by administrators; there is no way in but a password.
    emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength: 1, maxPasswordLength: 1000 },
    session: { expiresIn: OUTER_SECONDS, disableSessionRefresh: true, cookieCache: { enabled: false } },
    user: { changeEmail: { enabled: false }, deleteUser: { enabled: false } },
    rateLimit: { enabled: false },
    advanced: {
      database: { generateId: () => randomUUID() },
      useSecureCookies: false,
      cookiePrefix: cookiePrefix(origin),
      cookies: { session_token: { name: sessionCookie(origin) } },
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax', secure: isHttps(origin), path: '/' },
      ipAddress: { disableIpTracking: true },
    },
    plugins: [
      username({
        displayUsername: false,
        minUsernameLength: 2,
        maxUsernameLength: 64,
        usernameValidator: isUserName,
        usernameNormalization: normalName,
      }),
      // Tries are counted and locked by our own guard, together with those of the password.
      twoFactor({
        issuer: '一稿',
        accountLockout: { enabled: false },
        backupCodeOptions: { storeBackupCodes: 'encrypted', customBackupCodesGenerate: makeBackupCodes },
      }),
    ],
  });
export type Auth = ReturnType<typeof createAuth>;

const built = new WeakMap<Context, Auth>();

/** One better-auth per context. */
export const authOf = (ctx: Context): Auth => {
  const kept = built.get(ctx) ?? createAuth(ctx);
  built.set(ctx, kept);
  return kept;
};

/** Runs better-auth inside this transaction. */
export const within = <T>(tx: Transaction, run: () => Promise<T>): Promise<T> => current.run(tx, run);
