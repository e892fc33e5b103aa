import { defineAdapter } from '../contract.ts';
import { ITEM_TYPES } from '../../src/core/content.ts';
import { LIMITS } from './limits.ts';
import { locate } from './locate.ts';
import { preview } from './preview.ts';
import { probe } from './probe.ts';
import { publish, update, withdraw } from './publish.ts';
import { files, listings, places, tags, unitPage } from './audit.ts';
import { readCopy } from './read-page.ts';
import { render } from './render.ts';
import { SETTINGS } from './settings.ts';

/** 县政府门户网站的公开专栏: static pages in a document root that any web server serves. */
export const portalColumn = defineAdapter({
  kind: 'portal-column',
  name: '门户网站公开专栏',
  takes: ITEM_TYPES,
  settings: SETTINGS,
  limits: LIMITS,
  goesPublicAt: 'article',
  steps: { look: '查看现状', file: '上传附件', article: '写入文章', lists: '更新列表', notice: '换成撤回说明' },
  render,
  preview,
  publish,
  update,
  withdraw,
  locate,
  probe,
  readCopy,
  tags,
  files,
  listings,
  places,
  unitPage,
});
