import type { Permission } from '../../core/permissions.ts';
import { mayDo } from '../../core/permissions.ts';
import type { Role } from '../../core/roles.ts';

export interface NavEntry {
  readonly path: string;
  readonly name: string;
  /** Shown to whoever may do one of these; empty: to everybody signed in. */
  readonly actions: readonly Permission[];
  /** A part that counts what waits there; asked for once the page stands. */
  readonly badge?: string;
}

/** The whole navigation, in order. An entry is shown once its page exists. */
export const NAVIGATION: readonly NavEntry[] = [
  { path: '/console/desk', name: '工作台', actions: [] },
  { path: '/console/items', name: '稿件', actions: ['item-read'] },
  { path: '/console/reviews', name: '审签', actions: ['item-review'], badge: '/console/review-count' },
  { path: '/console/deliveries', name: '分发', actions: ['item-read'] },
  { path: '/console/findings', name: '巡检', actions: ['item-read', 'finding-handle'] },
  { path: '/console/channels', name: '渠道', actions: ['channel-read'] },
  { path: '/console/reach', name: '传播', actions: ['reach-read'] },
  { path: '/console/reports', name: '报表', actions: ['report-export'] },
  {
    path: '/console/system',
    name: '系统',
    actions: ['user-manage', 'key-manage', 'setting-manage', 'queue-read', 'log-read'],
  },
];

/** The pages of 系统, as tabs. */
export const SYSTEM_TABS: readonly NavEntry[] = [
  { path: '/console/system/users', name: '用户', actions: ['user-manage'] },
  { path: '/console/system/roles', name: '角色', actions: ['user-manage'] },
  { path: '/console/system/units', name: '单位', actions: ['user-manage'] },
  { path: '/console/system/keys', name: '接口密钥', actions: ['key-manage'] },
  { path: '/console/system/settings', name: '设置', actions: ['setting-manage'] },
  { path: '/console/system/notices', name: '通知', actions: ['setting-manage'] },
  { path: '/console/system/queues', name: '队列', actions: ['queue-read'] },
  { path: '/console/system/log', name: '日志', actions: ['log-read'] },
];

/** What of a list this person sees, of the pages that exist. */
export const entriesFor = (
  entries: readonly NavEntry[],
  roles: readonly Role[],
  exists: (path: string) => boolean,
): NavEntry[] =>
  entries.filter(
    ({ path, actions }) => exists(path) && (actions.length === 0 || actions.some((action) => mayDo(roles, action))),
  );

/** Whether `path` lies at or below the entry. */
export const isBelow = (path: string, entry: string): boolean => path === entry || path.startsWith(`${entry}/`);
