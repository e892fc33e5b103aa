import { describe, expect, it } from 'vitest';
import { locate } from '../../../adapters/wechat-account/locate.ts';
import { idOf, receiptOf, urlsOf } from '../../../adapters/wechat-account/pages.ts';
import { withdraw } from '../../../adapters/wechat-account/withdraw.ts';
import { begin, effects, failure, live } from './support.ts';

const BODY = Array.from({ length: 30 }, (_, n) => `<h2>第${n}章</h2><p>${n}${'文'.repeat(900)}</p>`).join('');
const long = (options = {}) => begin({ ...options }, { body: BODY });
const REASON = { kind: 'withdrawn', reason: '内容有误' } as const;
const bare = (text = ''): string => text.replace(/\s+/g, '');

describe('a draft of several articles', () => {
  it('is published once, and its copy is all its pages in order', async () => {
    const work = long();
    const receipt = await live(work);
    expect(urlsOf(receipt)).toHaveLength(2);
    const copy = await locate(work.rendition, receipt, work.account.io());
    expect(bare(copy?.text)).toBe(bare(work.rendition.text));
    expect(copy).toMatchObject({ url: receipt.url, title: work.rendition.title, revision: 1 });
    expect(await locate(work.rendition, null, work.account.io())).toEqual(copy);
    expect(effects(work.account, 'published')).toBe(1);
  });

  it('is withdrawn only when every page is gone', async () => {
    const work = long();
    const receipt = await live(work);
    expect(await withdraw(receipt, REASON, work.account.io())).toEqual({ state: 'gone' });
    for (const url of urlsOf(receipt)) expect(await (await work.account.visit(url)).text()).toContain('已被发布者删除');
    expect(await locate(work.rendition, receipt, work.account.io())).toBeNull();
  });

  it('of which somebody deleted one by hand shows what is left, so that the audit sees the gap', async () => {
    const work = long();
    const receipt = await live(work);
    await work.account.call('freepublish/delete', { article_id: idOf(receipt), index: 2 });
    const copy = await locate(work.rendition, receipt, work.account.io());
    expect(copy?.text).toContain('第0章');
    expect(copy?.text).not.toContain('第29章');
    expect(await withdraw(receipt, REASON, work.account.io())).toEqual({ state: 'gone' });
  });

  it('is unsure as a whole while a wall hides its pages', async () => {
    const work = long();
    const receipt = await live(work);
    await work.account.set('/__switches', { wall: true });
    const look = locate(work.rendition, receipt, work.account.io());
    expect(await failure(look)).toMatchObject({ fault: 'outcome-unknown' });
  });

  it('is found at its pages when the answer to the submission was lost', async () => {
    const work = long({ hears: false });
    await work.account.set('/__faults', { call: 'freepublish/submit', lose: true });
    expect(await failure(work.run())).toMatchObject({ fault: 'outcome-unknown' });
    await work.account.advance(5_000);
    const receipt = await work.run();
    expect(receipt.state === 'live' && urlsOf(receipt)).toHaveLength(2);
  });
});

describe('the receipt of several pages', () => {
  it.each([
    ['short addresses', ['https://mp.weixin.qq.com/s/abc', 'https://mp.weixin.qq.com/s/def']],
    [
      'long addresses',
      ['https://mp.weixin.qq.com/s?__biz=a&mid=1&idx=1', 'https://mp.weixin.qq.com/s?__biz=a&mid=1&idx=2'],
    ],
    ['another host', ['https://mp.weixin.qq.com/s/abc', 'http://other.test/s/def']],
    ['one page', ['https://mp.weixin.qq.com/s/abc']],
  ])('names them all: %s', (_, [url = '', ...others]) => {
    const receipt = receiptOf('a-_1', url, others);
    expect(urlsOf(receipt)).toEqual([url, ...others]);
    expect(idOf(receipt)).toBe('a-_1');
  });
});
