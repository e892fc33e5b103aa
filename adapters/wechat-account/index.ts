import { defineAdapter } from '../contract.ts';
import { ITEM_TYPES } from '../../src/core/content.ts';
import { callback } from './callback.ts';
import { limits } from './limits.ts';
import { locate } from './locate.ts';
import { publish, recall } from './publish.ts';
import { check, render } from './render.ts';
import { readCopy } from './read-page.ts';
import { SETTINGS } from './settings.ts';
import { withdraw } from './withdraw.ts';

/** WeChat Official Account: one silent article per item. It cannot be edited, so a correction deletes and publishes anew. */
export const wechatAccount = defineAdapter({
  kind: 'wechat-account',
  name: '微信公众号',
  takes: ITEM_TYPES,
  settings: SETTINGS,
  limits,
  goesPublicAt: 'submit',
  render,
  check,
  publish,
  recall,
  withdraw,
  locate,
  readCopy,
  // Silent publications are in no public list: the account is as fresh as its newest article that readers can see.
  places: () => [{ kind: 'account', id: 'account', name: '公众号', url: null }],
  callback,
});
