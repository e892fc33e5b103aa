import { createOTP } from '@better-auth/utils/otp';
import { base32 } from '@better-auth/utils/base32';
import { eq } from 'drizzle-orm';
import { decodeQR } from 'qr/decode.js';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { events, sessions, signInGuards, twoFactors } from '../../db/schema/index.ts';
import { openStaffWorld, PASSWORD, type StaffBrowser, type StaffWorld } from '../support/staff.ts';

let world: StaffWorld;
let secret: string;
let userId: string;
let enrolledTo: string;
let enrolment: string;
const backupCodesIn = (html: string): string[] =>
  [...html.matchAll(/<kbd>([2-9A-Z]{5}-[2-9A-Z]{5})<\/kbd>/g)].map(([, code = '']) => code);
/** What a telephone reads from the picture: dark squares as bright as paper is dark, four dots a side. */
const scan = (html: string): string => {
  const [, size = '0', path = ''] = /<svg viewBox="0 0 (\d+) \d+"[^>]*><path d="([^"]+)"/.exec(html) ?? [];
  const dots = 4 * Number(size);
  const data = new Uint8Array(4 * dots * dots).fill(255);
  let [x, y] = [0, 0];
  for (const [, way, right = '', down = ''] of path.matchAll(/([Mm])\s*(-?\d+)[ ,]?(-?\d+)h1v1[Hh]-?\d+Z/g)) {
    [x, y] = way === 'M' ? [Number(right), Number(down)] : [x + Number(right), y + Number(down)];
    for (let at = 0; at < 16; at += 1) {
      const dot = 4 * (dots * (4 * y + (at >> 2)) + 4 * x + (at & 3));
      data.set([0, 0, 0], dot);
    }
  }
  return decodeQR({ width: dots, height: dots, data });
};

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
  enrolment = html;
  const shown = /<code>([A-Z2-7 ]+)<\/code>/.exec(html)?.[1] ?? '';
  secret = new TextDecoder().decode(base32.decode(shown.replaceAll(' ', '')));
  const done = await browser.post('/console/account/totp/confirm', { code: await codeAt(-1) });
  enrolledTo = done.to;
});
afterAll(() => world.close());
/** Each test has its five tries, whoever of those at the same moment came first. */
const forgive = () => world.ctx.db.delete(signInGuards);
beforeEach(forgive);

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

  it('is set up by a picture that holds the same secret as the text beside it', () => {
    const uri = new URL(scan(enrolment));
    expect(uri.protocol).toBe('otpauth:');
    expect(new TextDecoder().decode(base32.decode(uri.searchParams.get('secret') ?? ''))).toBe(secret);
    expect(uri.searchParams.get('issuer')).toBe('一稿');
  });

  it('keeps its secret encrypted', async () => {
    const [row] = await world.ctx.db.select().from(twoFactors).where(eq(twoFactors.userId, userId));
    expect(row?.secret).not.toContain(secret);
  });

  it('opens once with a code, and never again with the same, not even at the same moment', async () => {
    const code = await codeAt(0);
    const browsers = [await toCode(), await toCode()];
    const answers = await Promise.all(browsers.map((browser) => browser.post('/console/code', { code })));
    expect(answers.filter(({ status }) => status === 303)).toHaveLength(1);
    await forgive();
    const late = await (await toCode()).post('/console/code', { code });
    expect(late).toMatchObject({ status: 401, html: expect.stringContaining('验证码不正确、已用过或已超时') });
    expect((await (await toCode()).post('/console/code', { code: await codeAt(1) })).to).toBe('/console');
  });

  it('is stood in for by a code from paper, in any case and without its dash, once', async () => {
    const codes = backupCodesIn(enrolment);
    expect(new Set(codes).size).toBe(10);
    const [first = ''] = codes;
    const browser = await toCode();
    const answer = await browser.post('/console/code', { code: first.toLowerCase().replace('-', ' '), by: 'backup' });
    expect(answer.to).toBe('/console');
    expect((await browser.get('/console/account')).html).toContain('还有 9 个备用码未用');
    const again = await (await toCode()).post('/console/code', { code: first, by: 'backup' });
    expect(again).toMatchObject({ status: 401, html: expect.stringContaining('改用动态验证码') });
    const kinds = await world.ctx.db.select({ kind: events.kind }).from(events);
    expect(kinds.filter(({ kind }) => kind === 'signed-in-by-backup-code')).toHaveLength(1);
  });

  it('gets new codes on paper for the password only, and then the old ones open nothing', async () => {
    const browser = await toCode();
    const [, old = '', later = ''] = backupCodesIn(enrolment);
    await browser.post('/console/code', { code: old, by: 'backup' });
    await browser.get('/console/account/backup-codes');
    const wrong = await browser.post('/console/account/backup-codes', { password: 'not it' });
    expect([wrong.status, backupCodesIn(wrong.html)]).toEqual([401, []]);
    const { html } = await browser.post('/console/account/backup-codes', { password: PASSWORD });
    const [fresh = ''] = backupCodesIn(html);
    expect((await (await toCode()).post('/console/code', { code: later })).status).toBe(401);
    expect((await (await toCode()).post('/console/code', { code: fresh })).to).toBe('/console');
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
