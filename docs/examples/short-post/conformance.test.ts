import { testAdapter } from '../../../test/adapters/conformance.ts';
import { shortPost } from './index.ts';
import { createShortPostSandbox } from './sandbox.ts';

const body = (day: string): string =>
  `<p>因城区供水管网检修，${day}8时至18时民主路、雪峰路停水。</p><p>${'请相关居民提前储水。'.repeat(20)}</p>`;

testAdapter({
  adapter: shortPost,
  createSandbox: createShortPostSandbox,
  content: { title: '关于城区部分路段停水的通知', body: body('11月25日') },
  correction: { title: '关于城区部分路段停水的通知', body: body('11月26日') },
});
