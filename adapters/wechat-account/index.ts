import { defineAdapter } from '../contract.ts';
import { ITEM_TYPES } from '../../src/core/content.ts';
import { callback } from './callback.ts';
import { limits } from './limits.ts';
import { locate } from './locate.ts';
import { preview } from './preview.ts';
import { publish, recall } from './publish.ts';
import { check, render } from './render.ts';
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
  callback,
});
