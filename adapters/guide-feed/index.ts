import { defineAdapter } from '../contract.ts';
import { limits } from './limits.ts';
import { lintGuide } from './lints.ts';
import { locate } from './locate.ts';
import { preview } from './preview.ts';
import { probe } from './probe.ts';
import { publish, update, withdraw } from './publish.ts';
import { readCopy } from './read-page.ts';
import { render } from './render.ts';
import { readReport } from './report.ts';
import { SETTINGS } from './settings.ts';

/** 办事指南数据源: consumers (e三明, 网上办事大厅) pull it; live is what they show, not what it holds. */
export const guideFeed = defineAdapter({
  kind: 'guide-feed',
  name: '办事指南数据源',
  takes: ['guide'],
  settings: SETTINGS,
  limits,
  goesPublicAt: 'feed',
  leaves: '对方在下一次采集后才下架，其间读者仍看得到；超过 48 小时仍在的，请联系对方手工下架。',
  steps: { feed: '写入数据源', push: '通知对方来取', tombstone: '在数据源中标记下架' },
  render,
  preview,
  check: (_, { content }) => (content.guide ? lintGuide(content.guide) : []),
  publish,
  update,
  withdraw,
  locate,
  probe,
  readCopy,
  readReport,
});
