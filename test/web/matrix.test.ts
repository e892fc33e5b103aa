import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createKey, revokeKey } from '../../src/accounts/keys.ts';
import { SCOPE_PERMISSIONS, SCOPES } from '../../src/core/scopes.ts';
import type { Permission } from '../../src/core/permissions.ts';
import { ROUTES } from '../support/console-pages.ts';
import { openStaffWorld, type StaffWorld } from '../support/staff.ts';

interface Row {
  readonly method: string;
  readonly path: string;
  readonly permission: Permission | undefined;
}

let world: StaffWorld;
let rows: readonly Row[];
/** Without the right to anything: whatever an `Authorization` or a cookie may hold. */
const strangers: [name: string, headers: Record<string, string>][] = [];

beforeAll(async () => {
  world = await openStaffWorld();
  const { ctx, app } = world;
  const described = await (await app.fetch(new Request(`${ctx.origin}/openapi.json`))).json();
  rows = Object.entries(described.paths as Record<string, Record<string, { 'x-permission'?: Permission }>>).flatMap(
    ([path, methods]) =>
      Object.entries(methods).map(([method, about]) => ({
        method: method.toUpperCase(),
        path,
        permission: about['x-permission'],
      })),
  );
  await world.user('boss', ['admin']);
  const browser = world.open();
  await browser.signIn('boss');
  const revoked = await createKey(ctx, { name: '作废', scopes: SCOPES, actor: 'test' });
  await revokeKey(ctx, revoked.id, 'test');
  const past = await createKey(ctx, { name: '过期', scopes: SCOPES, actor: 'test', expiresAt: new Date(0) });
  strangers.push(
    ['no key', {}],
    ['the cookie of an administrator', { cookie: browser.cookies() }],
    ['a key that was never made', { authorization: `Bearer yg_${'A'.repeat(43)}` }],
    ['a revoked key', { authorization: `Bearer ${revoked.secret}` }],
    ['an expired key', { authorization: `Bearer ${past.secret}` }],
    ['a key as a password', { authorization: `Basic ${btoa(`x:${revoked.secret}`)}` }],
  );
});
afterAll(() => world.close());

const addressOf = ({ path }: Row): string => path.replaceAll(/\{\w+\}/g, '00000000-0000-4000-8000-000000000000');
const call = async ({ method, path, permission }: Row, headers: Record<string, string>): Promise<number> => {
  const body = method === 'POST' ? { body: '{}' } : {};
  const sent = { method, headers: { 'content-type': 'application/json', origin: 'https://evil.example', ...headers } };
  const url = `${world.ctx.origin}${addressOf({ method, path, permission })}`;
  return (await world.app.fetch(new Request(url, { ...sent, ...body }))).status;
};

describe('the routes of the whole service', () => {
  it('are pages of the console, endpoints of the description, or on the list of open doors', () => {
    const endpoints = rows.map(({ path }) => path.replaceAll(/\{(\w+)\}/g, ':$1'));
    const open = ['/', '/items/:id', '/console.css', '/console/assets/:name', '/openapi.json'];
    const folders = ['/docs', '/callbacks/', '/feeds/', '/healthz', '/readyz', '/r/:itemId/', '/go/', '/reach/'];
    const unknown = world.app.routes
      .filter(({ method }) => method !== 'ALL')
      .filter(({ path }) => !ROUTES.some((route) => route.path === path) && !endpoints.includes(path))
      .filter(({ path }) => !open.includes(path) && !folders.some((folder) => path.startsWith(folder)));
    expect(unknown.map(({ method, path }) => `${method} ${path}`)).toEqual([]);
  });

  it('below /api all ask for a permission', () => {
    expect(rows.filter(({ path, permission }) => path.startsWith('/api/') && !permission)).toEqual([]);
    expect(rows.filter(({ permission }) => permission).length).toBeGreaterThan(10);
  });

  it('and answer nobody without a living key, whatever page or cookie sends the JSON', async () => {
    const through: string[] = [];
    for (const row of rows.filter(({ permission }) => permission))
      for (const [name, headers] of strangers)
        if ((await call(row, headers)) !== 401) through.push(`${name}: ${row.method} ${row.path}`);
    expect(through).toEqual([]);
  });

  it.each(SCOPES)('and give a key of %s what that scope gives, and nothing else', async (scope) => {
    const { secret } = await createKey(world.ctx, { name: scope, scopes: [scope], actor: 'test' });
    const wrong: string[] = [];
    for (const row of rows) {
      if (!row.permission) continue;
      const status = await call(row, { authorization: `Bearer ${secret}` });
      if ((status === 403) === SCOPE_PERMISSIONS[scope].includes(row.permission))
        wrong.push(`${status} ${row.method} ${row.path}`);
    }
    expect(wrong).toEqual([]);
  });

  it('show the overview and its items to key holders only', async () => {
    for (const path of ['/', '/items/00000000-0000-4000-8000-000000000000'])
      for (const [, headers] of strangers)
        expect(await call({ method: 'GET', path, permission: undefined }, headers)).toBe(401);
  });
});
