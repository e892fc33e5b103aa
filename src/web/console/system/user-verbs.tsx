import { getUser, type UserView } from '../../../accounts/list-users.ts';
import { endSessionsOf, removeTotp, resetPassword, setDisabled } from '../../../accounts/users.ts';
import { Confirm } from '../form-parts.tsx';
import { addPage, type Console } from '../pages.tsx';
import type { Visit } from '../visit.ts';
import type { Notice } from '../words.ts';
import { systemPage } from './parts.tsx';
import { text } from './text.ts';
import { secretPage, USERS_PATH as PATH } from './user-parts.tsx';

interface UserVerb {
  readonly verb: string;
  readonly go: string;
  readonly ask: string;
  fits(user: UserView): boolean;
  run(shell: Console, visit: Visit, id: string): Promise<Notice | { readonly secret: string }>;
}

/** What an administrator does to a user, each with a page that says what will happen. */
export const USER_VERBS: readonly UserVerb[] = [
  {
    verb: 'reset-password',
    go: text.reset,
    ask: text.resetAsk,
    fits: ({ disabledAt }) => disabledAt === null,
    run: async ({ ctx }, { session }, id) => ({ secret: await resetPassword(ctx, session.person, id) }),
  },
  {
    verb: 'end-sessions',
    go: text.endSessions,
    ask: text.endSessionsAsk,
    fits: ({ disabledAt }) => disabledAt === null,
    run: async ({ ctx }, { session }, id) => {
      await endSessionsOf(ctx, session.person, id);
      return 'sessions-ended';
    },
  },
  {
    verb: 'remove-totp',
    go: text.removeTotp,
    ask: text.removeTotpAsk,
    fits: ({ hasTotp }) => hasTotp,
    run: async ({ ctx }, { session }, id) => {
      await removeTotp(ctx, session.person, id);
      return 'totp-off';
    },
  },
  {
    verb: 'disable',
    go: text.disable,
    ask: text.disableAsk,
    fits: ({ disabledAt }) => disabledAt === null,
    run: async ({ ctx }, { session }, id) => {
      await setDisabled(ctx, session.person, id, true);
      return 'user-disabled';
    },
  },
  {
    verb: 'enable',
    go: text.enable,
    ask: text.enableAsk,
    fits: ({ disabledAt }) => disabledAt !== null,
    run: async ({ ctx }, { session }, id) => {
      await setDisabled(ctx, session.person, id, false);
      return 'user-enabled';
    },
  },
];

export const addUserVerb = (shell: Console, { verb, go, ask, run }: UserVerb): void => {
  const path = `${PATH}/:id/${verb}`;
  addPage(shell, { method: 'get', path, who: 'user-manage' }, async (visit) => {
    const { id, name, userName } = await getUser(shell.ctx, visit.param('id'));
    const question = (
      <>
        <strong>{`${name}（${userName}）`}</strong>：{ask}
      </>
    );
    const confirm = <Confirm action={`${PATH}/${id}/${verb}`} question={question} go={go} back={`${PATH}/${id}`} />;
    return systemPage(shell, visit, { title: go }, confirm);
  });
  addPage(shell, { method: 'post', path, who: 'user-manage', proof: true }, async (visit) => {
    const id = visit.param('id');
    const done = await run(shell, visit, id);
    return typeof done === 'string'
      ? visit.go(`${PATH}/${id}`, done)
      : secretPage(shell, visit, text.resetDone, done.secret);
  });
};
