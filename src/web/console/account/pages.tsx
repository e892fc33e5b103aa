import { changePassword } from '../../../accounts/passwords.ts';
import { beginTotp, confirmTotp } from '../../../accounts/two-factor.ts';
import { AppError } from '../../../core/errors.ts';
import type { Issue } from '../../../core/issues.ts';
import { ROLE_NAMES } from '../../../core/roles.ts';
import { NewPassword } from '../entry/new-password.tsx';
import { Field, Issues, PostForm } from '../form-parts.tsx';
import { addPage, isOwnPath, type Console } from '../pages.tsx';
import { orIssues } from '../try.ts';
import { Alert, Chip, Note } from '../ui.tsx';
import type { Visit } from '../visit.ts';
import { text } from './text.ts';

const accountPage = (visit: Visit) => {
  const { person, hasTotp } = visit.session;
  return visit.page(
    { title: text.title },
    <>
      <dl class="facts card">
        <dt>{text.userName}</dt>
        <dd>{person.userName}</dd>
        <dt>{text.name}</dt>
        <dd>{person.name}</dd>
        <dt>{text.roles}</dt>
        <dd>{person.roles.map((role) => ROLE_NAMES[role]).join('、')}</dd>
        <dt>{text.units}</dt>
        <dd>{person.unitIds.length > 0 ? person.unitIds.join('、') : text.allUnits}</dd>
        <dt>{text.totp}</dt>
        <dd>
          {hasTotp ? (
            <Chip tone="good" icon="✓">
              {text.on}
            </Chip>
          ) : (
            <>
              <Chip tone="done" icon="○">
                {text.off}
              </Chip>{' '}
              <a href="/console/account/totp">{text.turnOn}</a>
            </>
          )}
        </dd>
      </dl>
      <p>
        <a href="/console/account/password">{text.changePassword}</a>
      </p>
    </>,
  );
};

const passwordPage = (visit: Visit, issues: readonly Issue[]) => {
  return visit.page(
    { title: text.changePassword, status: issues.length > 0 ? 422 : 200 },
    <>
      {visit.session.mustChangePassword && <Note tone="wait">{text.mustChange}</Note>}
      <Issues issues={issues} />
      <PostForm action="/console/account/password" class="narrow">
        <input type="hidden" name="username" value={visit.session.person.userName} autocomplete="username" />
        <Field
          name="current"
          label={text.current}
          type="password"
          issues={issues}
          autocomplete="current-password"
          required
        />
        <NewPassword visit={visit} label={text.next} again={text.again} issues={issues} />
        <button type="submit">{text.change}</button>
      </PostForm>
    </>,
  );
};

const addPassword = (shell: Console): void => {
  const path = '/console/account/password';
  addPage(shell, { method: 'get', path, who: 'person', early: true }, (visit) => passwordPage(visit, []));
  addPage(shell, { method: 'post', path, who: 'person', early: true }, async (visit) => {
    const { form, session, address, settings } = visit;
    const change = { current: form.get('current'), next: form.get('password'), again: form.get('again'), address };
    const issues = await orIssues(() => changePassword(shell.ctx, session, change, settings.policy));
    return issues.length > 0 ? passwordPage(visit, issues) : visit.go('/console/sign-in', 'password-changed');
  });
};

const beginPage = (visit: Visit, wrong: AppError | null) =>
  visit.page(
    { title: text.totpTitle, status: wrong?.status ?? 200 },
    <>
      <p>{visit.settings.policy.requireTotp ? text.totpRequired : text.totpWhy}</p>
      {wrong && <Alert title={text.refused}>{wrong.message}</Alert>}
      <PostForm action="/console/account/totp" class="narrow">
        <Field
          name="password"
          label={text.current}
          type="password"
          autocomplete="current-password"
          required
          autofocus
        />
        <button type="submit">{text.begin}</button>
      </PostForm>
    </>,
  );

/** The secret in fours, as people type it. */
const secretOf = (uri: string): string =>
  (new URL(uri).searchParams.get('secret') ?? '').replaceAll(/(.{4})(?=.)/g, '$1 ');

const confirmPage = (visit: Visit, { uri, wrong }: { uri: string; wrong: AppError | null }) =>
  visit.page(
    { title: text.totpTitle, status: wrong?.status ?? 200 },
    <>
      {wrong && <Alert title={text.refused}>{wrong.message}</Alert>}
      {uri !== '' && (
        <div class="card">
          <p>{text.secretHint}</p>
          <p>
            {text.secret}：<code>{secretOf(uri)}</code>
          </p>
          <p>
            <a href={uri}>{text.link}</a>
          </p>
        </div>
      )}
      <PostForm action="/console/account/totp/confirm" class="narrow">
        <Field
          name="code"
          label={text.code}
          inputmode="numeric"
          autocomplete="one-time-code"
          maxlength={12}
          required
          autofocus
        />
        <button type="submit">{text.confirm}</button>
      </PostForm>
    </>,
  );

const refusalOf = (error: unknown): AppError => {
  if (error instanceof AppError && (error.status === 401 || error.status === 429)) return error;
  throw error;
};

const addTotp = (shell: Console): void => {
  const path = '/console/account/totp';
  const open = { who: 'person', early: true } as const;
  addPage(shell, { ...open, method: 'get', path }, (visit) =>
    visit.session.hasTotp ? visit.go('/console/account') : beginPage(visit, null),
  );
  addPage(shell, { ...open, method: 'post', path }, async (visit) => {
    const { form, session, address, settings, c } = visit;
    const asked = { password: form.get('password'), cookies: c.req.header('cookie') ?? '', address };
    try {
      return await confirmPage(visit, {
        uri: await beginTotp(shell.ctx, session, asked, settings.policy),
        wrong: null,
      });
    } catch (error) {
      return beginPage(visit, refusalOf(error));
    }
  });
  addPage(shell, { ...open, method: 'post', path: `${path}/confirm` }, async (visit) => {
    const { form, session, address, settings, c } = visit;
    const asked = { code: form.get('code').slice(0, 20), cookies: c.req.header('cookie') ?? '', address };
    try {
      for (const cookie of await confirmTotp(shell.ctx, session, asked, settings.policy))
        c.header('set-cookie', cookie, { append: true });
      return visit.go('/console/account', 'totp-on');
    } catch (error) {
      return confirmPage(visit, { uri: '', wrong: refusalOf(error) });
    }
  });
};

/** One's own account, password and authenticator; and the proof of identity that a page asked for by GET. */
export const addAccount = (shell: Console): void => {
  addPage(shell, { method: 'get', path: '/console/account', who: 'person', early: true }, accountPage);
  addPassword(shell);
  addTotp(shell);
  addPage(shell, { method: 'post', path: '/console/proof', who: 'person', proof: true }, (visit) => {
    const next = visit.form.get('next');
    return visit.go(isOwnPath(next) ? next : '/console');
  });
};
