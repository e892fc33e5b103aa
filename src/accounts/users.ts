import { and, asc, eq, isNull, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Transaction } from '../../db/client.ts';
import { dbNow, twoFactors, units, users } from '../../db/schema/index.ts';
import type { Context } from '../context.ts';
import { AppError, invalid } from '../core/errors.ts';
import { issue, type Issue } from '../core/issues.ts';
import { EXCLUSIVE_ROLES, ROLE_NAMES, ROLES, type Role } from '../core/roles.ts';
import { writeEvents } from '../events.ts';
import { authOf, within } from './auth.ts';
import { unlock } from './guards.ts';
import { withHashSlot } from './hashing.ts';
import { isUserName, noAddress, normalName } from './names.ts';
import { hashPassword, newPassword, storePassword } from './passwords.ts';
import { permitPerson } from './acting.ts';
import { personName, type Person } from './person.ts';
import { endSessions } from './sessions.ts';

export const userSchema = z.strictObject({
  name: z.string().trim().min(1).max(40),
  roles: z.array(z.enum(ROLES)).min(1).max(ROLES.length),
  unitIds: z.array(z.string().max(64)).max(200),
  isStaff: z.boolean(),
});
export const newUserSchema = userSchema.extend({
  userName: z
    .string()
    .transform(normalName)
    .refine(isUserName, { params: { code: 'bad-format' } }),
  email: z.union([z.literal(''), z.email().max(200)]),
});
export type UserChange = z.infer<typeof userSchema>;
export type NewUser = z.infer<typeof newUserSchema>;

/** Who makes the change; null: the system itself (set-up, demo). */
type By = Person | null;
const nameOf = (by: By): string => (by ? personName(by) : 'system');
const mayManage = async (tx: Transaction, by: By): Promise<void> => {
  if (by) await permitPerson(tx, by, 'user-manage');
};

const roleIssues = (roles: readonly Role[]): Issue[] =>
  EXCLUSIVE_ROLES.filter(([one, other]) => roles.includes(one) && roles.includes(other)).map(([one, other]) =>
    issue('roles', 'roles-exclude', { one: ROLE_NAMES[one], other: ROLE_NAMES[other] }),
  );

const unitIssues = async (tx: Transaction, unitIds: readonly string[]): Promise<Issue[]> => {
  const known = new Set((await tx.select({ id: units.id }).from(units)).map(({ id }) => id));
  return unitIds.filter((id) => !known.has(id)).map((id) => issue('unitIds', 'unknown-unit', { id }));
};

const nameIssues = async (tx: Transaction, { userName, email }: NewUser): Promise<Issue[]> => {
  const taken = async (field: string, value: string): Promise<Issue[]> =>
    (await tx.$count(users, sql`${value} in (${users.username}, ${users.email})`)) > 0
      ? [issue(field, 'name-taken')]
      : [];
  return [...(await taken('userName', userName)), ...(email ? await taken('email', email.toLowerCase()) : [])];
};

const refuseIf = (issues: readonly Issue[]): void => {
  if (issues.length > 0) throw invalid(issues);
};

export interface MadeUser {
  readonly id: string;
  /** Shown once. */
  readonly password: string;
}

export interface Making {
  /** Given: the person's own choice, already checked against the policy. Absent: one made here, to be changed at once. */
  readonly password?: string;
}

/** In the caller's transaction. Throws `invalid` with all issues. */
export const createUserIn = async (
  ctx: Context,
  tx: Transaction,
  { by, user, hash, mustChange }: { by: By; user: NewUser; hash: string; mustChange: boolean },
): Promise<string> => {
  await mayManage(tx, by);
  refuseIf([...(await nameIssues(tx, user)), ...roleIssues(user.roles), ...(await unitIssues(tx, user.unitIds))]);
  const { internalAdapter } = await authOf(ctx).$context;
  const { name, userName, email, roles, unitIds, isStaff } = user;
  const values = { name, username: userName, email: email || noAddress(userName), emailVerified: false };
  const { id } = await within(tx, () => internalAdapter.createUser(values, { method: 'admin' }));
  await tx.update(users).set({ roles, unitIds, isStaff }).where(eq(users.id, id));
  await storePassword(ctx, tx, { userId: id, hash, mustChange });
  await writeEvents(tx, [
    { actor: nameOf(by), kind: 'user-created', data: { userId: id, userName, name, roles, unitIds, isStaff } },
  ]);
  return id;
};

/** A user with a first password, which the person must change before anything else. */
export const createUser = async (ctx: Context, by: By, user: NewUser, making: Making = {}): Promise<MadeUser> => {
  const password = making.password ?? newPassword();
  const hash = await withHashSlot(() => hashPassword(ctx, password));
  const mustChange = making.password === undefined;
  const id = await ctx.db.transaction((tx) => createUserIn(ctx, tx, { by, user, hash, mustChange }));
  return { id, password };
};

const lockUser = async (tx: Transaction, id: string) => {
  const [user] = await tx.select().from(users).where(eq(users.id, id)).for('update');
  if (!user) throw new AppError('not-found', { what: '用户' });
  return user;
};

/** The last administrator who can sign in stays one. The rows are locked, so that two cannot leave at once. */
const keepAdmin = async (tx: Transaction, leaving: string): Promise<void> => {
  const admins = await tx
    .select({ id: users.id })
    .from(users)
    .where(and(sql`'admin' = any(${users.roles})`, isNull(users.disabledAt)))
    .orderBy(asc(users.id))
    .for('update');
  if (admins.every(({ id }) => id === leaving)) throw new AppError('last-admin');
};

/** Name, roles, units. Roles or units that change end the sessions: what a page once showed may no longer be right. */
export const changeUser = (ctx: Context, by: Person, id: string, change: UserChange): Promise<void> =>
  ctx.db.transaction(async (tx) => {
    await mayManage(tx, by);
    if (!change.roles.includes('admin')) await keepAdmin(tx, id);
    const before = await lockUser(tx, id);
    refuseIf([...roleIssues(change.roles), ...(await unitIssues(tx, change.unitIds))]);
    await tx
      .update(users)
      .set({ ...change, updatedAt: dbNow })
      .where(eq(users.id, id));
    const moved = (a: readonly string[], b: readonly string[]): boolean => a.toSorted().join() !== b.toSorted().join();
    const ended = moved(before.roles, change.roles) || moved(before.unitIds, change.unitIds);
    if (ended) await endSessions(tx, id);
    const was = { name: before.name, roles: before.roles, unitIds: before.unitIds, isStaff: before.isStaff };
    const data = { userId: id, userName: before.username, was, is: change, sessionsEnded: ended };
    await writeEvents(tx, [{ actor: nameOf(by), kind: 'user-changed', data }]);
  });

/** A disabled user is signed out everywhere from this commit on; a second time changes nothing. */
export const setDisabled = (ctx: Context, by: By, id: string, disabled: boolean): Promise<void> =>
  ctx.db.transaction(async (tx) => {
    await mayManage(tx, by);
    if (disabled && by) await keepAdmin(tx, id);
    const user = await lockUser(tx, id);
    if ((user.disabledAt !== null) === disabled) return;
    await tx
      .update(users)
      .set({ disabledAt: disabled ? dbNow : null, updatedAt: dbNow })
      .where(eq(users.id, id));
    if (disabled) await endSessions(tx, id);
    else await unlock(tx, user.username);
    const kind = disabled ? 'user-disabled' : 'user-enabled';
    await writeEvents(tx, [{ actor: nameOf(by), kind, data: { userId: id, userName: user.username } }]);
  });

/** A new first password for somebody who lost theirs; also lifts a lock, and ends their sessions. */
export const resetPassword = async (ctx: Context, by: Person, id: string): Promise<string> => {
  const password = newPassword();
  const hash = await withHashSlot(() => hashPassword(ctx, password));
  await ctx.db.transaction(async (tx) => {
    await mayManage(tx, by);
    const user = await lockUser(tx, id);
    await storePassword(ctx, tx, { userId: id, hash, mustChange: true });
    await unlock(tx, user.username);
    await endSessions(tx, id);
    const data = { userId: id, userName: user.username };
    await writeEvents(tx, [{ actor: nameOf(by), kind: 'password-reset', data }]);
  });
  return password;
};

/** Whoever lost the authenticator enrols anew. */
export const removeTotp = (ctx: Context, by: Person, id: string): Promise<void> =>
  ctx.db.transaction(async (tx) => {
    await mayManage(tx, by);
    const user = await lockUser(tx, id);
    await tx.delete(twoFactors).where(eq(twoFactors.userId, id));
    await tx.update(users).set({ twoFactorEnabled: false, updatedAt: dbNow }).where(eq(users.id, id));
    await endSessions(tx, id);
    await writeEvents(tx, [{ actor: nameOf(by), kind: 'totp-off', data: { userId: id, userName: user.username } }]);
  });

/** An administrator ends somebody's sessions (ASVS 7.4.5). */
export const endSessionsOf = (ctx: Context, by: Person, id: string): Promise<void> =>
  ctx.db.transaction(async (tx) => {
    await mayManage(tx, by);
    const user = await lockUser(tx, id);
    const ended = await endSessions(tx, id);
    const data = { userId: id, userName: user.username, sessionsEnded: ended };
    await writeEvents(tx, [{ actor: nameOf(by), kind: 'sessions-ended', data }]);
  });
