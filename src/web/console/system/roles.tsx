import { PERMISSION_NAMES, ROLE_PERMISSIONS, type Permission } from '../../../core/permissions.ts';
import { EXCLUSIVE_ROLES, ROLE_NAMES, ROLES } from '../../../core/roles.ts';
import { addPage, type Console } from '../pages.tsx';
import { Cell, Row, Table } from '../ui.tsx';
import { systemPage } from './parts.tsx';
import { text } from './text.ts';

const ACTIONS = Object.keys(PERMISSION_NAMES) as Permission[];

/** The table of role × action, as it is in force. */
export const addRoles = (shell: Console): void =>
  addPage(shell, { method: 'get', path: '/console/system/roles', who: 'user-manage' }, (visit) =>
    systemPage(
      shell,
      visit,
      { title: text.rolesTitle },
      <>
        <p>
          {text.rolesWhy}
          {EXCLUSIVE_ROLES.map(([one, other]) => `${ROLE_NAMES[one]}与${ROLE_NAMES[other]}`).join('、')}。
        </p>
        <Table caption={text.rolesTitle} head={[text.action, ...ROLES.map((role) => ROLE_NAMES[role])]}>
          {ACTIONS.map((action) => (
            <Row>
              <th scope="row">{PERMISSION_NAMES[action]}</th>
              {ROLES.map((role) => (
                <Cell name={ROLE_NAMES[role]}>
                  {ROLE_PERMISSIONS[role].includes(action) ? `✓ ${text.may}` : <span class="soft">—</span>}
                </Cell>
              ))}
            </Row>
          ))}
        </Table>
      </>,
    ),
  );
