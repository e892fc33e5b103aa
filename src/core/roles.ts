/** 角色: closed list. A person may have several; what each may do stands in `permissions.ts` and nowhere else. */
export const ROLES = ['editor', 'reviewer', 'clerk', 'office', 'admin', 'log-auditor'] as const;
export type Role = (typeof ROLES)[number];

export const ROLE_NAMES: Readonly<Record<Role, string>> = {
  editor: '编辑',
  reviewer: '审核',
  clerk: '巡检',
  office: '政府办',
  admin: '系统管理员',
  'log-auditor': '日志审计员',
};

/** 权限分离 (GB/T 22239-2019): who runs the system does not read its log for the office, nor the other way round. */
export const EXCLUSIVE_ROLES: readonly (readonly [Role, Role])[] = [
  ['admin', 'log-auditor'],
  ['admin', 'reviewer'],
  ['log-auditor', 'editor'],
  ['log-auditor', 'reviewer'],
];
