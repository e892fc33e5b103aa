import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { changePolicy } from '../../src/accounts/settings.ts';
import { newPassword } from '../../src/accounts/passwords.ts';
import { createUser, resetPassword } from '../../src/accounts/users.ts';
import type { Person } from '../../src/accounts/person.ts';
import { checkPassword, POLICY_PRESETS } from '../../src/core/account-policy.ts';
import { advance, setClock } from '../support/database.ts';
import { openStaffWorld, PASSWORD, type StaffBrowser, type StaffWorld } from '../support/staff.ts';

const PATH = '/console/account/password';
let world: StaffWorld;
let admin: Person;
beforeAll(async () => {
  world = await openStaffWorld();
  await setClock(world.ctx.db, new Date('2026-11-25T01:00:00Z'));
  admin = await world.user('admin1', ['admin']);
});
afterAll(() => world.close());

const change = (browser: StaffBrowser, current: string, next: string, again = next) =>
  browser.post(PATH, { current, password: next, again });

describe('the policy', () => {
  const codes = (password: string, preset: 'mlps' | 'asvs' = 'mlps') =>
    checkPassword(password, ['chenxiaoyu', '陈小雨'], POLICY_PRESETS[preset]).map(({ code }) => code);

  it('tells everything that is wrong at once', () => {
    expect(codes('abc')).toEqual(['password-short', 'password-kinds']);
    expect(codes('Xiao-2026-a')).toEqual(['password-holds-name']);
    expect(codes('陈小雨-Abc123456')).toEqual(['password-holds-name']);
    expect(codes('Lv4-Guihua9')).toEqual([]);
  });

  it('asks for length and not for kinds where the office chose ASVS', () => {
    expect(codes('correct horse battery', 'asvs')).toEqual([]);
    expect(codes('Lv4-Guihua9', 'asvs')).toEqual(['password-short']);
  });

  it('accepts every first password that is made here', () => {
    for (let at = 0; at < 500; at += 1) expect(codes(newPassword())).toEqual([]);
  });
});

describe('a first password', () => {
  it('opens nothing but the page that changes it, whatever is asked, and is asked of the server itself', async () => {
    const user = {
      userName: 'newhand',
      name: '新人',
      email: '' as const,
      roles: ['editor' as const],
      unitIds: [],
      isStaff: true,
    };
    const { password } = await createUser(world.ctx, admin, user);
    const browser = world.open();
    await browser.signIn('newhand', password);
    expect((await browser.get('/console')).to).toBe(PATH);
    expect((await browser.post('/console/proof', { next: '/console' })).to).toBe(PATH);
    expect((await change(browser, password, PASSWORD)).to).toBe('/console/sign-in?notice=password-changed');
    expect((await browser.get('/console/account')).status).toBe(303);
    await browser.signIn('newhand');
    expect((await browser.get('/console/account')).status).toBe(200);
  });
});

describe('changing the password', () => {
  it('ends every session, refuses the last five, and wants the present one', async () => {
    const user = await world.user('chenwei', ['editor']);
    const [one, other] = [world.open(), world.open()];
    await one.signIn('chenwei');
    await other.signIn('chenwei');
    const wrong = await change(one, 'wrong', 'Another-4711');
    expect(wrong).toMatchObject({ status: 422, html: expect.stringContaining('当前口令不正确') });
    expect((await change(one, PASSWORD, 'Another-4711', 'typo')).html).toContain('两次输入的口令不一致');
    const same = await change(one, PASSWORD, PASSWORD);
    expect(same.html).toContain('与最近 5 次用过的相同');
    expect((await change(one, PASSWORD, 'Another-4711')).status).toBe(303);
    expect((await other.get('/console/account')).status).toBe(303);
    const reset = await resetPassword(world.ctx, admin, user.id);
    await one.signIn('chenwei', reset);
    expect((await change(one, reset, 'Another-4711')).html).toContain('与最近 5 次用过的相同');
    expect((await change(one, reset, PASSWORD)).html).toContain('与最近 5 次用过的相同');
  });

  it('is demanded once the password is older than the policy allows', async () => {
    await world.user('laozhang', ['editor']);
    await advance(world.ctx.db, 181 * 24 * 3_600_000);
    const browser = world.open();
    await browser.signIn('laozhang');
    expect((await browser.get('/console')).to).toBe(PATH);
    await changePolicy(world.ctx, admin, POLICY_PRESETS.asvs);
    expect((await browser.get('/console/account')).status).toBe(200);
    expect((await browser.get('/console')).to).not.toBe(PATH);
    await changePolicy(world.ctx, admin, POLICY_PRESETS.mlps);
  });
});
