import { asc, eq, inArray } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { apiKeys, events, users } from '../../../db/schema/index.ts';
import { authenticate } from '../../../src/accounts/keys.ts';
import { openSetUp } from '../../../src/accounts/set-up.ts';
import { setDisabled } from '../../../src/accounts/users.ts';
import { openStaffWorld, PASSWORD, type StaffBrowser, type StaffWorld } from '../../support/staff.ts';

let world: StaffWorld;
let boss: StaffBrowser;
let setUpPath: string;
beforeAll(async () => {
  world = await openStaffWorld();
  setUpPath = (await openSetUp(world.ctx)) ?? '';
});
afterAll(() => world.close());

const kinds = async (...wanted: string[]) => {
  const rows = await world.ctx.db.select().from(events).where(inArray(events.kind, wanted)).orderBy(asc(events.id));
  return rows.map(({ kind, actor, data }) => ({ kind, actor, ...data }));
};

describe.sequential('the first start', () => {
  it('has a link that makes one administrator, and no second, not even at once', async () => {
    const code = new URL(setUpPath, world.ctx.origin).searchParams.get('code') ?? '';
    expect((await world.open().get('/console/set-up?code=guess')).status).toBe(409);
    expect((await world.open().get(setUpPath)).html).toContain('建立第一名系统管理员');
    const weak = { code, name: '王主任', userName: 'boss', password: 'abc', again: 'abd' };
    const told = await world.open().post('/console/set-up', weak);
    expect(told).toMatchObject({ status: 422, html: expect.stringContaining('口令至少 10 个字符') });
    expect(told.html).toContain('两次输入的口令不一致');
    const good = (userName: string) => ({ ...weak, userName, password: PASSWORD, again: PASSWORD });
    const answers = await Promise.all(
      ['boss', 'boss2'].map((name) => world.open().post('/console/set-up', good(name))),
    );
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([303, 409]);
    expect(await world.ctx.db.$count(users)).toBe(1);
    expect(await openSetUp(world.ctx)).toBeNull();
    expect(await kinds('set-up')).toHaveLength(1);
    const [{ username } = { username: '' }] = await world.ctx.db.select().from(users);
    boss = world.open();
    expect((await boss.signIn(username)).to).toBe('/console');
    expect((await boss.get('/console')).to).toBe('/console/findings');
    expect((await boss.get('/console/system')).to).toBe('/console/system/users');
  });
});

describe.sequential('users', () => {
  const user = {
    userName: 'lin.yi',
    name: '林一',
    email: '',
    roles: ['editor', 'clerk'],
    unitIds: ['xmzj'],
    isStaff: 'yes',
  };

  it('are made with a password shown once, which must be changed', async () => {
    const { html } = await boss.post('/console/system/users/new', user);
    const password = /<code class="secret">([^<]+)</.exec(html)?.[1]?.replaceAll('&amp;', '&') ?? '';
    expect((await boss.get('/console/system/users?q=lin')).html).toContain('待改口令');
    const browser = world.open();
    expect((await browser.signIn('lin.yi', password)).to).toBe('/console');
    expect((await browser.get('/console')).to).toBe('/console/account/password');
    expect(await kinds('user-created')).toContainEqual(
      expect.objectContaining({ userName: 'lin.yi', roles: ['editor', 'clerk'], unitIds: ['xmzj'] }),
    );
    expect(JSON.stringify(await world.ctx.db.select().from(events))).not.toContain(password);
  });

  it('tell every fault of a form at once, and what was typed stays', async () => {
    const { status, html } = await boss.post('/console/system/users/new', {
      ...user,
      unitIds: ['nowhere'],
      roles: ['admin', 'reviewer'],
    });
    expect(status).toBe(422);
    for (const told of ['已有人使用', '不能由同一人担任', '没有单位“nowhere”', 'value="林一"'])
      expect(html).toContain(told);
    const empty = await boss.post('/console/system/users/new', { userName: '!', name: '', email: 'x' });
    expect(empty.status).toBe(422);
    expect(empty.html.match(/class="wrong"/g)?.length).toBeGreaterThanOrEqual(3);
  });

  it('lose their sessions with their roles, by an administrator’s word, and when disabled', async () => {
    const { id } = await world.user('mover', ['editor']);
    const path = `/console/system/users/${id}`;
    const change = { name: '职员mover', roles: ['clerk'], isStaff: 'yes' };
    const steps: readonly (readonly [string, Record<string, string | string[]>])[] = [
      [path, change],
      [`${path}/end-sessions`, {}],
      [`${path}/disable`, {}],
    ];
    for (const [where, fields] of steps) {
      const browser = world.open();
      await browser.signIn('mover');
      expect((await browser.get('/console/account')).status).toBe(200);
      expect((await boss.post(where, fields)).status).toBe(303);
      expect((await browser.get('/console/account')).status).toBe(303);
    }
    expect((await world.open().signIn('mover')).status).toBe(401);
    await boss.post(`${path}/enable`, {});
    expect((await world.open().signIn('mover')).to).toBe('/console');
    expect(
      (await kinds('user-changed', 'sessions-ended', 'user-disabled', 'user-enabled')).map(({ kind }) => kind),
    ).toEqual(['user-changed', 'sessions-ended', 'user-disabled', 'user-enabled']);
  });

  it('page by cursor, and their texts are shown as text', async () => {
    await world.user('zz-hostile', ['editor'], { name: '<img src=x onerror=alert(1)>' });
    const { html } = await boss.get('/console/system/users?q=hostile');
    expect(html).toContain('&lt;img src=x onerror=alert(1)&gt;');
    expect(html).not.toContain('<img');
    expect((await boss.get('/console/system/users?q=nobody%25')).html).toContain('没有符合条件的用户');
  });
});

describe('units, keys and settings', () => {
  it('make and rename a unit', async () => {
    await boss.get('/console/system/units');
    expect((await boss.post('/console/system/units', { id: 'xmjy', name: '教育局' })).to).toContain('unit-created');
    expect((await boss.post('/console/system/units', { id: 'xmjy', name: '教育局' })).status).toBe(422);
    expect((await boss.post('/console/system/units/xmjy', { name: '明溪县教育局' })).status).toBe(303);
    expect((await boss.get('/console/system/units')).html).toContain('明溪县教育局');
    expect((await boss.post('/console/system/units/none', { name: '没有的' })).status).toBe(404);
  });

  it('make a key that works, shown once, and end it', async () => {
    const asked = { name: 'OA 系统', scopes: ['items:read'], expires: '2199-01-01' };
    const { html } = await boss.post('/console/system/keys', asked);
    const secret = /yg_[\w-]{43}/.exec(html)?.[0] ?? '';
    expect(await authenticate(world.ctx, `Bearer ${secret}`)).toMatchObject({ name: 'OA 系统' });
    expect((await boss.get('/console/system/keys')).html).not.toContain(secret);
    const [row] = await world.ctx.db.select().from(apiKeys).where(eq(apiKeys.name, 'OA 系统'));
    expect((await boss.post(`/console/system/keys/${row?.id}/revoke`, {})).to).toContain('key-revoked');
    await expect(authenticate(world.ctx, `Bearer ${secret}`)).rejects.toThrow('已停用');
    expect((await boss.post('/console/system/keys', { ...asked, scopes: [] })).status).toBe(422);
  });

  it('change the policy for the next request, and refuse a foolish one', async () => {
    await boss.get('/console/system/settings');
    const form = /name="(\w+)" type="number"[^>]*? value="(\d*)"|name="(\w+)" type="number" value="(\d*)"/g;
    const { html } = await boss.get('/console/system/settings');
    const fields = Object.fromEntries(
      Array.from(html.matchAll(form), (match) => [match[1] ?? match[3] ?? '', match[2] ?? match[4] ?? '']),
    );
    const asked = { ...fields, preset: 'mlps', refuseNameParts: 'yes', requireTotp: 'yes' };
    expect((await boss.post('/console/system/settings/policy', { ...asked, failures: '0' })).status).toBe(422);
    expect((await boss.post('/console/system/settings/policy', asked)).status).toBe(303);
    expect((await boss.get('/console/system/users')).to).toBe('/console/account/totp');
    expect(await kinds('setting-changed')).toHaveLength(1);
  });
});

describe('the log', () => {
  it('is read and proven by the log auditor, and by nobody else', async () => {
    const auditor = await world.user('auditor', ['log-auditor']);
    await setDisabled(world.ctx, null, auditor.id, false);
    const { ctx } = world;
    await ctx.db.execute(`delete from settings where key = 'account-policy'`);
    const browser = world.open();
    await browser.signIn('auditor');
    expect((await browser.get('/console')).to).toBe('/console/system');
    expect((await browser.get('/console/system/log?kind=user-created')).html).toContain('林一');
    const { html, status } = await browser.post('/console/system/log', {});
    expect([status, html.includes('核验通过')]).toEqual([200, true]);
    expect((await browser.get('/console/system/log?q=nothing-like-this&cursor=abc&from=2026-13-99')).html).toContain(
      '没有符合条件的记录',
    );
    expect((await boss.get('/console/system/log')).status).toBe(403);
  });
});
