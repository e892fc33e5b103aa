import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createUnit } from '../../../src/accounts/units.ts';
import { ROLE_PERMISSIONS, mayDoFor, unitsFor, type Permission } from '../../../src/core/permissions.ts';
import { ROLES, type Role } from '../../../src/core/roles.ts';
import { createConsole } from '../../../src/web/console/staff.tsx';
import type { Route } from '../../../src/web/console/pages.tsx';
import { openStaffWorld, type StaffBrowser, type StaffWorld } from '../../support/staff.ts';

let world: StaffWorld;
const browsers = new Map<Role, StaffBrowser>();
beforeAll(async () => {
  world = await openStaffWorld();
  for (const role of ROLES) {
    await world.user(`the-${role}`, [role]);
    const browser = world.open();
    await browser.signIn(`the-${role}`);
    browsers.set(role, browser);
  }
}, 120_000);
afterAll(() => world.close());

/** Declarations do not touch the database, so the table is known before any test runs. */
const routes: readonly Route[] = createConsole({
  origin: 'http://yigao.test',
  secret: '',
  proxies: [],
} as unknown as Parameters<typeof createConsole>[0]).routes;

const named = routes.map((route) => ({ ...route, route, name: `${route.method.toUpperCase()} ${route.path}` }));
const actionsOf = ({ who }: Route): readonly Permission[] =>
  who === 'anyone' || who === 'person' ? [] : typeof who === 'string' ? [who] : who;
const isAllowed = (route: Route, role: Role): boolean => {
  const actions = actionsOf(route);
  return actions.length === 0 || actions.some((action) => ROLE_PERMISSIONS[role].includes(action));
};
/** Something that does not exist, where a page wants a number. */
const addressOf = ({ path }: Route): string => path.replaceAll(/:\w+/g, '00000000-0000-4000-8000-000000000000');
const browserOf = (role: Role): StaffBrowser => {
  const browser = browsers.get(role);
  if (!browser) throw new Error('No browser');
  return browser;
};
const closed = named.filter(({ who }) => who !== 'anyone');
/** Signing out ends what the other rows of this table need. */
const lasting = closed.filter(({ path }) => path !== '/console/sign-out');

describe('the routes of the console', () => {
  it('are all declared: a handler that no table knows is none', () => {
    const declared = new Set(routes.map(({ method, path }) => `${method.toUpperCase()} ${path}`));
    const served = world.app.routes
      .filter(({ path, method }) => path.startsWith('/console') && method !== 'ALL')
      .map(({ method, path }) => `${method} ${path}`)
      .filter((route) => route !== 'GET /console/assets/:name' && route !== 'GET /console.css');
    expect(served.length).toBeGreaterThan(20);
    expect(served.filter((route) => !declared.has(route))).toEqual([]);
    expect([...declared].filter((route) => !served.includes(route))).toEqual([]);
  });

  it('and those of the whole service: each is a page, an endpoint that asks for a key, or on the list of open doors', async () => {
    const { paths } = await (await world.app.fetch(new Request(`${world.ctx.origin}/openapi.json`))).json();
    const endpoints = Object.keys(paths).map((path) => path.replaceAll(/\{(\w+)\}/g, ':$1'));
    const open = ['/', '/items/:id', '/console.css', '/console/assets/:name', '/openapi.json'];
    const folders = ['/docs', '/callbacks/', '/feeds/', '/healthz', '/readyz', '/r/:itemId/'];
    const unknown = world.app.routes
      .filter(({ method }) => method !== 'ALL')
      .filter(({ path }) => !routes.some((route) => route.path === path) && !endpoints.includes(path))
      .filter(({ path }) => !open.includes(path) && !folders.some((folder) => path.startsWith(folder)));
    expect(unknown.map(({ method, path }) => `${method} ${path}`)).toEqual([]);
    for (const path of endpoints.filter((each) => each.startsWith('/api/'))) {
      const answers = await Promise.all(
        ['GET', 'POST'].map(async (method) => world.app.fetch(new Request(`${world.ctx.origin}${path}`, { method }))),
      );
      expect(answers.map(({ status }) => status).filter((status) => ![401, 404].includes(status))).toEqual([]);
    }
  });

  it('never change anything on GET', () => {
    expect(routes.filter(({ method, proof }) => method === 'get' && proof)).toEqual([]);
  });
});

describe('without a session', () => {
  it.each(closed)('$name leads to the sign-in page or is refused', async ({ route }) => {
    const stranger = world.open();
    const answer =
      route.method === 'get' ? await stranger.get(addressOf(route)) : await stranger.post(addressOf(route), {});
    expect([303, 401]).toContain(answer.status);
    expect(answer.status === 401 || answer.to.startsWith('/console/sign-in')).toBe(true);
  });
});

describe('role × route', () => {
  const cases = lasting.flatMap((each) =>
    ROLES.map((role) => ({ ...each, role, allowed: isAllowed(each.route, role) })),
  );

  it.each(cases)('$role · $name · allowed: $allowed', async ({ route, role, allowed }) => {
    const browser = browserOf(role);
    const answer =
      route.method === 'get' ? await browser.get(addressOf(route)) : await browser.post(addressOf(route), {});
    expect(answer.status).toBeLessThan(500);
    expect(answer.status === 403 && answer.html.includes('的权限，如需办理')).toBe(!allowed);
  });

  it.each(lasting.filter(({ method }) => method === 'post'))(
    '$name is refused without, or with another session’s, form token, and from a foreign page',
    async ({ route }) => {
      const role = ROLES.find((each) => isAllowed(route, each)) ?? 'admin';
      const browser = browserOf(role);
      const strange = [
        await browser.post(addressOf(route), { _token: '' }),
        await browser.post(addressOf(route), { _token: 'A'.repeat(43) }),
        await browser.post(addressOf(route), {}, { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }),
        await browser.post(addressOf(route), {}, { 'sec-fetch-site': 'same-site' }),
      ];
      expect(strange.map(({ status }) => status)).toEqual([403, 403, 403, 403]);
    },
  );
});

describe('JSON in place of a form', () => {
  it.each(lasting.filter(({ method }) => method === 'post'))('$name refuses it, from wherever', async ({ route }) => {
    const role = ROLES.find((each) => isAllowed(route, each)) ?? 'admin';
    const browser = browserOf(role);
    const send = (origin: string) =>
      browser.send('POST', addressOf(route), {
        headers: { 'content-type': 'application/json', origin, 'x-form-token': browser.token() },
        body: '{}',
      });
    expect((await send('https://evil.example')).status).toBe(403);
    expect((await send(world.ctx.origin)).status).toBe(415);
  });
});

describe('units', () => {
  it('bind every role but those that look at the whole county', async () => {
    await createUnit(world.ctx, await world.user('binder', ['admin']), { id: 'xmjy', name: '明溪县教育局' });
    const bound = { roles: ['editor', 'reviewer'] as const, unitIds: ['xmzj'] };
    expect(mayDoFor(bound, 'item-write', 'xmzj')).toBe(true);
    expect(mayDoFor(bound, 'item-write', 'xmjy')).toBe(false);
    expect(unitsFor(bound, 'item-read')).toEqual(['xmzj']);
    expect(mayDoFor({ roles: ['office'], unitIds: ['xmzj'] }, 'item-read', 'xmjy')).toBe(true);
    expect(mayDoFor({ roles: ['editor'], unitIds: [] }, 'item-write', 'xmjy')).toBe(true);
  });

  it('bind each role by itself: what the office may see county-wide, the editor in the same person may not write', () => {
    const both = { roles: ['office', 'editor'] as const, unitIds: ['xmzj'] };
    expect(mayDoFor(both, 'item-read', 'xmjy')).toBe(true);
    expect(mayDoFor(both, 'item-write', 'xmjy')).toBe(false);
  });
});
