import { describe, expect, it } from 'vitest';
import { isBotAgent } from '../../src/reach/agents.ts';
import { referrerOf } from '../../src/reach/referrers.ts';

const places = { site: ['https://www.fjmx.gov.cn'], channels: ['https://esm.example.cn/guide/'] };

describe('where a reader came from', () => {
  it.each([
    [null, 'unknown'],
    ['', 'direct'],
    ['-', 'direct'],
    ['https://www.fjmx.gov.cn/tzgg/index.html', 'site'],
    ['https://www.fjmx.gov.cn', 'site'],
    ['https://www.fjmx.gov.cn.evil.test/', 'other'],
    ['https://www.baidu.com/link?url=abc', 'search'],
    ['https://m.baidu.com/', 'search'],
    ['https://notbaidu.com/', 'other'],
    ['https://cn.bing.com/', 'search'],
    ['https://www.google.com.hk/', 'search'],
    ['https://mp.weixin.qq.com/s/abc', 'channel'],
    ['https://esm.example.cn/guide/1', 'channel'],
    ['https://esm.example.cn/other', 'other'],
    ['https://www.sm.gov.cn/', 'other'],
    ['android-app://com.tencent.mm', 'other'],
    ['https://[', 'other'],
  ] as const)('%s is %s', (referrer, expected) => {
    expect(referrerOf(referrer, places)).toBe(expected);
  });
});

describe('bots', () => {
  it.each([
    ['', true],
    ['-', true],
    ['Mozilla/5.0 (compatible; Baiduspider/2.0; +http://www.baidu.com/search/spider.html)', true],
    ['Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)', true],
    ['Sogou web spider/4.0(+http://www.sogou.com/docs/help/webmasters.htm#07)', true],
    ['curl/8.5.0', true],
    ['python-requests/2.32', true],
    [
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Safari/537.36',
      false,
    ],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 MicroMessenger/8.0.54',
      false,
    ],
    [
      'Mozilla/5.0 (Linux; Android 14; V2324A) AppleWebKit/537.36 Chrome/123.0 Mobile Safari/537.36 baiduboxapp/13.60',
      false,
    ],
  ])('%s: %s', (agent, expected) => {
    expect(isBotAgent(agent)).toBe(expected);
    expect(isBotAgent(agent)).toBe(expected);
  });
});
