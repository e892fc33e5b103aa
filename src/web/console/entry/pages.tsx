import { checkSetUp, setUp, setUpSchema } from '../../../accounts/set-up.ts';
import { signOut } from '../../../accounts/sessions.ts';
import { signIn, signInWithCode } from '../../../accounts/sign-in.ts';
import { AppError } from '../../../core/errors.ts';
import type { Issue } from '../../../core/issues.ts';
import { parse } from '../../../items/parse.ts';
import { Field, Issues, PostForm } from '../form-parts.tsx';
import { addOpenPage, addPage, isOwnPath, type Console } from '../pages.tsx';
import { orIssues } from '../try.ts';
import { Alert } from '../ui.tsx';
import { sessionCookie, challengeCookie } from '../../../accounts/auth.ts';
import type { Visit } from '../visit.ts';
import { NewPassword } from './new-password.tsx';
import { text } from './text.ts';

type Open = Parameters<Parameters<typeof addOpenPage>[2]>[0];

/** Only a page of ours may follow a sign-in. */
const nextOf = (given: string): string => (isOwnPath(given) ? given : '/console');

const setCookies = ({ c }: Pick<Open, 'c'>, cookies: readonly string[]): void => {
  for (const cookie of cookies) c.header('set-cookie', cookie, { append: true });
};

const signInPage = (visit: Open, { name, next, wrong }: { name: string; next: string; wrong: AppError | null }) =>
  visit.page(
    { title: text.signIn, status: wrong?.status ?? 200 },
    <>
      <p class="soft">{text.slogan}</p>
      {wrong && <Alert title={text.refused}>{wrong.message}</Alert>}
      <PostForm action="/console/sign-in" class="narrow">
        <input type="hidden" name="next" value={next} />
        <Field name="name" label={text.name} value={name} autocomplete="username" required autofocus={name === ''} />
        <Field
          name="password"
          label={text.password}
          type="password"
          autocomplete="current-password"
          required
          autofocus={name !== ''}
        />
        <button type="submit">{text.signIn}</button>
        <p class="hint">{text.forgot}</p>
      </PostForm>
    </>,
  );

/** A refusal that the same page can tell; its status stays what it is. */
const refusalOf = (error: unknown): AppError => {
  if (error instanceof AppError && (error.status === 401 || error.status === 429)) return error;
  throw error;
};

const addSignIn = (shell: Console): void => {
  const path = '/console/sign-in';
  addOpenPage(shell, { method: 'get', path, who: 'anyone' }, (visit) =>
    visit.session
      ? visit.go('/console')
      : signInPage(visit, { name: '', next: nextOf(visit.query('next')), wrong: null }),
  );
  addOpenPage(shell, { method: 'post', path, who: 'anyone' }, async (visit) => {
    const { form, address, settings } = visit;
    const next = nextOf(form.get('next'));
    const name = form.get('name').slice(0, 200);
    try {
      const asked = { name, password: form.get('password'), address };
      const { wantsCode, cookies } = await signIn(shell.ctx, asked, settings.policy);
      if (visit.session) await signOut(shell.ctx, visit.session);
      setCookies(visit, cookies);
      return visit.go(wantsCode ? codePath(next, false) : next);
    } catch (error) {
      return signInPage(visit, { name, next, wrong: refusalOf(error) });
    }
  });
};

interface CodeState {
  readonly next: string;
  readonly wrong: AppError | null;
  /** A code from paper, where the telephone is not at hand. */
  readonly byBackup: boolean;
}

const CodeField = ({ byBackup }: Pick<CodeState, 'byBackup'>) =>
  byBackup ? (
    <Field
      name="code"
      label={text.backupCode}
      hint={text.backupHint}
      autocomplete="off"
      maxlength={20}
      required
      autofocus
    />
  ) : (
    <Field
      name="code"
      label={text.code}
      hint={text.codeHint}
      inputmode="numeric"
      autocomplete="one-time-code"
      maxlength={12}
      required
      autofocus
    />
  );

const codePath = (next: string, byBackup: boolean): string =>
  `/console/code?${new URLSearchParams({ next, ...(byBackup ? { by: 'backup' } : {}) }).toString()}`;

const codePage = (visit: Open, { next, wrong, byBackup }: CodeState) =>
  visit.page(
    { title: text.codeTitle, status: wrong?.status ?? 200 },
    <>
      {wrong && <Alert title={text.refused}>{wrong.message}</Alert>}
      <PostForm action="/console/code" class="narrow">
        <input type="hidden" name="next" value={next} />
        {byBackup && <input type="hidden" name="by" value="backup" />}
        <CodeField byBackup={byBackup} />
        <button type="submit">{text.signIn}</button> <a href="/console/sign-in">{text.startOver}</a>
        <p>
          <a href={codePath(next, !byBackup)}>{byBackup ? text.byCode : text.byBackup}</a>
        </p>
      </PostForm>
    </>,
  );

const addCode = (shell: Console): void => {
  const path = '/console/code';
  addOpenPage(shell, { method: 'get', path, who: 'anyone' }, (visit) => {
    const hasChallenge = (visit.c.req.header('cookie') ?? '').includes(`${challengeCookie(shell.ctx.origin)}=`);
    const byBackup = visit.query('by') === 'backup';
    return hasChallenge
      ? codePage(visit, { next: nextOf(visit.query('next')), wrong: null, byBackup })
      : visit.go('/console/sign-in');
  });
  addOpenPage(shell, { method: 'post', path, who: 'anyone' }, async (visit) => {
    const { form, address, settings, c } = visit;
    const next = nextOf(form.get('next'));
    try {
      const asked = { cookies: c.req.header('cookie') ?? '', code: form.get('code').slice(0, 20), address };
      setCookies(visit, await signInWithCode(shell.ctx, asked, settings.policy));
      return visit.go(next);
    } catch (error) {
      const wrong = refusalOf(error);
      if (wrong.code === 'signed-out') return visit.go('/console/sign-in');
      return codePage(visit, { next, wrong, byBackup: form.get('by') === 'backup' });
    }
  });
};

interface SetUpState {
  readonly code: string;
  readonly name: string;
  readonly userName: string;
  readonly issues: readonly Issue[];
}

const setUpPage = (visit: Open, { code, name, userName, issues }: SetUpState) => {
  return visit.page(
    { title: text.setUp, status: issues.length > 0 ? 422 : 200 },
    <>
      <p>{text.setUpWhy}</p>
      <Issues issues={issues} />
      <PostForm action="/console/set-up" class="narrow">
        <input type="hidden" name="code" value={code} />
        <Field
          name="name"
          label={text.personName}
          value={name}
          issues={issues}
          autocomplete="name"
          required
          autofocus
        />
        <Field
          name="userName"
          label={text.userName}
          hint={text.userNameHint}
          value={userName}
          issues={issues}
          autocomplete="username"
          required
        />
        <NewPassword visit={visit} label={text.password} again={text.again} issues={issues} />
        <button type="submit">{text.create}</button>
      </PostForm>
    </>,
  );
};

const addSetUp = (shell: Console): void => {
  const path = '/console/set-up';
  addOpenPage(shell, { method: 'get', path, who: 'anyone' }, async (visit) => {
    const code = visit.query('code');
    await checkSetUp(shell.ctx, code);
    return setUpPage(visit, { code, name: '', userName: '', issues: [] });
  });
  addOpenPage(shell, { method: 'post', path, who: 'anyone' }, async (visit) => {
    const { form, settings } = visit;
    const asked = {
      code: form.get('code'),
      name: form.get('name'),
      userName: form.get('userName'),
      password: form.get('password'),
      again: form.get('again'),
    };
    const issues = await orIssues(async () => setUp(shell.ctx, parse(setUpSchema, asked), settings.policy));
    return issues.length > 0 ? setUpPage(visit, { ...asked, issues }) : visit.go('/console/sign-in', 'set-up');
  });
};

/** The cookie goes too: a shared computer keeps nothing (剩余信息清除). */
const forget = ({ c }: Visit, origin: string): void => {
  const secure = origin.startsWith('https:') ? '; Secure' : '';
  const gone = (name: string) => `${name}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax${secure}`;
  c.header('set-cookie', gone(sessionCookie(origin)), { append: true });
  c.header('clear-site-data', '"cache", "storage"');
};

/** Sign-in, its second step, sign-out, and the first administrator. */
export const addEntry = (shell: Console): void => {
  addSignIn(shell);
  addCode(shell);
  addSetUp(shell);
  addPage(shell, { method: 'post', path: '/console/sign-out', who: 'person', early: true }, async (visit) => {
    await signOut(shell.ctx, visit.session);
    forget(visit, shell.ctx.origin);
    return visit.go('/console/sign-in', 'signed-out');
  });
};
