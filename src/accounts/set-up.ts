import { randomBytes, timingSafeEqual } from 'node:crypto';
import { eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { settings, users } from '../../db/schema/index.ts';
import type { Context } from '../context.ts';
import { checkPassword, type AccountPolicy } from '../core/account-policy.ts';
import { AppError, invalid } from '../core/errors.ts';
import { sha256 } from '../core/hash.ts';
import { issue } from '../core/issues.ts';
import { writeEvents } from '../events.ts';
import { withHashSlot } from './hashing.ts';
import { hashPassword } from './passwords.ts';
import { createUserIn, newUserSchema } from './users.ts';

const KEY = 'set-up-code';
/** Any constant of our own: two first administrators at once are made one after the other, and the second is refused. */
const SET_UP_LOCK = 6_190_312;

export const setUpSchema = z.strictObject({
  code: z.string().max(100),
  name: newUserSchema.shape.name,
  userName: newUserSchema.shape.userName,
  password: z.string().max(1000),
  again: z.string().max(1000),
});
export type SetUp = z.infer<typeof setUpSchema>;

const hasUsers = async ({ db }: Context): Promise<boolean> => (await db.select().from(users).limit(1)).length > 0;

/** The path of a link by which the first administrator is made; a new one at every start. Null: there are users. */
export const openSetUp = async (ctx: Context): Promise<string | null> => {
  if (await hasUsers(ctx)) return null;
  const code = randomBytes(24).toString('base64url');
  const value = await sha256(code);
  await ctx.db
    .insert(settings)
    .values({ key: KEY, value })
    .onConflictDoUpdate({ target: settings.key, set: { value } });
  return `/console/set-up?code=${code}`;
};

const isCode = async (ctx: Context, code: string): Promise<boolean> => {
  const [row] = await ctx.db.select({ value: settings.value }).from(settings).where(eq(settings.key, KEY));
  const given = await sha256(code);
  return typeof row?.value === 'string' && timingSafeEqual(Buffer.from(row.value), Buffer.from(given));
};

/** Throws `set-up-over` unless the link still works. */
export const checkSetUp = async (ctx: Context, code: string): Promise<void> => {
  if (!(await isCode(ctx, code)) || (await hasUsers(ctx))) throw new AppError('set-up-over');
};

/** Makes the first administrator, once. Throws `set-up-over`, or `invalid` with all issues. */
export const setUp = async (ctx: Context, asked: SetUp, policy: AccountPolicy): Promise<void> => {
  const { code, name, userName, password, again } = asked;
  await checkSetUp(ctx, code);
  const issues = checkPassword(password, [name, userName], policy);
  if (password !== again) issues.push(issue('again', 'passwords-differ'));
  if (issues.length > 0) throw invalid(issues);
  const hash = await withHashSlot(() => hashPassword(ctx, password));
  await ctx.db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(${SET_UP_LOCK})`);
    if ((await tx.$count(users)) > 0) throw new AppError('set-up-over');
    const user = { name, userName, email: '', roles: ['admin' as const], unitIds: [], isStaff: true };
    await createUserIn(ctx, tx, { by: null, user, hash, mustChange: false });
    await tx.delete(settings).where(eq(settings.key, KEY));
    await writeEvents(tx, [{ actor: 'system', kind: 'set-up', data: { userName } }]);
  });
};
