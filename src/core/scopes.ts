/** What a key or a person may do; closed list. `operate`: withdraw, retry, resolve. `items:review`: only ever a person. */
export const SCOPES = ['items:read', 'items:write', 'items:review', 'operate'] as const;
export type Scope = (typeof SCOPES)[number];
