import { getUser, listUsers, type UserView } from '../../../accounts/list-users.ts';
import { changeUser, createUser, newUserSchema, userSchema } from '../../../accounts/users.ts';
import type { Issue } from '../../../core/issues.ts';
import { ROLE_NAMES } from '../../../core/roles.ts';
import { parse } from '../../../items/parse.ts';
import { listUnits } from '../../../items/reference.ts';
import { Field, Issues, PostForm } from '../form-parts.tsx';
import { addPage, type Console } from '../pages.tsx';
import { orIssues } from '../try.ts';
import { Cell, Empty, Pager, Row, Search, Table, Time } from '../ui.tsx';
import type { Visit } from '../visit.ts';
import { words } from '../words.ts';
import { systemPage } from './parts.tsx';
import { text } from './text.ts';
import { secretPage, shownOf, StateChips, UserFields, USERS_PATH as PATH, type Units } from './user-parts.tsx';
import { addUserVerb, USER_VERBS } from './user-verbs.tsx';

const rolesOf = (user: UserView): string => user.roles.map((role) => ROLE_NAMES[role]).join('、');
const unitsOf = (user: UserView, units: Units): string =>
  user.unitIds.length === 0
    ? text.allUnits
    : user.unitIds.map((id) => units.find((unit) => unit.id === id)?.name ?? id).join('、');

const listPage = async (shell: Console, visit: Visit): Promise<Response> => {
  const asked = { q: visit.query('q'), cursor: visit.query('cursor') };
  const [{ users, next }, units] = await Promise.all([
    listUsers(shell.ctx, { text: asked.q, cursor: asked.cursor }),
    listUnits(shell.ctx),
  ]);
  const filters = Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== ''));
  return systemPage(
    shell,
    visit,
    { title: text.users },
    <>
      <p class="buttons">
        <a class="button" href={`${PATH}/new`}>
          {text.newUser}
        </a>
      </p>
      <Search path={PATH} label={text.findUser} value={asked.q} />
      {users.length === 0 ? (
        <Empty>{text.noUsers}</Empty>
      ) : (
        <Table caption={text.users} head={[text.name, text.roles, text.units, text.state, text.lastSignIn]}>
          {users.map((user) => (
            <Row>
              <Cell>
                <a href={`${PATH}/${user.id}`}>{user.name}</a> <span class="soft">{user.userName}</span>
              </Cell>
              <Cell name={text.roles}>{rolesOf(user)}</Cell>
              <Cell name={text.units}>{unitsOf(user, units)}</Cell>
              <Cell name={text.state}>
                <StateChips user={user} />
              </Cell>
              <Cell name={text.lastSignIn}>
                <Time at={user.lastSignInAt} />
              </Cell>
            </Row>
          ))}
        </Table>
      )}
      <Pager path={PATH} asked={filters} next={next} />
    </>,
  );
};

const newPage = async (shell: Console, visit: Visit, issues: readonly Issue[]): Promise<Response> => {
  const { form } = visit;
  const shown = issues.length > 0 ? shownOf(form) : { name: '', roles: [], unitIds: [], isStaff: true };
  const units = await listUnits(shell.ctx);
  return systemPage(
    shell,
    visit,
    { title: text.newUser, status: issues.length > 0 ? 422 : 200 },
    <>
      <Issues issues={issues} />
      <PostForm action={`${PATH}/new`} class="narrow">
        <Field
          name="userName"
          label={text.userName}
          hint={text.userNameHint}
          value={form.get('userName')}
          issues={issues}
          required
          autocomplete="off"
        />
        <Field
          name="email"
          label={text.email}
          type="email"
          value={form.get('email')}
          issues={issues}
          autocomplete="off"
        />
        <UserFields shown={shown} units={units} issues={issues} />
        <p class="buttons">
          <button type="submit">{text.create}</button> <a href={PATH}>{words.cancel}</a>
        </p>
      </PostForm>
    </>,
  );
};

const addNew = (shell: Console): void => {
  const path = `${PATH}/new`;
  addPage(shell, { method: 'get', path, who: 'user-manage' }, (visit) => newPage(shell, visit, []));
  addPage(shell, { method: 'post', path, who: 'user-manage', proof: true }, async (visit) => {
    const { form, session } = visit;
    let password = '';
    const issues = await orIssues(async () => {
      const asked = { ...shownOf(form), userName: form.get('userName'), email: form.get('email') };
      ({ password } = await createUser(shell.ctx, session.person, parse(newUserSchema, asked)));
    });
    return issues.length > 0 ? newPage(shell, visit, issues) : secretPage(shell, visit, text.created, password);
  });
};

const userPage = async (shell: Console, visit: Visit, issues: readonly Issue[]): Promise<Response> => {
  const [user, units] = await Promise.all([getUser(shell.ctx, visit.param('id')), listUnits(shell.ctx)]);
  const shown = issues.length > 0 ? shownOf(visit.form) : user;
  const own = `${PATH}/${user.id}`;
  const steps = USER_VERBS.filter(({ fits }) => fits(user));
  return systemPage(
    shell,
    visit,
    { title: `${user.name}（${user.userName}）`, status: issues.length > 0 ? 422 : 200 },
    <>
      <p>
        <StateChips user={user} />
      </p>
      <Issues issues={issues} />
      <PostForm action={own} class="narrow">
        <UserFields shown={shown} units={units} issues={issues} />
        <p class="buttons">
          <button type="submit">{words.save}</button> <a href={PATH}>{text.toUsers}</a>
        </p>
      </PostForm>
      <ul class="steps">
        {steps.map(({ verb, go }) => (
          <li>
            <a href={`${own}/${verb}`}>{go}</a>
          </li>
        ))}
      </ul>
    </>,
  );
};

export const addUsers = (shell: Console): void => {
  addPage(shell, { method: 'get', path: PATH, who: 'user-manage' }, (visit) => listPage(shell, visit));
  addNew(shell);
  const path = `${PATH}/:id`;
  addPage(shell, { method: 'get', path, who: 'user-manage' }, (visit) => userPage(shell, visit, []));
  addPage(shell, { method: 'post', path, who: 'user-manage', proof: true }, async (visit) => {
    const { form, session } = visit;
    const change = async () =>
      changeUser(shell.ctx, session.person, visit.param('id'), parse(userSchema, shownOf(form)));
    const issues = await orIssues(change);
    return issues.length > 0 ? userPage(shell, visit, issues) : visit.go(`${PATH}/${visit.param('id')}`, 'saved');
  });
  for (const verb of USER_VERBS) addUserVerb(shell, verb);
};
