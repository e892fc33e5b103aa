import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createUnit } from '../../../src/accounts/units.ts';
import { ROLES, type Role } from '../../../src/core/roles.ts';
import {
  addressOf,
  findThings,
  isAllowed,
  roleFor,
  ROUTES,
  stopsOf,
  type Things,
} from '../../support/console-pages.ts';
import { fillOffice, SUBJECTS } from '../../support/large-county.ts';
import { endedSessions, forgeries, type Situation } from '../../support/situations.ts';
import { fakeChannel } from '../../support/fakes.ts';
import { openStaffWorld, type StaffBrowser, type StaffWorld } from '../../support/staff.ts';

const CHANNELS = [
  fakeChannel(),
  fakeChannel({ id: 'wechat', name: '明溪在线' }),
  fakeChannel({ id: 'esanming', name: 'e三明' }),
];
/** Roles that may be bound to units. */
const BOUND = ['editor', 'reviewer', 'clerk'] as const;

let world: StaffWorld;
let things: Things;
let situations: readonly Situation[];
const browsers = new Map<string, StaffBrowser>();
const browserOf = (name: string): StaffBrowser => {
  const browser = browsers.get(name);
  if (!browser) throw new Error(`No browser of ${name}`);
  return browser;
};

beforeAll(async () => {
  world = await openStaffWorld({ channels: CHANNELS });
  await fillOffice(world.database, 12);
  const admin = await world.user('first', ['admin']);
  await createUnit(world.ctx, admin, { id: 'xmjy', name: '明溪县教育局' });
  const enter = async (name: string, role: Role, unitIds: readonly string[]) => {
    await world.user(name, [role], { unitIds: [...unitIds] });
    const browser = world.open();
    await browser.signIn(name);
    browsers.set(name, browser);
  };
  await Promise.all(ROLES.map((role) => enter(`the-${role}`, role, [])));
  await Promise.all(BOUND.map((role) => enter(`bound-${role}`, role, ['xmjy'])));
  situations = [
    ...(await endedSessions(world, admin)),
    ...forgeries(world.ctx.origin, (route) => browserOf(`the-${roleFor(route)}`)),
  ];
  things = { ...(await findThings(world.ctx.db)), mark: 'none' } as Things;
});
afterAll(() => world.close());

const named = ROUTES.map((route) => ({ route, name: `${route.method.toUpperCase()} ${route.path}` }));
/** Signing out ends what the other rows of this table need. */
const lasting = named.filter(({ route }) => route.path !== '/console/sign-out' && route.who !== 'anyone');
const NO_RIGHT = '的权限，如需办理';
const ask = (browser: StaffBrowser, method: string, address: string) =>
  method === 'get' ? browser.get(address) : browser.post(address, {});

describe('the routes of the console', () => {
  it('are all declared: a handler that no table knows is none', () => {
    const declared = new Set(named.map(({ name }) => name));
    const served = world.app.routes
      .filter(({ path, method }) => path.startsWith('/console') && method !== 'ALL')
      .map(({ method, path }) => `${method} ${path}`)
      .filter((route) => route !== 'GET /console/assets/:name' && route !== 'GET /console.css');
    expect(served.length).toBeGreaterThan(20);
    expect(served.filter((route) => !declared.has(route))).toEqual([]);
    expect([...declared].filter((route) => !served.includes(route))).toEqual([]);
  });

  it('never change anything on GET', () => {
    expect(ROUTES.filter(({ method, proof }) => method === 'get' && proof)).toEqual([]);
  });

  it('have each of their things in this world, so that what is refused is not merely missing', () => {
    expect(Object.entries(things).filter(([, id]) => !id)).toEqual([]);
  });
});

describe('route × role', () => {
  it.each(lasting)('$name is open to the roles that it names, and to no other', async ({ route }) => {
    const answers = await Promise.all(
      ROLES.map((role) => ask(browserOf(`the-${role}`), route.method, addressOf(route))),
    );
    expect(answers.filter(({ status }) => status >= 500)).toEqual([]);
    const isOpen = (at: number) => !(answers[at]?.status === 403 && answers[at].html.includes(NO_RIGHT));
    expect(ROLES.filter((_, at) => isOpen(at))).toEqual(ROLES.filter((role) => isAllowed(route, role)));
  });
});

describe('route × what is no right', () => {
  it.each(named)('$name is closed to every one of them', async ({ route }) => {
    const asked = situations.filter(({ applies }) => applies(route));
    const answers = await Promise.all(asked.map(({ tried }) => tried(route, addressOf(route, things))));
    const through = asked.map(({ name }, at) => [name, answers[at]]).filter(([, answer]) => answer !== null);
    expect(through).toEqual([]);
    expect(asked.length > 0 || route.who === 'anyone').toBe(true);
  });
});

describe('route × another unit', () => {
  const OWNED = /^\/console\/(?:items|drafts|findings)\/:id|^\/console\/reviews\/:draftId/;
  const owned = named.filter(({ route }) => OWNED.test(route.path));

  it.each(owned)('$name refuses what belongs to another unit', async ({ route }) => {
    const address = addressOf(route, things);
    const roles = BOUND.filter((role) => isAllowed(route, role));
    const answers = await Promise.all(roles.map((role) => ask(browserOf(`bound-${role}`), route.method, address)));
    expect(answers.map(({ status }) => status).filter((status) => status !== 403 && status !== 404)).toEqual([]);
    expect(answers.filter(({ html }) => SUBJECTS.some((subject) => html.includes(subject)))).toEqual([]);
    if (route.method !== 'get') return;
    const own = await browserOf(`the-${roleFor(route)}`).get(address);
    expect([200, 409]).toContain(own.status);
  });

  it('no list, count or part of any page tells of it', async () => {
    const told: string[] = [];
    for (const { route, path } of stopsOf(things))
      for (const role of BOUND.filter((each) => isAllowed(route, each) && route.who !== 'anyone')) {
        const { html } = await browserOf(`bound-${role}`).get(path);
        if (SUBJECTS.some((subject) => html.includes(subject))) told.push(`${role} ${path}`);
      }
    expect(told).toEqual([]);
    expect((await browserOf('the-editor').get('/console/items')).html).toContain('停水');
  });
});
