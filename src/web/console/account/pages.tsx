import { countBackupCodes } from '../../../accounts/backup-codes.ts';
import { changePassword } from '../../../accounts/passwords.ts';
import type { Issue } from '../../../core/issues.ts';
import { ROLE_NAMES } from '../../../core/roles.ts';
import { NewPassword } from '../entry/new-password.tsx';
import { Field, Issues, PostForm } from '../form-parts.tsx';
import { addPage, isOwnPath, type Console } from '../pages.tsx';
import { fill } from '../words.ts';
import { orIssues } from '../try.ts';
import { Chip, Note } from '../ui.tsx';
import type { Visit } from '../visit.ts';
import { text } from './text.ts';
import { addTotp } from './totp.tsx';

const TotpState = ({ codesLeft }: { codesLeft: number | null }) =>
  codesLeft === null ? (
    <>
      <Chip tone="done" icon="○">
        {text.off}
      </Chip>{' '}
      <a href="/console/account/totp">{text.turnOn}</a>
    </>
  ) : (
    <>
      <Chip tone="good" icon="✓">
        {text.on}
      </Chip>{' '}
      {fill(text.codesLeft, { count: codesLeft })} <a href="/console/account/backup-codes">{text.renewCodes}</a>
    </>
  );

const accountPage = async ({ ctx }: Console, visit: Visit): Promise<Response> => {
  const { person, hasTotp } = visit.session;
  const codesLeft = hasTotp ? await countBackupCodes(ctx, person.id) : null;
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
          <TotpState codesLeft={codesLeft} />
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

/** One's own account, password and authenticator; and the proof of identity that a page asked for by GET. */
export const addAccount = (shell: Console): void => {
  addPage(shell, { method: 'get', path: '/console/account', who: 'person', early: true }, (visit) =>
    accountPage(shell, visit),
  );
  addPassword(shell);
  addTotp(shell);
  addPage(shell, { method: 'post', path: '/console/proof', who: 'person', proof: true }, (visit) => {
    const next = visit.form.get('next');
    return visit.go(isOwnPath(next) ? next : '/console');
  });
};
