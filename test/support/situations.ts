import { eq, sql } from 'drizzle-orm';
import { sessions } from '../../db/schema/index.ts';
import { resetPassword, setDisabled } from '../../src/accounts/users.ts';
import type { Person } from '../../src/accounts/person.ts';
import type { Route } from '../../src/web/console/pages.tsx';
import type { Shown, StaffBrowser, StaffWorld } from './staff.ts';

/** One way to come to a route without the right to, and what it must answer. */
export interface Situation {
  readonly name: string;
  applies(route: Route): boolean;
  /** Null: refused as it should be; otherwise what was answered. */
  tried(route: Route, address: string): Promise<string | null>;
}

const ask = (browser: StaffBrowser, { method }: Route, address: string): Promise<Shown> =>
  method === 'get' ? browser.get(address) : browser.post(address, {});

const told = ({ status, to }: Shown): string => `${status} ${to}`;

/** Somebody whose session is none: led to the sign-in page, or refused. */
const asNobody = (name: string, browser: StaffBrowser): Situation => ({
  name,
  applies: ({ who }) => who !== 'anyone',
  tried: async (route, address) => {
    const answer = await ask(browser, route, address);
    const isLed = route.method === 'get' && answer.status === 303 && answer.to.startsWith('/console/sign-in');
    return isLed || answer.status === 401 ? null : told(answer);
  },
});

/** The cookies of a browser in another one, at another address. */
const stolen = (world: StaffWorld, from: StaffBrowser): StaffBrowser => {
  const thief = world.open({ from: '203.0.113.7' });
  for (const [name, value] of from.jar) thief.jar.set(name, value);
  return thief;
};

/** Copied cookies whose session has ended since, each in another way; and cookies that never were of ours. */
export const endedSessions = async (world: StaffWorld, admin: Person): Promise<Situation[]> => {
  const { db } = world.ctx;
  const enter = async (name: string) => {
    const person = await world.user(name, ['admin']);
    const browser = world.open();
    await browser.signIn(name);
    return { person, browser, thief: stolen(world, browser) };
  };
  const [left, disabled, reset, idle, old, forged] = await Promise.all(
    ['left', 'disabled', 'reset', 'idle', 'old', 'forged'].map((name) => enter(`thief-${name}`)),
  );
  if (!left || !disabled || !reset || !idle || !old || !forged) throw new Error('Not all signed in');
  await left.browser.post('/console/sign-out', {});
  await setDisabled(world.ctx, admin, disabled.person.id, true);
  await resetPassword(world.ctx, admin, reset.person.id);
  const ago = (time: string) => sql`clock() - ${time}::interval`;
  await db
    .update(sessions)
    .set({ lastSeenAt: ago('31 minutes') })
    .where(eq(sessions.userId, idle.person.id));
  await db
    .update(sessions)
    .set({ startedAt: ago('13 hours') })
    .where(eq(sessions.userId, old.person.id));
  for (const [name, value] of forged.thief.jar)
    forged.thief.jar.set(
      name,
      value.replace(/^./, (sign) => (sign === 'a' ? 'b' : 'a')),
    );
  const invented = world.open();
  for (const name of forged.browser.jar.keys()) invented.jar.set(name, 'A'.repeat(43));
  return [
    asNobody('without a session', world.open()),
    asNobody('with a copied session whose owner signed out', left.thief),
    asNobody('with a copied session whose owner was disabled', disabled.thief),
    asNobody('with a copied session whose owner got another password', reset.thief),
    asNobody('with a session idle for 31 minutes', idle.browser),
    asNobody('with a session of 13 hours', old.browser),
    asNobody('with a cookie whose token was changed', forged.thief),
    asNobody('with a cookie that is not signed', invented),
  ];
};

type Sending = (browser: StaffBrowser, address: string) => Promise<Shown>;

const posted = (
  name: string,
  wanted: number,
  browserFor: (route: Route) => StaffBrowser,
  send: Sending,
): Situation => ({
  name,
  applies: ({ method }) => method === 'post',
  tried: async (route, address) => {
    const answer = await send(browserFor(route), address);
    return answer.status === wanted ? null : told(answer);
  },
});

const json =
  (origin: string): Sending =>
  (browser, address) =>
    browser.send('POST', address, {
      headers: { 'content-type': 'application/json', origin, 'x-form-token': browser.token() },
      body: '{}',
    });

/** What a foreign page, or a form of another session, can make the browser of somebody signed in send. */
export const forgeries = (origin: string, browserFor: (route: Route) => StaffBrowser): Situation[] => {
  const evil = 'https://evil.example';
  const signedIn = ({ method, who }: Route): boolean => method === 'post' && who !== 'anyone';
  const tokens = [
    posted('with a form that has no token', 403, browserFor, (browser, at) => browser.post(at, { _token: '' })),
    posted('with the token of another session', 403, browserFor, (browser, at) =>
      browser.post(at, { _token: 'A'.repeat(43) }),
    ),
  ];
  return [
    ...tokens.map((situation) => ({ ...situation, applies: signedIn })),
    posted('with a form of a foreign page', 403, browserFor, (browser, at) =>
      browser.post(at, {}, { origin: evil, 'sec-fetch-site': 'cross-site' }),
    ),
    posted('with a form of a neighbouring site', 403, browserFor, (browser, at) =>
      browser.post(at, {}, { 'sec-fetch-site': 'same-site' }),
    ),
    posted('with JSON of a foreign page', 403, browserFor, json(evil)),
    posted('with JSON in place of a form', 415, browserFor, json(origin)),
  ];
};
