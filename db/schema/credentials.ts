import { bigint, boolean, index, integer, pgTable, primaryKey, text, timestamp } from 'drizzle-orm/pg-core';
import { dbNow } from './clock.ts';
import { users } from './users.ts';

const instant = () => timestamp({ withTimezone: true });
const ofUser = () =>
  text()
    .notNull()
    .references(() => users.id, { onDelete: 'cascade' });

/** How a person proves who they are: better-auth's `account`, the scrypt hash of a password. */
export const credentials = pgTable(
  'credentials',
  {
    id: text().primaryKey(),
    accountId: text().notNull(),
    providerId: text().notNull(),
    userId: ofUser(),
    accessToken: text(),
    refreshToken: text(),
    idToken: text(),
    accessTokenExpiresAt: instant(),
    refreshTokenExpiresAt: instant(),
    scope: text(),
    password: text(),
    createdAt: instant().notNull(),
    updatedAt: instant().notNull(),
  },
  (table) => [index('credentials_user').on(table.userId)],
);

/** better-auth's short-lived values: the half-done sign-in that still waits for its code. */
export const verifications = pgTable(
  'verifications',
  {
    id: text().primaryKey(),
    identifier: text().notNull(),
    value: text().notNull(),
    expiresAt: instant().notNull(),
    createdAt: instant().notNull(),
    updatedAt: instant().notNull(),
  },
  (table) => [index('verifications_identifier').on(table.identifier)],
);

/** better-auth's authenticator of a user; the secret is encrypted with the service's own. */
export const twoFactors = pgTable(
  'two_factors',
  {
    id: text().primaryKey(),
    secret: text().notNull(),
    backupCodes: text().notNull(),
    userId: ofUser(),
    verified: boolean().default(true),
    failedVerificationCount: integer().default(0),
    lockedUntil: instant(),
  },
  (table) => [index('two_factors_user').on(table.userId), index('two_factors_secret').on(table.secret)],
);

/** Codes that have opened a door: none does so twice (ASVS 6.5.1). */
export const usedCodes = pgTable(
  'used_codes',
  { userId: ofUser(), code: text().notNull(), usedAt: instant().notNull().default(dbNow) },
  (table) => [primaryKey({ columns: [table.userId, table.code] })],
);

/** Hashes of the passwords a person has had: the newest may not come back. */
export const passwordHistory = pgTable(
  'password_history',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    userId: ofUser(),
    hash: text().notNull(),
    at: instant().notNull().default(dbNow),
  },
  (table) => [index('password_history_user').on(table.userId, table.id)],
);

/** 登录失败处理: tries of one account or one address since the last success, and the lock they led to. */
export const signInGuards = pgTable('sign_in_guards', {
  /** `account:<name>` or `address:<ip>`; a name nobody has is counted like any other. */
  key: text().primaryKey(),
  tries: integer().notNull(),
  since: instant().notNull().default(dbNow),
  lockedUntil: instant(),
});
