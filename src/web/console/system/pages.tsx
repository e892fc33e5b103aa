import { entriesFor, SYSTEM_TABS } from '../navigation.ts';
import { addPage, type Console } from '../pages.tsx';
import { addKeys } from './keys.tsx';
import { addLog } from './log.tsx';
import { addNotices } from './notices.tsx';
import { addQueues } from './queues.tsx';
import { addRoles } from './roles.tsx';
import { addSettings } from './settings.tsx';
import { addUnits } from './units.tsx';
import { addUsers } from './users.tsx';

/** 系统: leads to the first of its pages that this person has. */
export const addSystem = (shell: Console): void => {
  const who = [...new Set(SYSTEM_TABS.flatMap(({ actions }) => actions))];
  addPage(shell, { method: 'get', path: '/console/system', who }, (visit) => {
    const exists = (path: string) => shell.routes.some((route) => route.method === 'get' && route.path === path);
    const [first] = entriesFor(SYSTEM_TABS, visit.session.person.roles, exists);
    return visit.go(first?.path ?? '/console/account');
  });
  addUsers(shell);
  addRoles(shell);
  addUnits(shell);
  addKeys(shell);
  addSettings(shell);
  addNotices(shell);
  addQueues(shell);
  addLog(shell);
};
