import type { Role } from './roles.ts';

/** 权限: what a person or an API key may do; closed list, with the words people read. */
export const PERMISSION_NAMES = {
  'item-read': '查看稿件',
  'item-write': '编写稿件',
  'item-review': '审签稿件',
  'item-withdraw': '撤回稿件',
  'delivery-retry': '重试分发',
  'delivery-resolve': '确认结果未知的分发',
  'finding-handle': '处理巡检问题',
  'audit-run': '发起巡检',
  'channel-read': '查看渠道',
  'channel-manage': '管理渠道',
  'reach-read': '查看传播',
  'reach-import': '导入访问日志',
  'report-export': '查看和导出报表',
  'report-issue': '填报和出具报表',
  'user-manage': '管理用户',
  'key-manage': '管理密钥',
  'setting-manage': '修改设置',
  'queue-read': '查看队列',
  'log-read': '查看日志',
} as const;
export type Permission = keyof typeof PERMISSION_NAMES;

/**
 * Role × action. Whoever runs the system neither writes nor approves, and whoever reads the log changes nothing
 * (GB/T 22239-2019: 管理用户权限分离). Reading is wide: an office works with its doors open.
 */
export const ROLE_PERMISSIONS: Readonly<Record<Role, readonly Permission[]>> = {
  editor: ['item-read', 'item-write', 'delivery-retry', 'channel-read', 'reach-read'],
  reviewer: ['item-read', 'item-review', 'item-withdraw', 'delivery-retry', 'channel-read', 'reach-read'],
  clerk: [
    'item-read',
    'delivery-retry',
    'delivery-resolve',
    'finding-handle',
    'audit-run',
    'channel-read',
    'reach-read',
    'report-export',
  ],
  office: [
    'item-read',
    'item-withdraw',
    'delivery-retry',
    'delivery-resolve',
    'finding-handle',
    'audit-run',
    'channel-read',
    'reach-read',
    'report-export',
    'report-issue',
  ],
  admin: ['item-read', 'channel-read', 'channel-manage', 'user-manage', 'key-manage', 'setting-manage', 'queue-read'],
  'log-auditor': ['log-read', 'report-export'],
};

/** Roles that look at the whole county; the others see and touch their own units where they are bound to some. */
const COUNTY_WIDE: readonly Role[] = ['office', 'admin', 'log-auditor'];
export const isCountyWide = (role: Role): boolean => COUNTY_WIDE.includes(role);

export const mayDo = (roles: readonly Role[], action: Permission): boolean =>
  roles.some((role) => ROLE_PERMISSIONS[role].includes(action));

export const permissionsOfRoles = (roles: readonly Role[]): readonly Permission[] => [
  ...new Set(roles.flatMap((role) => ROLE_PERMISSIONS[role])),
];

/** Whether one of the roles gives the action for this unit. Bound to no unit: all of them. */
export const mayDoFor = (
  { roles, unitIds }: { readonly roles: readonly Role[]; readonly unitIds: readonly string[] },
  action: Permission,
  unitId: string,
): boolean =>
  roles.some(
    (role) =>
      ROLE_PERMISSIONS[role].includes(action) &&
      (isCountyWide(role) || unitIds.length === 0 || unitIds.includes(unitId)),
  );

/** The units a list must be narrowed to for this action; null: all. */
export const unitsFor = (
  { roles, unitIds }: { readonly roles: readonly Role[]; readonly unitIds: readonly string[] },
  action: Permission,
): readonly string[] | null => {
  const giving = roles.filter((role) => ROLE_PERMISSIONS[role].includes(action));
  return unitIds.length === 0 || giving.some(isCountyWide) ? null : unitIds;
};
