import { boolean, index, pgTable, text, timestamp } from 'drizzle-orm/pg-core';
import { ROLES } from '../../src/core/roles.ts';
import { dbNow } from './clock.ts';

const instant = () => timestamp({ withTimezone: true });

/** 用户. The upper half is better-auth's, by its names; the lower half is ours. */
export const users = pgTable(
  'users',
  {
    id: text().primaryKey(),
    name: text().notNull(),
    email: text().notNull().unique(),
    emailVerified: boolean().notNull().default(false),
    image: text(),
    username: text().notNull().unique(),
    twoFactorEnabled: boolean().notNull().default(false),
    createdAt: instant().notNull().default(dbNow),
    updatedAt: instant().notNull().default(dbNow),

    roles: text({ enum: ROLES }).array().notNull().default([]),
    /** The units the person works for; empty means all. */
    unitIds: text().array().notNull().default([]),
    /** 在编: who may give the last approval (《互联网政务应用安全管理规定》). */
    isStaff: boolean().notNull().default(true),
    mustChangePassword: boolean().notNull().default(true),
    passwordSetAt: instant().notNull().default(dbNow),
    lastSignInAt: instant(),
    disabledAt: instant(),
  },
  (table) => [index('users_name').on(table.name)],
);
export type UserRow = typeof users.$inferSelect;
