import { defineAdapter } from '../contract.ts';
import { limits } from './limits.ts';
import { lintGuide } from './lints.ts';
import { locate } from './locate.ts';
import { publish, update, withdraw } from './publish.ts';
import { readCopy } from './read-page.ts';
import { render } from './render.ts';
import { SETTINGS } from './settings.ts';

/** 办事指南数据源: consumers (e三明, 网上办事大厅) pull it; live is what they show, not what it holds. */
export const guideFeed = defineAdapter({
  kind: 'guide-feed',
  name: '办事指南数据源',
  takes: ['guide'],
  settings: SETTINGS,
  limits,
  goesPublicAt: 'feed',
  render,
  check: (_, { content }) => (content.guide ? lintGuide(content.guide) : []),
  publish,
  update,
  withdraw,
  locate,
  readCopy,
});
