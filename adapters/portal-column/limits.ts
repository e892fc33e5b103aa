import type { Limits, Source } from '../contract.ts';

const source = (document: string): Source => ({ document, checkedOn: '2026-11-24', certainty: 'design' });

/** The portal is our own files, so its bounds are what readers and the folder bear. */
export const LIMITS: Limits = {
  title: { max: 300, unit: 'codepoint', source: source('稿件标题最长 300 字（src/core/content.ts）') },
  body: {
    max: 5_000_000,
    unit: 'byte',
    source: source('国办发〔2017〕47号：页面加载不宜超过 3 秒；15 Mbit/s 的网络上约 5 MB'),
  },
  images: {
    max: 200,
    bytes: 10_000_000,
    types: ['image/jpeg', 'image/png', 'image/gif', 'image/webp'],
    source: source('WHATWG HTML 与 MIME Sniffing 标准：各种浏览器都能显示的图片'),
  },
  rate: { max: 20, perMs: 1_000, source: source('实测：写一篇文章及全部列表约 50 毫秒') },
  // One writes while the others wait for the lock.
  atOnce: 4,
  quotas: {},
};
