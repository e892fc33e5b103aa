import { randomUUID } from 'node:crypto';
import type { ContentInput, Guide } from '../../src/core/content.ts';
import type { ItemRequestInput } from '../../src/items/request.ts';

/** A short notice that every channel could take. */
export const buildContent = (overrides: Partial<ContentInput> = {}): ContentInput => ({
  type: 'notice',
  unit: 'xzfb',
  column: 'tzgg',
  title: '关于城区部分路段停水的通知',
  source: '明溪县人民政府办公室',
  disclosure: { kind: '主动公开' },
  body: '<p>因管网检修，11月25日8时至18时城区部分路段停水，请提前储水。</p>',
  ...overrides,
});

/** An approved item as a caller sends it, with an external id of its own. */
export const buildRequest = (overrides: Partial<ItemRequestInput> = {}): ItemRequestInput => ({
  ...buildContent(),
  externalId: `test-${randomUUID()}`,
  author: '张三',
  approvals: [{ stage: '签发', name: '李四', at: '2026-11-20T09:00:00+08:00' }],
  ...overrides,
});

export const buildGuide = (overrides: Partial<Guide> = {}): Guide => ({
  kind: '承诺件',
  agency: '明溪县民政局',
  audience: ['自然人'],
  basis: ['《社会救助暂行办法》第九条'],
  conditions: ['持有明溪县常住户口'],
  materials: [{ name: '申请书', source: '申请人自备', form: '原件', copies: 1, required: true }],
  steps: [{ name: '申请' }, { name: '审核', days: 3 }],
  legalDays: 30,
  promisedDays: 10,
  fee: { charged: false },
  place: '明溪县行政服务中心二楼民政窗口',
  hours: '工作日 8:00—12:00，14:30—17:30',
  phone: '0598-2812345',
  complaintPhone: '0598-12345',
  questions: [],
  ...overrides,
});

/** A service guide: structured fields instead of a body. */
export const buildGuideContent = (guide: Partial<Guide> = {}): ContentInput =>
  buildContent({
    type: 'guide',
    unit: 'xmzj',
    column: 'bszn',
    title: '最低生活保障办理指南',
    body: '',
    guide: buildGuide(guide),
  });
