import { createOTP } from '@better-auth/utils/otp';
import { base32 } from '@better-auth/utils/base32';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sessions, twoFactors } from '../../db/schema/index.ts';
import { openStaffWorld, PASSWORD, type StaffBrowser, type StaffWorld } from '../support/staff.ts';

let world: StaffWorld;
let secret: string;
let userId: string;
let enrolledTo: string;

const PERIOD_MS = 30_000;
/** The code of a step beside the present one; a step that begins while the test runs changes nothing but its name. */
const codeAt = (steps: number): Promise<string> => createOTP(secret).hotp(Math.floor(Date.now() / PERIOD_MS) + steps);

/** Through the password, up to the question for the code. */
const toCode = async (): Promise<StaffBrowser> => {
  const browser = world.open();
  const answer = await browser.signIn('sunli');
  expect(answer.to).toMatch(/^\/console\/code/);
  return browser;
};

beforeAll(async () => {
  world = await openStaffWorld();
  ({ id: userId } = await world.user('sunli', ['editor']));
  const browser = world.open();
  await browser.signIn('sunli');
  await browser.get('/console/account/totp');
  const { html } = await browser.post('/console/account/totp', { password: PASSWORD });
  const shown = /<code>([A-Z2-7 ]+)<\/code>/.exec(html)?.[1] ?? '';
  secret = new TextDecoder().decode(base32.decode(shown.replaceAll(' ', '')));
  const done = await browser.post('/console/account/totp/confirm', { code: await codeAt(-1) });
  enrolledTo = done.to;
});
afterAll(() => world.close());

describe('an authenticator', () => {
  it('is asked for after the password: until its code there is no session', async () => {
    const before = await world.ctx.db.$count(sessions, eq(sessions.userId, userId));
    const browser = await toCode();
    expect(await world.ctx.db.$count(sessions, eq(sessions.userId, userId))).toBe(before);
    expect((await browser.get('/console/account')).status).toBe(303);
  });

  it('counts from its first code on', () => {
    expect(enrolledTo).toBe('/console/account?notice=totp-on');
  });

  it('keeps its secret encrypted', async () => {
    const [row] = await world.ctx.db.select().from(twoFactors).where(eq(twoFactors.userId, userId));
    expect(row?.secret).not.toContain(secret);
  });

  it('opens once with a code, and never again with the same, not even at the same moment', async () => {
    const code = await codeAt(0);
    const browsers = [await toCode(), await toCode(), await toCode()];
    const answers = await Promise.all(browsers.map((browser) => browser.post('/console/code', { code })));
    expect(answers.filter(({ status }) => status === 303)).toHaveLength(1);
    const late = await (await toCode()).post('/console/code', { code });
    expect(late).toMatchObject({ status: 401, html: expect.stringContaining('验证码不正确、已用过或已超时') });
    expect((await (await toCode()).post('/console/code', { code: await codeAt(1) })).to).toBe('/console');
  });

  it('counts wrong codes with the account: no sixth try, whatever number of challenges', async () => {
    const statuses: number[] = [];
    for (let at = 0; at < 3; at += 1) {
      const browser = world.open();
      const { status } = await browser.signIn('sunli');
      statuses.push(status, (await browser.post('/console/code', { code: '000000' })).status);
    }
    expect(statuses).toEqual([303, 401, 303, 401, 303, 429]);
    expect((await world.open().signIn('sunli')).status).toBe(429);
  });

  it('knows no challenge that it did not hand out', async () => {
    const stranger = world.open();
    const cookie = 'yigao.two_factor=2fa-madeup.AAAA';
    const headers = { cookie, origin: world.ctx.origin };
    const body = new URLSearchParams({ code: '123456' });
    expect((await stranger.send('POST', '/console/code', { headers, body })).to).toBe('/console/sign-in');
  });
});
