/** What an API key may do; closed list. `operate`: withdraw, retry, resolve. */
export const SCOPES = ['items:read', 'items:write', 'operate'] as const;
export type Scope = (typeof SCOPES)[number];
