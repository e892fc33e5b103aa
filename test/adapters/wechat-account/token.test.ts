import { describe, expect, it } from 'vitest';
import { call } from '../../../adapters/wechat-account/client.ts';
import { createTokens } from '../../../adapters/wechat-account/token.ts';
import { failure, openAccount } from './support.ts';

const HOUR = 3_600_000;

describe('access token', () => {
  it('is asked for once, however many runs need it at the same time', async () => {
    const account = openAccount();
    const tokens = createTokens();
    const got = await Promise.all(Array.from({ length: 20 }, () => tokens.get(account.io())));
    expect(new Set(got).size).toBe(1);
    expect(account.calls).toEqual(['stable_token']);
  });

  it('is kept until shortly before its end', async () => {
    const account = openAccount();
    const tokens = createTokens();
    const first = await tokens.get(account.io());
    await account.advance(HOUR);
    expect(await tokens.get(account.io())).toBe(first);
    await account.advance(HOUR - 30_000);
    expect(await tokens.get(account.io())).not.toBe(first);
    expect(account.calls).toHaveLength(2);
  });

  it('is replaced by the platform’s new one when another system forced a refresh', async () => {
    const account = openAccount();
    const ours = createTokens();
    await ours.get(account.io());
    await account.advance(HOUR);
    const others = createTokens();
    await others.renew(account.io(), await others.get(account.io()));
    const before = account.calls.length;
    expect(await call(account.io(), 'draft/batchget', { offset: 0, count: 20 }, ours)).toMatchObject({ item: [] });
    expect(account.calls.slice(before)).toEqual(['draft/batchget', 'stable_token', 'draft/batchget']);
  });

  it('is forced out when the platform refuses the very token it hands out', async () => {
    const account = openAccount();
    const tokens = createTokens();
    const io = account.io();
    const first = await tokens.get(io);
    await account.advance(HOUR);
    await account.set('/__faults', { call: 'draft/batchget', errcode: 40001 });
    await call(io, 'draft/batchget', { offset: 0, count: 20 }, tokens);
    expect(account.calls).toEqual(['stable_token', 'draft/batchget', 'stable_token', 'stable_token', 'draft/batchget']);
    expect(await tokens.get(io)).not.toBe(first);
  });

  it('that stays refused rests the channel and says what to check', async () => {
    const account = openAccount();
    await account.set('/__faults', { call: 'draft/batchget', errcode: 40001, times: 9 });
    expect(await failure(call(account.io(), 'draft/batchget', { offset: 0, count: 20 }))).toMatchObject({
      fault: 'signed-out',
      message: expect.stringContaining('AppSecret'),
    });
  });

  it('forces at most twenty times a day', async () => {
    const account = openAccount();
    const tokens = createTokens();
    const io = account.io();
    let token = await tokens.get(io);
    for (let turn = 0; turn < 20; turn += 1) {
      await account.advance(31_000);
      token = await tokens.renew(io, token);
    }
    await account.advance(31_000);
    expect(await failure(tokens.renew(io, token))).toMatchObject({ fault: 'rate-limited' });
  });

  it('tells the address that the whitelist lacks', async () => {
    const account = openAccount();
    await account.set('/__faults', { call: 'stable_token', errcode: 40164 });
    expect(await failure(createTokens().get(account.io()))).toMatchObject({
      fault: 'signed-out',
      message: expect.stringMatching(/120\.244\.112\.8 不在白名单/),
    });
  });

  it('does not wait for a run that died while asking', async () => {
    const account = openAccount();
    const tokens = createTokens();
    const dead = account.io({ fetch: () => new Promise(() => undefined) });
    void tokens.get(dead);
    await account.advance(61_000);
    expect(await tokens.get(account.io())).toMatch(/^stable_/);
  });

  it('is asked for anew when the run that asked was stopped', async () => {
    const account = openAccount();
    const tokens = createTokens();
    const stopped = tokens.get(account.io({ fetch: () => Promise.reject(new Error('claim lost')) }));
    const other = tokens.get(account.io());
    expect(await failure(stopped)).toMatchObject({ message: 'claim lost' });
    expect(await other).toMatch(/^stable_/);
  });
});
