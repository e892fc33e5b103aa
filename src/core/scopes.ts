import type { Permission } from './permissions.ts';

/** What an API key may be given; closed list, with what each permits. No key ever reviews: that is a person's. */
export const SCOPES = ['items:read', 'items:write', 'operate'] as const;
export type Scope = (typeof SCOPES)[number];

export const SCOPE_PERMISSIONS: Readonly<Record<Scope, readonly Permission[]>> = {
  'items:read': ['item-read', 'channel-read', 'reach-read'],
  'items:write': ['item-write'],
  operate: [
    'item-withdraw',
    'delivery-retry',
    'delivery-resolve',
    'finding-handle',
    'audit-run',
    'channel-manage',
    'log-read',
    'reach-import',
    'report-export',
    'report-issue',
  ],
};

export const permissionsOf = (scopes: readonly Scope[]): readonly Permission[] =>
  scopes.flatMap((scope) => SCOPE_PERMISSIONS[scope]);
