import * as fc from 'fast-check';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { channels, channelSettings, events } from '../../db/schema/index.ts';
import { openChannels, type Context } from '../../src/context.ts';
import { changeSettings } from '../../src/deliveries/change-settings.ts';
import { listSettings } from '../../src/deliveries/health.ts';
import { loadSettings, watchSettings } from '../../src/deliveries/load-settings.ts';
import { sealSetting, unsealSetting } from '../../src/accounts/seal-settings.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { mustRefuse, outcome } from '../support/drafts.ts';
import { fakeAdapter, fakeContext } from '../support/fakes.ts';
import { person } from '../support/people.ts';
import { seedBasics } from '../support/seed.ts';

const adapter = fakeAdapter({
  settings: {
    apiBase: { about: '接口地址', default: 'https://api.test' },
    appId: { about: '编号' },
    appSecret: { about: '密钥', secret: true },
    author: { about: '作者', default: '' },
  },
});
const admin = person('管理员', ['channel-manage']);
const SECRET = 'correct-horse-battery-staple-0123456789';

let database: TestDatabase;
/** Two processes of one office. */
let ctx: Context;
let other: Context;
const open = (settings: Record<string, string>) =>
  openChannels([{ id: 'wechat', kind: 'fake', name: '明溪在线', settings }], new Map([['fake', adapter]]));
const process = (settings: Record<string, string>): Context => ({
  ...fakeContext(database, { channels: open(settings) }),
  secret: SECRET,
});
beforeAll(async () => {
  database = await createTestDatabase();
  [ctx, other] = [process({ author: '县政府办' }), process({ author: '县政府办' })];
  await seedBasics(database.db, ctx.channels.values());
});
afterAll(() => database.close());

const change = (set: Record<string, string>, clear: string[] = [], who = admin) =>
  changeSettings(ctx, { channelId: 'wechat', set, clear }, who);
const channelOf = (context: Context) => context.channels.get('wechat');
const codesOf = async (work: Promise<unknown>) =>
  (await mustRefuse(work)).issues.map((each) => each.code).toSorted((a, b) => a.localeCompare(b));

describe('a sealed setting', () => {
  const place = { owner: 'wechat', name: 'appSecret' };

  it('opens with the same secret at the same place, whatever it holds, and never twice the same', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (value) => {
        const sealed = sealSetting(SECRET, place, value);
        expect(unsealSetting(SECRET, place, sealed)).toBe(value);
        expect(sealSetting(SECRET, place, value)).not.toBe(sealed);
      }),
      { numRuns: 50 },
    );
  });

  it('opens nowhere else, with no other secret, and not with one bit changed', () => {
    const sealed = sealSetting(SECRET, place, 'hunter2');
    expect(unsealSetting(`${SECRET}x`, place, sealed)).toBeNull();
    expect(unsealSetting(SECRET, { ...place, name: 'author' }, sealed)).toBeNull();
    expect(unsealSetting(SECRET, { ...place, owner: 'portal' }, sealed)).toBeNull();
    const bytes = Buffer.from(sealed.slice(3), 'base64url');
    for (let at = 0; at < bytes.length; at += 1) {
      const broken = Buffer.from(bytes);
      broken[at] = (broken[at] ?? 0) ^ 1;
      expect(unsealSetting(SECRET, place, `v1.${broken.toString('base64url')}`)).toBeNull();
    }
    for (const junk of ['', 'v1.', 'v2.AAAA', 'v1.AAAA']) expect(unsealSetting(SECRET, place, junk)).toBeNull();
  });
});

describe.sequential('the settings of a channel', () => {
  it('turn it on at once here, and in another process at its next look', async () => {
    expect(channelOf(ctx)?.off).toContain('缺少设置');
    const look = watchSettings(other);
    await look();
    await change({ appId: 'wx123', appSecret: 'hunter2-hunter2' });
    expect(channelOf(ctx)).toMatchObject({ off: null, settings: { appId: 'wx123', appSecret: 'hunter2-hunter2' } });
    expect(channelOf(other)?.off).not.toBeNull();
    await look();
    expect(channelOf(other)).toMatchObject({ off: null, settings: { appSecret: 'hunter2-hunter2' } });
  });

  it('are sealed in the database, and in no event and no list', async () => {
    const rows = JSON.stringify(await database.db.select().from(channelSettings));
    const told = await database.db.select().from(events).where(eq(events.kind, 'channel-settings-changed'));
    const channel = channelOf(ctx);
    const listed = channel ? await listSettings(ctx, channel) : [];
    expect(told[0]?.data).toEqual({ channelId: 'wechat', set: ['appId', 'appSecret'], cleared: [] });
    for (const text of [rows, JSON.stringify(told), JSON.stringify(listed)]) expect(text).not.toContain('hunter2');
    expect(listed.map(({ name, origin }) => [name, origin])).toEqual([
      ['apiBase', 'default'],
      ['appId', 'console'],
      ['appSecret', 'console'],
      ['author', 'config'],
    ]);
  });

  it('give way to the configuration, which only the operator changes', async () => {
    expect(await codesOf(change({ author: '别人' }))).toEqual(['setting-fixed']);
    const place = { owner: 'wechat', name: 'author' };
    const sealed = sealSetting(SECRET, place, '别人');
    await database.db
      .insert(channelSettings)
      .values({ channelId: place.owner, name: place.name, sealed, by: 'somebody' });
    await loadSettings(ctx);
    expect(channelOf(ctx)?.settings['author']).toBe('县政府办');
    await database.db.delete(channelSettings).where(eq(channelSettings.name, 'author'));
  });

  it('send no key to an address that its owner did not mean', async () => {
    expect(await codesOf(change({ apiBase: 'https://evil.test' }))).toEqual(['secret-again']);
    await change({ apiBase: 'https://proxy.test', appSecret: 'a-new-one' });
    expect(await codesOf(change({}, ['apiBase']))).toEqual(['secret-again']);
    expect(channelOf(ctx)?.settings).toMatchObject({ apiBase: 'https://proxy.test', appSecret: 'a-new-one' });
    const given = process({ appId: 'wx', appSecret: 'of-the-file' });
    const move = changeSettings(
      given,
      { channelId: 'wechat', set: { apiBase: 'https://evil.test' }, clear: [] },
      admin,
    );
    expect(await codesOf(move)).toEqual(['address-fixed']);
  });

  it('go back to the default when cleared; what is no setting is told', async () => {
    await change({ appSecret: 'again' }, ['apiBase']);
    expect(channelOf(ctx)?.settings['apiBase']).toBe('https://api.test');
    await change({}, ['appSecret']);
    expect(channelOf(ctx)?.off).toContain('appSecret');
    expect(await codesOf(change({ nonsense: '1' }, ['toString']))).toEqual(['unknown-field', 'unknown-field']);
    expect(await codesOf(change({ appId: 'x'.repeat(100_001) }))).toEqual(['too-long']);
    expect(await outcome(changeSettings(ctx, { channelId: 'nowhere', set: {}, clear: [] }, admin))).toBe('not-found');
    expect(await outcome(change({ appId: '1' }, [], person('编辑', ['channel-read'])))).toBe('no-permission');
  });

  it('that cannot be opened any more turn the channel off with the reason, and stop no other', async () => {
    await change({ appSecret: 'sealed-with-the-first' });
    const moved: Context = {
      ...fakeContext(database, { channels: open({}) }),
      secret: 'another secret of 32 characters!',
    };
    await loadSettings(moved);
    expect(channelOf(moved)?.off).toContain('无法解密');
    expect(await database.db.$count(channels)).toBe(1);
  });
});
