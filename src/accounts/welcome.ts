import type { Context } from '../context.ts';
import { demoAccountLines, ensureDemoAccounts } from './demo-accounts.ts';
import { openSetUp } from './set-up.ts';

/** Who may sign in, for the person at the terminal: the demo's accounts, or the link that makes the first administrator. */
export const welcomeLines = async (
  ctx: Context,
  { isDemo, host }: { readonly isDemo: boolean; readonly host: string },
): Promise<string[]> => {
  if (isDemo && (await ensureDemoAccounts(ctx, host))) return demoAccountLines();
  const path = await openSetUp(ctx);
  return path === null
    ? []
    : ['还没有用户。请打开以下链接建立第一名系统管理员（只能用一次）：', `  ${ctx.origin}${path}`];
};
