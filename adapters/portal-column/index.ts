import { defineAdapter } from '../contract.ts';
import { ITEM_TYPES } from '../../src/core/content.ts';
import { LIMITS } from './limits.ts';
import { locate } from './locate.ts';
import { publish, update, withdraw } from './publish.ts';
import { files, listings, places, tags } from './audit.ts';
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
  render,
  publish,
  update,
  withdraw,
  locate,
  readCopy,
  tags,
  files,
  listings,
  places,
});
