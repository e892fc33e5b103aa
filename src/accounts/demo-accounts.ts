import { inArray } from 'drizzle-orm';
import { users } from '../../db/schema/index.ts';
import type { Context } from '../context.ts';
import { ROLE_NAMES, type Role } from '../core/roles.ts';
import { createUser, setDisabled } from './users.ts';

/** Known to everybody who reads this: only the demo has them, and only where nobody but this machine can reach it. */
export const DEMO_PASSWORD = 'Mingxi-2026';
export const DEMO_ACCOUNTS: readonly { readonly userName: string; readonly name: string; readonly role: Role }[] = [
  { userName: 'bianji', name: '陈小雨', role: 'editor' },
  { userName: 'shenhe', name: '罗志强', role: 'reviewer' },
  { userName: 'xunjian', name: '黄丽华', role: 'clerk' },
  { userName: 'zhengfuban', name: '邓国平', role: 'office' },
  { userName: 'guanli', name: '张伟', role: 'admin' },
  { userName: 'shenji', name: '吴敏', role: 'log-auditor' },
];
const NAMES = DEMO_ACCOUNTS.map(({ userName }) => userName);

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[?::1\]?)$/;
export const isLoopback = (host: string): boolean => LOOPBACK.test(host);

/** As they are printed at start. */
export const demoAccountLines = (): string[] => [
  `演示账号（口令均为 ${DEMO_PASSWORD}）：`,
  ...DEMO_ACCOUNTS.map(({ userName, name, role }) => `  ${userName.padEnd(11)}${ROLE_NAMES[role]}  ${name}`),
];

/**
 * One account of every role for the demo on this machine. Where the demo can be reached from elsewhere, those that an
 * earlier start left are disabled. Answers whether they can be used.
 */
export const ensureDemoAccounts = async (ctx: Context, host: string): Promise<boolean> => {
  const known = await ctx.db.select().from(users).where(inArray(users.username, NAMES));
  if (!isLoopback(host)) {
    for (const { id } of known.filter(({ disabledAt }) => disabledAt === null)) await setDisabled(ctx, null, id, true);
    return false;
  }
  for (const { userName, name, role } of DEMO_ACCOUNTS) {
    const kept = known.find((user) => user.username === userName);
    const user = { userName, name, email: '' as const, roles: [role], unitIds: [], isStaff: true };
    if (!kept) await createUser(ctx, null, user, { password: DEMO_PASSWORD });
    else if (kept.disabledAt) await setDisabled(ctx, null, kept.id, false);
  }
  return true;
};
