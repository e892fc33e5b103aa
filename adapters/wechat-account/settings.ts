import type { Io, Setting, Settings } from '../contract.ts';
import { ChannelError } from '../../src/core/faults.ts';

/** What an account configures once. The first five stand on the public platform under 设置与开发 → 基本配置. */
export const SETTINGS = {
  appId: { about: '开发者ID（AppID），在公众平台“设置与开发 → 基本配置”查看' },
  appSecret: { about: '开发者密码（AppSecret），在“基本配置”重置后复制；同页须把本机出口 IP 加入白名单', secret: true },
  apiBase: { about: '接口域名，一般不改', default: 'https://api.weixin.qq.com' },
  callbackToken: { about: '令牌（Token），与“基本配置 → 服务器配置”填写的一致', secret: true },
  encodingAesKey: {
    about: '消息加解密密钥（EncodingAESKey，43 位），与“服务器配置”一致；留空表示明文模式',
    secret: true,
    default: '',
  },
  author: { about: '文章作者，最多 16 字；留空取稿件来源（不超过 16 字时）', default: '' },
  origin: { about: '一稿的公网地址，如 https://yigao.example.gov.cn；“阅读原文”由此跳到门户网站的原文' },
  mode: {
    about: '发布方式：freepublish 发布（不推送）、draft-only 只存草稿由编辑在公众平台发布、mass-send 群发给全部关注者',
    default: 'freepublish',
  },
  accountType: {
    about: '账号类型，只影响群发次数：subscription 订阅号（每天 1 次）、service 服务号（每月 4 次）',
    default: 'subscription',
  },
  reprint: {
    about: '群发时被判为转载他人原创怎么办：stop 不发、send 按转载发出（正文可能被平台换成原文）',
    default: 'stop',
  },
} as const satisfies Record<string, Setting>;
export type WechatSetting = keyof typeof SETTINGS;
export type WechatSettings = Settings<WechatSetting>;
export type WechatIo = Io<WechatSetting>;

const CHOICES = {
  mode: ['freepublish', 'draft-only', 'mass-send'],
  accountType: ['subscription', 'service'],
  reprint: ['stop', 'send'],
} as const satisfies Partial<Record<WechatSetting, readonly string[]>>;
type Choice = keyof typeof CHOICES;
export type Chosen<C extends Choice> = (typeof CHOICES)[C][number];
export type Mode = Chosen<'mode'>;

/** The value of a setting that has few. Throws `signed-out`, so that the channel rests until somebody mends it. */
export const chosen = <C extends Choice>(settings: WechatSettings, name: C): Chosen<C> => {
  const choices: readonly Chosen<C>[] = CHOICES[name];
  const value = choices.find((choice) => choice === settings[name]);
  if (value === undefined)
    throw new ChannelError('signed-out', `渠道设置 ${name} 只能填 ${choices.join('、')}，请修改后等待自动继续`);
  return value;
};
