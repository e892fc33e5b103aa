import type { Setting, Settings } from '../contract.ts';

export const SETTINGS = {
  consumerUrl: {
    about:
      '对方（e三明、网上办事大厅）展示指南的公开页面地址，以 {id} 代表指南编号，如 https://esm.example.cn/guide/{id}；向对方索取',
  },
  fileUrl: {
    about: '样表和附件的公开下载地址，以 {id} 代表文件编号；留空则只给出文件信息，不给下载地址',
    default: '',
  },
  pushUrl: {
    about: '对方接收更新通知的地址（Standard Webhooks），收到后立即来取；留空则等对方定时来取',
    default: '',
  },
  pushSecret: { about: '更新通知的签名密钥，whsec_ 开头，与对方约定；与通知地址一并填写', default: '', secret: true },
  fieldMap: {
    about: '字段映射（JSON），把本数据源的字段改成对方导入格式的字段，可写 file:文件名；留空则不提供',
    default: '',
  },
} as const satisfies Record<string, Setting>;
export type GuideSetting = keyof typeof SETTINGS;
export type GuideSettings = Settings<GuideSetting>;

const fill = (pattern: string, id: string): string => pattern.replaceAll('{id}', encodeURIComponent(id));

/** Where the consumer shows a guide. */
export const pageUrl = ({ consumerUrl }: GuideSettings, itemId: string): string => fill(consumerUrl, itemId);
export const fileUrlOf = ({ fileUrl }: GuideSettings, id: string): string | null =>
  fileUrl === '' ? null : fill(fileUrl, id);
