import type { Io, Setting } from '../../../adapters/contract.ts';

export const SETTINGS = {
  apiUrl: { about: '接口地址，如 https://api.yiju.example.cn，见开放平台“接口文档”' },
  accessToken: { about: '授权令牌，在开放平台“我的应用 → 授权管理”生成；过期后在同一处更换', secret: true },
  origin: { about: '一稿的公网地址，如 https://yigao.example.gov.cn；短文中的链接由此跳到门户网站的原文' },
} as const satisfies Record<string, Setting>;
export type ShortPostSetting = keyof typeof SETTINGS;
export type ShortPostIo = Io<ShortPostSetting>;
