import { APIError } from 'better-auth/api';
import type { Transaction } from '../../db/client.ts';
import type { Context } from '../context.ts';
import { AppError } from '../core/errors.ts';
import { MAX_PASSWORD, type AccountPolicy } from '../core/account-policy.ts';
import { writeEvents } from '../events.ts';
import { authOf, within } from './auth.ts';
import { forgiveTry, mayTry, type Doors } from './guards.ts';
import { withHashSlot } from './hashing.ts';
import { personName } from './person.ts';
import type { Session } from './sessions.ts';
import { useCode } from './used-codes.ts';

export interface Asking {
  /** The `Cookie` header: better-auth reads its session from it. */
  readonly cookies: string;
  readonly address: string;
}

/** Counted like any other try: a borrowed open browser is no place to guess in. */
export const guarded = async <T>(
  ctx: Context,
  doors: Doors,
  policy: AccountPolicy,
  run: () => Promise<T>,
): Promise<T> => {
  if (!(await mayTry(ctx, doors, policy))) throw new AppError('locked-out', { minutes: policy.lockMinutes });
  const done = await run();
  await forgiveTry(ctx.db, doors);
  return done;
};

export const told = async <T>(code: 'sign-in-failed' | 'bad-code', run: () => Promise<T>): Promise<T> => {
  try {
    return await run();
  } catch (error) {
    throw error instanceof APIError ? new AppError(code) : error;
  }
};

export interface Enrolment {
  /** What an authenticator app wants to know, `otpauth://totp/…`. */
  readonly uri: string;
  /** Each opens the door once where the telephone is not at hand. */
  readonly backupCodes: readonly string[];
}

type Api = ReturnType<typeof authOf>['api'];

/** One transaction of what better-auth does only for the password. Throws `sign-in-failed`, `locked-out`. */
export const withPassword = <T>(
  ctx: Context,
  { person }: Session,
  { password, cookies, address }: Asking & { readonly password: string },
  policy: AccountPolicy,
  run: (tx: Transaction, api: Api, asked: { body: { password: string }; headers: Headers }) => Promise<T>,
): Promise<T> =>
  guarded(ctx, { account: person.userName, address }, policy, () =>
    withHashSlot(() =>
      told('sign-in-failed', () =>
        ctx.db.transaction((tx) => {
          const body = { password: password.slice(0, 2 * MAX_PASSWORD) };
          return run(tx, authOf(ctx).api, { body, headers: new Headers({ cookie: cookies }) });
        }),
      ),
    ),
  );

/** What is to be kept before an authenticator counts; it does once a first code has come back. Throws `sign-in-failed`. */
export const beginTotp = (
  ctx: Context,
  session: Session,
  asking: Asking & { readonly password: string },
  policy: AccountPolicy,
): Promise<Enrolment> =>
  withPassword(ctx, session, asking, policy, async (tx, api, { body, headers }) => {
    const answer = await within(tx, () => api.enableTwoFactor({ body: { ...body, method: 'totp' }, headers }));
    if (!('totpURI' in answer) || typeof answer.totpURI !== 'string') throw new Error('No authenticator address');
    return { uri: answer.totpURI, backupCodes: answer.backupCodes };
  });

/** The first code: from now on every sign-in asks for one. The session is a new one: `Set-Cookie` values. Throws `bad-code`. */
export const confirmTotp = (
  ctx: Context,
  { person }: Session,
  { code, cookies, address }: Asking & { readonly code: string },
  policy: AccountPolicy,
): Promise<readonly string[]> =>
  guarded(ctx, { account: person.userName, address }, policy, () =>
    told('bad-code', () =>
      ctx.db.transaction(async (tx) => {
        const headers = new Headers({ cookie: cookies });
        const given = code.normalize('NFKC').replace(/\s/g, '');
        const answer = await within(tx, () =>
          authOf(ctx).api.verifyTOTP({ body: { code: given }, headers, returnHeaders: true }),
        );
        if (!(await useCode(tx, person.id, given))) throw new APIError('UNAUTHORIZED');
        await writeEvents(tx, [{ actor: personName(person), kind: 'totp-on' }]);
        return answer.headers.getSetCookie();
      }),
    ),
  );
