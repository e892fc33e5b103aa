import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { spendQuota } from '../../src/deliveries/quotas.ts';
import { openApp, type TestApp } from '../support/app.ts';
import { fakeAdapter, fakeChannel, source } from '../support/fakes.ts';

const QUOTAS = {
  submit: { name: '发布', perDay: 100, source },
  delete: { name: '删除已发布文章', perDay: 10, source },
  send: { name: '群发', perDay: 4, perMonth: 4, source },
};

let app: TestApp;
beforeAll(async () => {
  const { limits } = fakeAdapter();
  const adapter = fakeAdapter({ limits: { ...limits, quotas: QUOTAS } });
  app = await openApp({ demo: true, channels: [fakeChannel({ adapter })] });
  const [channelId = ''] = app.ctx.channels.keys();
  const spend = async (call: keyof typeof QUOTAS, times: number): Promise<void> => {
    for (let at = 0; at < times; at += 1)
      await spendQuota(app.ctx.db, { channelId, call, quota: QUOTAS[call], now: app.ctx.clock() });
  };
  await spend('submit', 3);
  await spend('send', 1);
});
afterAll(() => app.close());

describe('the quota board', () => {
  it('tells a person on the overview what is used up and what is left, the scarcest first', async () => {
    const page = await (await app.call('GET', '/', { key: null })).text();
    expect(page).toContain('今日额度');
    expect(Array.from(page.matchAll(/<li>([^<]*还可用[^<]*)<\/li>/g), ([, line]) => line)).toEqual([
      '群发：今日已用 1/4，本月已用 1/4，还可用 3',
      '删除已发布文章：今日已用 0/10，还可用 10',
      '发布：今日已用 3/100，还可用 97',
    ]);
  });

  it('tells a program the same', async () => {
    const { channels } = await (await app.call('GET', '/api/channels')).json();
    expect(channels[0].quotas[0]).toMatchObject({ name: '群发', usedToday: 1, usedThisMonth: 1, leftToday: 3 });
  });
});
