import { asc, eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { events, sessions, users } from '../../db/schema/index.ts';
import { mostHashesAtOnce } from '../../src/accounts/hashing.ts';
import { setDisabled } from '../../src/accounts/users.ts';
import { advance, setClock } from '../support/database.ts';
import { openStaffWorld, PASSWORD, type StaffWorld } from '../support/staff.ts';

const START = new Date('2026-11-25T01:00:00Z');
const MINUTE = 60_000;

let world: StaffWorld;
beforeAll(async () => {
  world = await openStaffWorld();
  await setClock(world.ctx.db, START);
});
afterAll(() => world.close());

const eventsOf = async (kind: string) => {
  const rows = await world.ctx.db.select().from(events).where(eq(events.kind, kind)).orderBy(asc(events.id));
  return rows.map(({ actor, data }) => ({ actor, ...data }));
};

describe('signing in', () => {
  it('opens the console by account name or address, in whatever width and case it is typed', async () => {
    await world.user('wangfang', ['editor'], { email: 'wangfang@mingxi.example' });
    for (const name of ['wangfang', ' WangFang ', 'ｗａｎｇｆａｎｇ', 'wangfang@mingxi.example']) {
      const browser = world.open();
      expect((await browser.signIn(name)).to).toBe('/console');
      expect((await browser.get('/console/account')).html).toContain('职员wangfang');
    }
    expect((await eventsOf('signed-in')).at(-1)).toMatchObject({
      actor: '职员wangfang（wangfang）',
      address: '10.1.2.3',
    });
  });

  it('gives an unknown name, a wrong password and a disabled user the same answer, and the log the true reason', async () => {
    const gone = await world.user('lizhong', ['editor']);
    await setDisabled(world.ctx, null, gone.id, true);
    const answers = [];
    for (const [name, password] of [
      ['nobody-here', PASSWORD],
      ['wangfang', 'wrong'],
      ['lizhong', PASSWORD],
    ] as const) {
      const { status, html } = await world.open().signIn(name, password);
      answers.push({ status, told: /role="alert">(.*?)<\/div>/.exec(html)?.[1] });
    }
    expect(new Set(answers.map((each) => JSON.stringify(each))).size).toBe(1);
    expect(answers[0]).toMatchObject({ status: 401, told: expect.stringContaining('账号或口令不正确') });
    const reasons = (await eventsOf('sign-in-refused')).map((event) => 'reason' in event && event.reason);
    expect(reasons).toEqual(['unknown', 'password', 'disabled']);
  });

  it('is never open for more than two hashes at once, and lets no more than five of a hundred parallel guesses through', async () => {
    await world.user('zhaolei', ['editor']);
    const guesses = Array.from({ length: 100 }, (_, at) =>
      world.open({ from: `10.9.0.${at}` }).signIn('zhaolei', `guess ${at}`),
    );
    const statuses = (await Promise.all(guesses)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 401)).toHaveLength(5);
    expect(statuses.filter((status) => status === 429)).toHaveLength(95);
    expect(mostHashesAtOnce()).toBe(2);
    expect((await world.open().signIn('zhaolei')).status).toBe(429);
  });

  it('unlocks by itself after the time of the policy, and starts counting anew', async () => {
    await advance(world.ctx.db, 21 * MINUTE);
    for (let wrong = 0; wrong < 4; wrong += 1) await world.open().signIn('zhaolei', 'wrong');
    expect((await world.open().signIn('zhaolei')).to).toBe('/console');
    for (let wrong = 0; wrong < 4; wrong += 1) await world.open().signIn('zhaolei', 'wrong');
    expect((await world.open().signIn('zhaolei')).to).toBe('/console');
  });

  it('locks an address that tries many accounts, and a good account does not wash it clean', async () => {
    const from = '10.66.6.6';
    const statuses: number[] = [];
    for (let at = 0; at < 34; at += 1) {
      const { status } = await world.open({ from }).signIn(at % 10 === 9 ? 'wangfang' : `guess-${at}`);
      statuses.push(status);
    }
    expect(statuses.slice(-1)).toEqual([429]);
    expect((await world.open({ from }).signIn('wangfang')).status).toBe(429);
    expect((await world.open({ from: '10.66.6.7' }).signIn('wangfang')).to).toBe('/console');
  });
});

describe('a session', () => {
  const path = '/console/account';

  it('ends after half an hour without a page, by the clock of the database', async () => {
    const browser = world.open();
    await browser.signIn('wangfang');
    await advance(world.ctx.db, 25 * MINUTE);
    expect((await browser.get(path)).status).toBe(200);
    await advance(world.ctx.db, 25 * MINUTE);
    expect((await browser.get(path)).status).toBe(200);
    await advance(world.ctx.db, 31 * MINUTE);
    expect((await browser.get(path)).to).toBe('/console/sign-in?next=%2Fconsole%2Faccount');
  });

  it('ends after twelve hours, however busy', async () => {
    const browser = world.open();
    await browser.signIn('wangfang');
    for (let quarter = 0; quarter < 47; quarter += 1) {
      await advance(world.ctx.db, 15 * MINUTE);
      expect((await browser.get(path)).status).toBe(200);
    }
    await advance(world.ctx.db, 16 * MINUTE);
    expect((await browser.get(path)).status).toBe(303);
  });

  it('is a new one at every sign-in, and dead in every browser once signed out or disabled', async () => {
    const browser = world.open();
    await browser.signIn('wangfang');
    const stolen = browser.cookies();
    await browser.signIn('wangfang');
    expect(browser.cookies()).not.toBe(stolen);
    const thief = world.open();
    expect((await thief.send('GET', path, { headers: { cookie: stolen } })).status).toBe(303);
    const kept = browser.cookies();
    await browser.post('/console/sign-out', {});
    expect((await thief.send('GET', path, { headers: { cookie: kept } })).status).toBe(303);
    const again = world.open();
    await again.signIn('zhaolei');
    const [user] = await world.ctx.db.select().from(users).where(eq(users.username, 'zhaolei'));
    await setDisabled(world.ctx, null, user?.id ?? '', true);
    expect((await again.get(path)).status).toBe(303);
    expect(await world.ctx.db.$count(sessions, eq(sessions.userId, user?.id ?? ''))).toBe(0);
  });

  it('is not opened by a cookie with another signature, or with the token alone', async () => {
    const browser = world.open();
    await browser.signIn('wangfang');
    const [name = '', value = ''] = Array.from(browser.jar)[0] ?? [];
    const [token = ''] = decodeURIComponent(value).split('.');
    for (const forged of [token, `${token}.AAAA`, `${value.slice(0, -6)}AAA%3D`, '']) {
      const { status } = await world.open().send('GET', path, { headers: { cookie: `${name}=${forged}` } });
      expect(status).toBe(303);
    }
  });
});
