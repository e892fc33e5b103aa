import type { Context } from '../context.ts';
import { MAX_PASSWORD, type AccountPolicy } from '../core/account-policy.ts';
import { writeEvents } from '../events.ts';
import { authOf, within } from './auth.ts';
import { withHashSlot } from './hashing.ts';
import { personName } from './person.ts';
import type { Session } from './sessions.ts';
import { guarded, told, type Asking } from './two-factor.ts';

/** How many of them have not been used yet. */
export const countBackupCodes = async (ctx: Context, userId: string): Promise<number> => {
  const { backupCodes } = await authOf(ctx).api.viewBackupCodes({ body: { userId } });
  return backupCodes.length;
};

/** Ten new ones; from now on the old ones open nothing. Throws `sign-in-failed`, `locked-out`. */
export const renewBackupCodes = (
  ctx: Context,
  { person }: Session,
  { password, cookies, address }: Asking & { readonly password: string },
  policy: AccountPolicy,
): Promise<readonly string[]> =>
  guarded(ctx, { account: person.userName, address }, policy, () =>
    withHashSlot(() =>
      told('sign-in-failed', () =>
        ctx.db.transaction(async (tx) => {
          const body = { password: password.slice(0, 2 * MAX_PASSWORD) };
          const headers = new Headers({ cookie: cookies });
          const { backupCodes } = await within(tx, () => authOf(ctx).api.generateBackupCodes({ body, headers }));
          await writeEvents(tx, [{ actor: personName(person), kind: 'backup-codes-renewed' }]);
          return backupCodes;
        }),
      ),
    ),
  );
