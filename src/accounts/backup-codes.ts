import type { Context } from '../context.ts';
import type { AccountPolicy } from '../core/account-policy.ts';
import { writeEvents } from '../events.ts';
import { authOf, within } from './auth.ts';
import { personName } from './person.ts';
import type { Session } from './sessions.ts';
import { withPassword, type Asking } from './two-factor.ts';

/** How many of them have not been used yet. */
export const countBackupCodes = async (ctx: Context, userId: string): Promise<number> => {
  const { backupCodes } = await authOf(ctx).api.viewBackupCodes({ body: { userId } });
  return backupCodes.length;
};

/** Ten new ones; from now on the old ones open nothing. Throws `sign-in-failed`, `locked-out`. */
export const renewBackupCodes = (
  ctx: Context,
  session: Session,
  asking: Asking & { readonly password: string },
  policy: AccountPolicy,
): Promise<readonly string[]> =>
  withPassword(ctx, session, asking, policy, async (tx, api, asked) => {
    const { backupCodes } = await within(tx, () => api.generateBackupCodes(asked));
    await writeEvents(tx, [{ actor: personName(session.person), kind: 'backup-codes-renewed' }]);
    return backupCodes;
  });
