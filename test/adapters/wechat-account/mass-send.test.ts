import { describe, expect, it } from 'vitest';
import { REFUSALS } from '../../../adapters/wechat-account/mass-outcome.ts';
import { publish } from '../../../adapters/wechat-account/publish.ts';
import { render } from '../../../adapters/wechat-account/render.ts';
import { withdraw } from '../../../adapters/wechat-account/withdraw.ts';
import type { WechatSettings } from '../../../adapters/wechat-account/settings.ts';
import { begin, effects, failure, live, manuscriptOf, type AccountOptions } from './support.ts';

const sending = (own: Partial<WechatSettings> = {}, options: AccountOptions = {}) =>
  begin({ ...options, own: { mode: 'mass-send', ...own } });

describe('a mass message', () => {
  it('is live at the address that the platform’s event names, and goes when it is withdrawn', async () => {
    const work = sending();
    const receipt = await live(work);
    expect(receipt.remoteId).toMatch(/^mass:\d+$/);
    expect(await (await work.account.visit(receipt.url)).text()).toContain(work.rendition.title);
    const reason = { kind: 'withdrawn', reason: '内容有误' } as const;
    expect(await withdraw(receipt, reason, work.account.io())).toEqual({ state: 'gone' });
  });

  it('is sent once when the answer was lost: the same clientmsgid brings its id', async () => {
    const work = sending();
    await work.account.set('/__faults', { call: 'message/mass/sendall', lose: true });
    expect(await failure(work.run())).toMatchObject({ fault: 'outcome-unknown' });
    await work.account.advance(5_000);
    expect(await work.run()).toMatchObject({ state: 'live' });
    expect(effects(work.account, 'message/mass/sendall')).toBe(1);
  });

  it.each([
    ['subscription', 1],
    ['service', 4],
  ] as const)('is not sent beyond what a %s account may (%i)', async (accountType, turns) => {
    const { account, rendition } = sending({ accountType });
    const io = account.io();
    for (let turn = 0; turn < turns; turn += 1) await io.spend(`mass/${accountType}`);
    expect(await failure(publish(rendition, io))).toMatchObject({
      fault: 'rate-limited',
      retryAt: new Date('2026-11-23T16:00:00Z'),
    });
    expect(effects(account, 'message/mass/sendall')).toBe(0);
  });

  it.each(Object.entries(REFUSALS))('that ends as %s is turned down, in words', async (massStatus, reason) => {
    const work = sending();
    await work.account.set('/__switches', { massStatus });
    await work.run();
    await work.account.advance(5_000);
    const answer = await work.run();
    expect(answer).toMatchObject({ state: 'turned-down', reason: expect.stringContaining(reason) });
  });
});

describe('a mass message that repeats an original of others', () => {
  it('is stopped, and the original named', async () => {
    const work = sending();
    await work.account.set('/__switches', { massStatus: 'err(30003)' });
    await work.run();
    await work.account.advance(5_000);
    expect(await work.run()).toMatchObject({
      state: 'turned-down',
      reason: expect.stringMatching(/是转载.*reprint.*平台认定的原文：http:\/\/mp\.weixin\.qq\.com\/s\//),
    });
  });

  it('goes out as a reprint where the channel says so', async () => {
    const work = sending({ reprint: 'send' });
    await work.account.set('/__switches', { massStatus: 'err(30003)' });
    expect(await live(work)).toMatchObject({ state: 'live' });
  });
});

describe('a setting that has few values', () => {
  it('rests the channel and names them when it has another', async () => {
    const { account } = sending({ mode: 'loudly' });
    const error = await failure(publish(render(manuscriptOf(), account.settings), account.io()));
    expect(error).toMatchObject({ fault: 'signed-out', message: /freepublish、draft-only、mass-send/ });
  });
});
