import { raw } from 'hono/html';
import { encodeQR } from 'qr';
import { renewBackupCodes } from '../../../accounts/backup-codes.ts';
import { beginTotp, confirmTotp, type Enrolment } from '../../../accounts/two-factor.ts';
import { AppError } from '../../../core/errors.ts';
import { Field, PostForm } from '../form-parts.tsx';
import { addPage, type Console } from '../pages.tsx';
import { Alert } from '../ui.tsx';
import type { Visit } from '../visit.ts';
import { text } from './text.ts';

const refusalOf = (error: unknown): AppError => {
  if (error instanceof AppError && (error.status === 401 || error.status === 429)) return error;
  throw error;
};

const Refusal = ({ title, wrong }: { title: string; wrong: AppError | null }) =>
  wrong && <Alert title={title}>{wrong.message}</Alert>;

/** What is asked before a secret is shown. */
const PasswordForm = ({ action, go }: { action: string; go: string }) => (
  <PostForm action={action} class="narrow">
    <Field name="password" label={text.current} type="password" autocomplete="current-password" required autofocus />
    <button type="submit">{go}</button>
  </PostForm>
);

const beginPage = (visit: Visit, wrong: AppError | null) =>
  visit.page(
    { title: text.totpTitle, status: wrong?.status ?? 200 },
    <>
      <p>{visit.settings.policy.requireTotp ? text.totpRequired : text.totpWhy}</p>
      <Refusal title={text.refused} wrong={wrong} />
      <PasswordForm action="/console/account/totp" go={text.begin} />
    </>,
  );

/** The secret in fours, as people type it. */
const secretOf = (uri: string): string =>
  (new URL(uri).searchParams.get('secret') ?? '').replaceAll(/(.{4})(?=.)/g, '$1 ');

/** Drawn here, so that the secret goes to no server of pictures. */
const Scan = ({ uri }: Pick<Enrolment, 'uri'>) => (
  <section class="card">
    <h2>{text.scan}</h2>
    <p>{text.scanHint}</p>
    <div class="qr" role="img" aria-label={text.qr}>
      {raw(encodeQR(uri, 'svg'))}
    </div>
    <p>{text.secretHint}</p>
    <p>
      {text.secret}：<code>{secretOf(uri)}</code>
    </p>
    <p>
      <a href={uri}>{text.link}</a>
    </p>
  </section>
);

const BackupCodes = ({ title, codes }: { title: string; codes: readonly string[] }) => (
  <section class="card">
    <h2>{title}</h2>
    <p>{text.keepHint}</p>
    <ul class="codes plain-list">
      {codes.map((code) => (
        <li>
          <kbd>{code}</kbd>
        </li>
      ))}
    </ul>
  </section>
);

const confirmPage = (visit: Visit, enrolment: Enrolment | null, wrong: AppError | null) =>
  visit.page(
    { title: text.totpTitle, status: wrong?.status ?? 200 },
    <>
      <Refusal title={text.refused} wrong={wrong} />
      {enrolment && (
        <>
          <Scan uri={enrolment.uri} />
          <BackupCodes title={text.keep} codes={enrolment.backupCodes} />
          <h2>{text.enter}</h2>
        </>
      )}
      <PostForm action="/console/account/totp/confirm" class="narrow">
        <Field name="code" label={text.code} inputmode="numeric" autocomplete="one-time-code" maxlength={12} required />
        <button type="submit">{text.confirm}</button>
      </PostForm>
    </>,
  );

const askedOf = ({ form, c, address }: Visit) => ({
  password: form.get('password'),
  code: form.get('code').slice(0, 20),
  cookies: c.req.header('cookie') ?? '',
  address,
});

const addEnrolment = (shell: Console): void => {
  const path = '/console/account/totp';
  const open = { who: 'person', early: true } as const;
  addPage(shell, { ...open, method: 'get', path }, (visit) =>
    visit.session.hasTotp ? visit.go('/console/account') : beginPage(visit, null),
  );
  addPage(shell, { ...open, method: 'post', path }, async (visit) => {
    const { session, settings } = visit;
    try {
      return await confirmPage(visit, await beginTotp(shell.ctx, session, askedOf(visit), settings.policy), null);
    } catch (error) {
      return beginPage(visit, refusalOf(error));
    }
  });
  addPage(shell, { ...open, method: 'post', path: `${path}/confirm` }, async (visit) => {
    const { session, settings, c } = visit;
    try {
      for (const cookie of await confirmTotp(shell.ctx, session, askedOf(visit), settings.policy))
        c.header('set-cookie', cookie, { append: true });
      return visit.go('/console/account', 'totp-on');
    } catch (error) {
      return confirmPage(visit, null, refusalOf(error));
    }
  });
};

const renewPage = (visit: Visit, wrong: AppError | null) =>
  visit.page(
    { title: text.renewCodes, status: wrong?.status ?? 200 },
    <>
      <p>{text.renewWhy}</p>
      <Refusal title={text.notRenewed} wrong={wrong} />
      <PasswordForm action="/console/account/backup-codes" go={text.renewGo} />
    </>,
  );

const addBackupCodes = (shell: Console): void => {
  const path = '/console/account/backup-codes';
  addPage(shell, { method: 'get', path, who: 'person' }, (visit) =>
    visit.session.hasTotp ? renewPage(visit, null) : visit.go('/console/account/totp'),
  );
  addPage(shell, { method: 'post', path, who: 'person' }, async (visit) => {
    const { session, settings } = visit;
    try {
      const codes = await renewBackupCodes(shell.ctx, session, askedOf(visit), settings.policy);
      return await visit.page(
        { title: text.renewCodes },
        <>
          <BackupCodes title={text.renewed} codes={codes} />
          <p>
            <a href="/console/account">{text.toAccount}</a>
          </p>
        </>,
      );
    } catch (error) {
      return renewPage(visit, refusalOf(error));
    }
  });
};

/** 动态验证码: enrolled by a picture or by hand, and the codes on paper that stand in for it. */
export const addTotp = (shell: Console): void => {
  addEnrolment(shell);
  addBackupCodes(shell);
};
