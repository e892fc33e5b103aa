import { and, asc, eq, gt, ilike, or, sql } from 'drizzle-orm';
import { users } from '../../db/schema/index.ts';
import type { Context } from '../context.ts';
import { AppError } from '../core/errors.ts';
import type { Role } from '../core/roles.ts';
import { realAddress } from './names.ts';

export interface UserView {
  readonly id: string;
  readonly userName: string;
  readonly name: string;
  readonly email: string | null;
  readonly roles: readonly Role[];
  readonly unitIds: readonly string[];
  readonly isStaff: boolean;
  readonly hasTotp: boolean;
  readonly mustChangePassword: boolean;
  readonly lastSignInAt: Date | null;
  readonly disabledAt: Date | null;
  /** 90 days without a sign-in: 应及时删除或停用多余的、过期的账户 (GB/T 22239-2019). */
  readonly isIdle: boolean;
}
export interface UserPage {
  readonly users: readonly UserView[];
  /** The next page's cursor; null: the last page. */
  readonly next: string | null;
}

const PAGE = 50;
const isIdle = sql<boolean>`coalesce(${users.lastSignInAt}, ${users.createdAt}) < clock() - interval '90 days'`;

const view = ({ user, isIdle }: { user: typeof users.$inferSelect; isIdle: boolean }): UserView => ({
  id: user.id,
  userName: user.username,
  name: user.name,
  email: realAddress(user.email),
  roles: user.roles,
  unitIds: user.unitIds,
  isStaff: user.isStaff,
  hasTotp: user.twoFactorEnabled,
  mustChangePassword: user.mustChangePassword,
  lastSignInAt: user.lastSignInAt,
  disabledAt: user.disabledAt,
  isIdle,
});

/** By account name; `text` narrows to names that hold it. */
export const listUsers = async (
  { db }: Context,
  { text = '', cursor = '' }: { text?: string; cursor?: string } = {},
): Promise<UserPage> => {
  const pattern = `%${text.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
  const rows = await db
    .select({ user: users, isIdle })
    .from(users)
    .where(
      and(
        cursor === '' ? undefined : gt(users.username, cursor),
        text === '' ? undefined : or(ilike(users.username, pattern), ilike(users.name, pattern)),
      ),
    )
    .orderBy(asc(users.username))
    .limit(PAGE + 1);
  const page = rows.slice(0, PAGE).map(view);
  return { users: page, next: rows.length > PAGE ? (page.at(-1)?.userName ?? null) : null };
};

/** Throws `not-found`. */
export const getUser = async ({ db }: Context, id: string): Promise<UserView> => {
  const [row] = await db.select({ user: users, isIdle }).from(users).where(eq(users.id, id));
  if (!row) throw new AppError('not-found', { what: '用户' });
  return view(row);
};
