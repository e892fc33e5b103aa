import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStaffWorld, type StaffBrowser, type StaffWorld } from '../../support/staff.ts';

let world: StaffWorld;
let admin: StaffBrowser;
beforeAll(async () => {
  world = await openStaffWorld();
  await world.user('admin', ['admin']);
  admin = world.open();
  await admin.signIn('admin');
});
afterAll(() => world.close());

const PATH = '/console/system/notices';
const textOf = (html: string): string => html.replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ');

describe('the page of notices', () => {
  it('says the rules by which nobody is disturbed, and what to do first', async () => {
    const { html } = await admin.get(PATH);
    expect(textOf(html)).toContain('两条之间至少隔 30 分钟，22 时至次日 7 时不发');
    expect(textOf(html)).toContain('还没有通知对象');
  });

  it('shows what is wrong at the form that was sent, keeps what was typed there, and never a password', async () => {
    const { status, html } = await admin.post(PATH, {
      way: 'smtp',
      name: '值班邮箱',
      host: 'mail.test',
      port: '99999',
      from: 'nobody',
      to: 'a@b.cn',
      password: 'geheim-9731',
      topics: ['finding'],
    });
    expect(status).toBe(422);
    expect(html).toContain('name="way" value="smtp"');
    expect(html).toContain('value="mail.test"');
    expect(html).toContain('id="f-from-wrong"');
    expect(html).not.toContain('geheim-9731');
  });

  it('adds one, switches it off and on, and removes it, and shows its address to nobody', async () => {
    await admin.get(PATH);
    const form = {
      way: 'wecom',
      name: '值班群',
      url: 'https://qyapi.test/send?key=abc-123',
      topics: ['finding', 'report'],
    };
    expect((await admin.post(PATH, form)).to).toBe(`${PATH}?notice=saved`);
    const { html } = await admin.get(PATH);
    expect(textOf(html)).toMatch(/值班群 企业微信群机器人 新的严重问题、报表到期 ✓ 正常 暂无/);
    expect(html).not.toContain('abc-123');
    const [, id = ''] = /notices\/([0-9a-f-]{36})\/off/.exec(html) ?? [];
    expect((await admin.post(`${PATH}/${id}/off`, {})).status).toBe(303);
    expect(textOf((await admin.get(PATH)).html)).toContain('已停用');
    expect((await admin.post(`${PATH}/${id}/on`, {})).status).toBe(303);
    expect((await admin.post(`${PATH}/${id}/remove`, {})).status).toBe(303);
    expect((await admin.post(`${PATH}/${id}/remove`, {})).status).toBe(404);
  });

  it('tells at once what a trial came to', async () => {
    await admin.get(PATH);
    await admin.post(PATH, { way: 'wecom', name: '打不通', url: 'https://127.0.0.1:1/x', topics: ['finding'] });
    const [, id = ''] = /notices\/([0-9a-f-]{36})\/try/.exec((await admin.get(PATH)).html) ?? [];
    const { status, html } = await admin.post(`${PATH}/${id}/try`, {});
    expect([status, textOf(html).includes('没有送达：没有得到答复')]).toEqual([200, true]);
  });
});
