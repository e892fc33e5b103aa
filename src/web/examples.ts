import type { ItemRequestInput } from '../items/request.ts';

const notice: ItemRequestInput = {
  externalId: 'oa-2026-0118',
  author: '张三',
  type: 'notice',
  unit: 'xzfb',
  column: 'tzgg',
  title: '关于城区部分路段停水的通知',
  source: '明溪县人民政府办公室',
  disclosure: { kind: '主动公开' },
  body: '<p>因管网检修，11月25日8时至18时城区部分路段停水，请提前储水。</p>',
  approvals: [{ stage: '签发', name: '李四', at: '2026-11-20T09:00:00+08:00' }],
};

const guide: ItemRequestInput = {
  ...notice,
  externalId: 'zwfw-0007',
  type: 'guide',
  column: 'bszn',
  title: '社会保障卡申领',
  body: '',
  guide: {
    kind: '承诺件',
    agency: '明溪县人力资源和社会保障局',
    audience: ['自然人'],
    basis: ['《中华人民共和国社会保险法》第五十八条'],
    conditions: ['已参加社会保险的个人'],
    materials: [{ name: '居民身份证', form: '原件', copies: 1 }],
    steps: [
      { name: '受理', days: 1 },
      { name: '办结', days: 4 },
    ],
    legalDays: 20,
    promisedDays: 5,
    fee: { charged: false },
    place: '明溪县行政服务中心二楼社保窗口',
    hours: '工作日 8:00—12:00，14:30—17:30',
    phone: '0598-2810000',
    complaintPhone: '12345',
  },
};

/** What a caller can send as it stands; shown in `/docs`, and each passes the gate of the demo county. */
export const EXAMPLES: Readonly<Record<string, { readonly summary: string; readonly value: ItemRequestInput }>> = {
  notice: { summary: '通知：正文为 HTML', value: notice },
  guide: { summary: '办事指南：结构化字段', value: guide },
};
