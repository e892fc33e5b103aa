import { describe, expect, it } from 'vitest';
import { locate } from '../../../adapters/wechat-account/locate.ts';
import { withdraw } from '../../../adapters/wechat-account/withdraw.ts';
import { begin, effects, failure, live } from './support.ts';

const REASON = { kind: 'withdrawn', reason: '内容有误' } as const;

describe('a withdrawal', () => {
  it('is done when readers see that the article is gone', async () => {
    const work = begin();
    const receipt = await live(work);
    expect(await withdraw(receipt, REASON, work.account.io())).toEqual({ state: 'gone' });
    expect(await locate(work.rendition, receipt, work.account.io())).toBeNull();
  });

  it('takes an article that somebody deleted by hand as gone', async () => {
    const work = begin();
    const receipt = await live(work);
    await withdraw(receipt, REASON, work.account.io());
    expect(await withdraw(receipt, REASON, work.account.io())).toEqual({ state: 'gone' });
    expect(effects(work.account, 'freepublish/delete')).toBe(1);
  });

  it('takes the account’s word where a wall hides the page', async () => {
    const work = begin();
    const receipt = await live(work);
    await work.account.set('/__switches', { wall: true });
    expect(await withdraw(receipt, REASON, work.account.io())).toEqual({ state: 'gone' });
  });

  it('looks again while readers still see the page', async () => {
    const work = begin();
    const receipt = await live(work);
    const page = await work.account.get(`/s/${receipt.url.split('/').at(-1)}`);
    const cached: typeof globalThis.fetch = (input, init) =>
      String(input) === receipt.url
        ? Promise.resolve(new Response(page))
        : Promise.resolve(work.account.sandbox.fetch(new Request(input, init)));
    const io = work.account.io({ fetch: cached });
    expect(await withdraw(receipt, REASON, io)).toEqual({ state: 'in-review', checkAt: '2026-11-23T01:01:05.000Z' });
  });

  it('keeps to ten deletions a day', async () => {
    const work = begin();
    const receipt = await live(work);
    const io = work.account.io();
    for (let call = 0; call < 10; call += 1) await io.spend('freepublish/delete');
    expect(await failure(withdraw(receipt, REASON, io))).toMatchObject({ fault: 'rate-limited' });
  });
});

describe('locating a copy', () => {
  it('reads what readers see, and which revision it is', async () => {
    const work = begin();
    const receipt = await live(work);
    const copy = await locate(work.rendition, receipt, work.account.io());
    expect(copy).toMatchObject({ url: receipt.url, title: '关于停水的通知', revision: 1, links: [] });
    expect(copy?.text).toBe(work.rendition.text);
    expect(await locate(work.rendition, null, work.account.io())).toEqual(copy);
  });

  it('is unsure behind a wall, never "gone"', async () => {
    const work = begin();
    const receipt = await live(work);
    await work.account.set('/__switches', { wall: true });
    expect(await failure(locate(work.rendition, receipt, work.account.io()))).toMatchObject({
      fault: 'outcome-unknown',
      message: /环境异常/,
    });
  });
});
