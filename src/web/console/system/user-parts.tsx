import type { UserView } from '../../../accounts/list-users.ts';
import type { Issue } from '../../../core/issues.ts';
import { ROLE_NAMES, ROLES } from '../../../core/roles.ts';
import type { Form } from '../form.ts';
import { Checks, Field } from '../form-parts.tsx';
import type { Console } from '../pages.tsx';
import { Chip } from '../ui.tsx';
import type { Visit } from '../visit.ts';
import { Once, systemPage } from './parts.tsx';
import { text } from './text.ts';

export const USERS_PATH = '/console/system/users';
export type Units = readonly { readonly id: string; readonly name: string }[];

export const StateChips = ({ user }: { user: UserView }) => (
  <>
    {user.disabledAt ? (
      <Chip tone="done" icon="⊘">
        {text.disabled}
      </Chip>
    ) : (
      <Chip tone="good" icon="✓">
        {text.active}
      </Chip>
    )}{' '}
    {user.mustChangePassword && (
      <Chip tone="wait" icon="!">
        {text.firstPassword}
      </Chip>
    )}{' '}
    {user.isIdle && !user.disabledAt && (
      <Chip tone="wait" icon="◷">
        {text.idle}
      </Chip>
    )}
  </>
);

export interface Shown {
  readonly name: string;
  readonly roles: readonly string[];
  readonly unitIds: readonly string[];
  readonly isStaff: boolean;
}

export const UserFields = ({ shown, units, issues }: { shown: Shown; units: Units; issues: readonly Issue[] }) => (
  <>
    <Field name="name" label={text.name} value={shown.name} issues={issues} required />
    <Checks
      name="roles"
      label={text.roles}
      options={ROLES.map((role) => [role, ROLE_NAMES[role]] as const)}
      chosen={shown.roles}
      issues={issues}
    />
    <Checks
      name="unitIds"
      label={text.units}
      hint={text.unitsHint}
      options={units.map(({ id, name }) => [id, name] as const)}
      chosen={shown.unitIds}
      issues={issues}
    />
    <Checks name="isStaff" label={text.isStaff} options={[['yes', text.yes]]} chosen={shown.isStaff ? ['yes'] : []} />
  </>
);

export const shownOf = (form: Form): Shown => ({
  name: form.get('name'),
  roles: form.all('roles'),
  unitIds: form.all('unitIds'),
  isStaff: form.get('isStaff') === 'yes',
});

/** The first password of a user, once. */
export const secretPage = (shell: Console, visit: Visit, title: string, secret: string) =>
  systemPage(
    shell,
    visit,
    { title },
    <>
      <Once label={text.passwordIs} secret={secret} why={text.passwordOnce} />
      <p>
        <a href={USERS_PATH}>{text.toUsers}</a>
      </p>
    </>,
  );
