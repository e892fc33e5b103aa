import { desc, eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { events } from '../../../db/schema/index.ts';
import { permitPerson } from '../../../src/accounts/acting.ts';
import type { Person } from '../../../src/accounts/person.ts';
import { changeStaffNetworks } from '../../../src/accounts/settings.ts';
import { changeUser } from '../../../src/accounts/users.ts';
import type { AppError } from '../../../src/core/errors.ts';
import type { Permission } from '../../../src/core/permissions.ts';
import { setClock, advance } from '../../support/database.ts';
import { openStaffWorld, PASSWORD, type StaffWorld } from '../../support/staff.ts';

const ACCOUNT = '/console/account';
let world: StaffWorld;
let tls: StaffWorld;
let admin: Person;
beforeAll(async () => {
  [world, tls] = await Promise.all([
    openStaffWorld({ proxies: ['10.0.0.1'] }),
    openStaffWorld({ origin: 'https://yigao.mingxi.example' }),
  ]);
  await setClock(world.ctx.db, new Date('2026-11-25T01:00:00Z'));
  admin = await world.user('boss', ['admin']);
  await world.user('reader', ['editor']);
  await tls.user('boss', ['admin']);
});
afterAll(async () => {
  await world.close();
  await tls.close();
});

const lastEvent = async (kind: string) => {
  const [row] = await world.ctx.db.select().from(events).where(eq(events.kind, kind)).orderBy(desc(events.id)).limit(1);
  return row;
};

describe('headers', () => {
  it.each(['/console/sign-in', ACCOUNT, '/console/nowhere', '/console/set-up?code=x', '/console/assets/none'])(
    'of %s allow nothing but our own scripts, styles and forms, and leave nothing behind',
    async (path) => {
      const { headers } = await world.open().get(path);
      const policy = headers.get('content-security-policy') ?? '';
      expect(policy).toMatch(/default-src 'none'; script-src 'nonce-[\w+/=]{20,}' 'strict-dynamic'; style-src 'self'/);
      expect(policy).not.toContain('unsafe');
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('referrer-policy')).toBe('same-origin');
      expect(headers.get('x-frame-options')).toBe('DENY');
    },
  );

  it('carry another nonce each time, and a page uses no other', async () => {
    const pages = [await world.open().get('/console/sign-in'), await world.open().get('/console/sign-in')];
    const nonces = pages.map(
      ({ headers }) => /'nonce-([^']+)'/.exec(headers.get('content-security-policy') ?? '')?.[1],
    );
    expect(new Set(nonces).size).toBe(2);
    const used = Array.from((pages[0]?.html ?? '').matchAll(/<script nonce="([^"]+)"/g), ([, nonce]) => nonce);
    expect(new Set(used)).toEqual(new Set([nonces[0]]));
    expect(pages[0]?.html).not.toMatch(/\son\w+=|\sstyle=|<style|javascript:/i);
  });

  it('of https pages ask for https for a year, and give a cookie no other host can set', async () => {
    const browser = tls.open();
    const { headers } = await browser.signIn('boss');
    expect(headers.get('strict-transport-security')).toBe('max-age=31536000');
    const [cookie] = headers.getSetCookie();
    expect(cookie).toMatch(/^__Host-yigao\.session=/);
    expect(cookie).toContain('; Path=/; HttpOnly; Secure; SameSite=Lax');
    expect(cookie).not.toContain('Domain');
    expect((await browser.get(ACCOUNT)).status).toBe(200);
  });
});

describe('a request from elsewhere', () => {
  it('is refused by origin even before anybody is signed in', async () => {
    const body = { name: 'boss', password: PASSWORD };
    const browser = world.open();
    const evil = { origin: 'https://evil.example' };
    expect((await browser.post('/console/sign-in', body, { ...evil, 'sec-fetch-site': 'cross-site' })).status).toBe(
      403,
    );
    const silent = new URLSearchParams(body);
    expect((await browser.send('POST', '/console/sign-in', { body: silent })).status).toBe(403);
    expect((await browser.send('POST', '/console/sign-in', { body: silent, headers: { origin: 'null' } })).status).toBe(
      403,
    );
  });

  it('leads after a sign-in to pages of ours only', async () => {
    for (const next of [
      'https://evil.example',
      '//evil.example',
      '/console//evil',
      '/\\evil',
      '/consolex',
      'javascript:1',
    ]) {
      const { to } = await world.open().post('/console/sign-in', { name: 'reader', password: PASSWORD, next });
      expect(to).toBe('/console');
    }
  });

  it('cannot make a page say what it likes', async () => {
    const { html } = await world.open().get('/console/sign-in?notice=%3Cb%3Ehacked&next=%22%3E%3Cb%3E');
    expect(html).not.toContain('hacked');
    expect(html).not.toContain('"><b>');
  });

  it('with an API key and no session is nobody', async () => {
    const { status } = await world.open().send('GET', ACCOUNT, { headers: { authorization: 'Bearer yg_x' } });
    expect(status).toBe(303);
  });
});

describe('signs that no person types', () => {
  it('are refused or ignored, never a fault of ours', async () => {
    const browser = world.open();
    await browser.signIn('boss');
    const asked = [
      await browser.get('/console/system/users?q=%00&cursor=%00'),
      await browser.get('/console/system/users/%00'),
      await browser.get('/console/system/users/%ED%A0%80'),
      await browser.post('/console/sign-in', { name: 'a\0b', password: '\0' }),
      await browser.post('/console/system/units', { id: 'a\0', name: 'b' }),
      await browser.post('/console/system/units', { name: 'x'.repeat(300_000) }),
    ];
    expect(asked.map(({ status }) => status)).toEqual([200, 404, 404, 400, 400, 413]);
  });
});

describe('a step that is not easily taken back', () => {
  it('asks for the password again after its time, keeps what was filled in, and goes on with it', async () => {
    const browser = world.open();
    await browser.signIn('boss');
    await advance(world.ctx.db, 11 * 60_000);
    const path = '/console/system/users/new';
    const user = { userName: 'fresh', name: '新同事', email: '', roles: ['editor', 'clerk'], isStaff: 'yes' };
    const asked = await browser.post(path, user);
    expect(asked.status).toBe(403);
    expect(asked.html).toContain('<input type="hidden" name="roles" value="clerk"/>');
    const wrong = await browser.post(path, { ...user, _password: 'wrong' });
    expect(wrong).toMatchObject({ status: 401, html: expect.not.stringContaining('value="wrong"') });
    expect((await lastEvent('proof-refused'))?.actor).toBe('职员boss（boss）');
    const done = await browser.post(path, { ...user, _password: PASSWORD });
    expect(done).toMatchObject({ status: 200, html: expect.stringContaining('初始口令') });
    expect((await browser.post(path, { ...user, userName: 'fresh2' })).html).toContain('初始口令');
  });
});

describe('the staff network', () => {
  it('keeps others out, signed in or not, and refuses to lock out the one who sets it', async () => {
    const outside = world.open({ from: '192.168.1.9' });
    await outside.signIn('reader');
    expect((await outside.get(ACCOUNT)).status).toBe(200);
    await expect(changeStaffNetworks(world.ctx, admin, ['10.7.0.0/16'], '10.1.2.3')).rejects.toThrow('有 1 处');
    await changeStaffNetworks(world.ctx, admin, ['10.1.0.0/16'], '10.1.2.3');
    expect(await outside.get(ACCOUNT)).toMatchObject({ status: 403, html: expect.stringContaining('192.168.1.9') });
    expect((await outside.get('/console/sign-in')).status).toBe(403);
    expect((await lastEvent('action-refused'))?.data).toMatchObject({
      code: 'outside-network',
      address: '192.168.1.9',
    });
    expect((await world.open().signIn('reader')).to).toBe('/console');
  });

  it('believes X-Forwarded-For from our own proxy only, and there the nearest stranger', async () => {
    const ask = async (from: string, forwarded: string) => {
      const headers = { 'x-forwarded-for': forwarded };
      return (await world.open({ from }).send('GET', '/console/sign-in', { headers })).status;
    };
    expect(await ask('192.168.1.9', '10.1.2.3')).toBe(403);
    expect(await ask('10.0.0.1', '10.1.2.3')).toBe(200);
    expect(await ask('10.0.0.1', '10.1.2.3, 192.168.1.9')).toBe(403);
    expect(await ask('10.0.0.1', '192.168.1.9, 10.1.2.3')).toBe(200);
    await changeStaffNetworks(world.ctx, admin, [], '10.1.2.3');
  });
});

describe('what a person may', () => {
  const refusal = async (run: Promise<void>) =>
    ((await run.catch((error: unknown) => error)) as AppError | undefined)?.code;

  it('is read inside the transaction: a role taken away a moment ago gives nothing', async () => {
    const person = await world.user('changing', ['reviewer'], { unitIds: ['xmzj'] });
    const ask = (action: Permission) => refusal(world.ctx.db.transaction((tx) => permitPerson(tx, person, action)));
    expect(await ask('item-review')).toBeUndefined();
    expect(await ask('user-manage')).toBe('no-permission');
    const { name, isStaff } = person;
    await changeUser(world.ctx, admin, person.id, { name, isStaff, roles: ['editor'], unitIds: ['xmzj'] });
    expect(await ask('item-review')).toBe('no-permission');
  });

  it('never leaves the system without an administrator, nor joins what must be apart', async () => {
    const browser = world.open();
    await browser.signIn('boss');
    const path = `/console/system/users/${admin.id}`;
    const kept = await browser.post(path, { name: 'Boss', roles: ['editor'] });
    expect(kept).toMatchObject({ status: 409, html: expect.stringContaining('最后一名可用的系统管理员') });
    const both = await browser.post(path, { name: 'Boss', roles: ['admin', 'log-auditor'] });
    expect(both).toMatchObject({ status: 422, html: expect.stringContaining('不能由同一人担任') });
    expect((await browser.post(`${path}/disable`, {})).status).toBe(409);
  });
});
