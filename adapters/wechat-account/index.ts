import { defineAdapter } from '../contract.ts';
import { ITEM_TYPES } from '../../src/core/content.ts';
import { callback } from './callback.ts';
import { limits } from './limits.ts';
import { locate } from './locate.ts';
import { preview } from './preview.ts';
import { probe } from './probe.ts';
import { publish, recall } from './publish.ts';
import { check, render } from './render.ts';
import { reach } from './reach.ts';
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
  leaves:
    '文章删除后无法恢复，每天最多删除 10 篇。群发过的图文卡片仍留在粉丝的聊天记录里（点开显示已删除），已有的截图和转载不受影响；如需说明，请另发一篇。',
  steps: {
    mode: '确定发布方式',
    image: '上传图片',
    cover: '上传封面',
    draft: '存入草稿箱',
    turn: '占用当天的群发次数',
    submit: '提交发布',
    drop: '删除草稿',
    delete: '删除文章',
  },
  render,
  preview,
  check,
  publish,
  recall,
  withdraw,
  locate,
  probe,
  readCopy,
  // Silent publications are in no public list: the account is as fresh as its newest article that readers can see.
  places: () => [{ kind: 'account', id: 'account', name: '公众号', url: null }],
  reach,
  callback,
});
