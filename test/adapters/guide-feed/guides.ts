import { randomUUID } from 'node:crypto';
import type { Manuscript } from '../../../adapters/contract.ts';
import { SETTINGS, type GuideSettings } from '../../../adapters/guide-feed/settings.ts';
import { contentSchema, type ContentInput } from '../../../src/core/content.ts';
import { buildGuide, buildGuideContent } from '../../support/factories.ts';

const SAMPLE = 'a'.repeat(64);
const FORM = 'b'.repeat(64);

/** Everything a guide can say. */
export const fullGuide = buildGuide({
  code: '11350421MB0000000X4000199001000',
  category: '行政许可',
  level: '县级',
  agency: '明溪县人力资源和社会保障局',
  audience: ['自然人', '法人'],
  basis: ['《中华人民共和国社会保险法》第五十八条', '《社会保障卡管理办法》第六条'],
  materials: [
    { name: '居民身份证', source: '申请人自备', form: '原件和复印件', copies: 1, required: true },
    { name: '申领登记表', source: '窗口领取', form: '原件', copies: 2, required: true, sample: SAMPLE },
    { name: '一寸照片', source: '申请人自备', form: '电子', copies: 1, required: false },
  ],
  steps: [
    { name: '受理', days: 1, note: '材料不齐的，一次告知' },
    { name: '审核', days: 2 },
    { name: '办结', days: 0 },
    { name: '送达' },
  ],
  fee: { charged: true, standard: '首次免费，补领每张 20 元', basis: '闽价费〔2012〕1号' },
  visits: 1,
  onlineDepth: '四级',
  result: '社会保障卡',
  delivery: '窗口领取或邮寄',
  onlineUrl: 'https://zwfw.example.cn/item?id=1&from=feed',
  questions: [{ question: '可以代办吗？', answer: '可以。\n请带上双方身份证 <原件>。' }],
  package: {
    scenario: '员工录用',
    members: [
      { name: '社会保障卡申领', agency: '明溪县人力资源和社会保障局', guide: 'esm-2026-0117' },
      { name: '职工参保登记', agency: '明溪县医疗保障局' },
    ],
  },
});
export const fullContent: ContentInput = { ...buildGuideContent(), guide: fullGuide };

/** Only what must be there. */
export const bareContent = buildGuideContent({ materials: [], promisedDays: 0 });

const info = (id: string) => ({ id, mime: 'application/pdf', bytes: 12_345, width: null, height: null });

export const manuscriptOf = (content: ContentInput, overrides: Partial<Manuscript> = {}): Manuscript => ({
  itemId: randomUUID(),
  externalId: 'e-1',
  revision: 1,
  hash: 'f'.repeat(64),
  content: contentSchema.parse(content),
  unit: { id: 'xmzj', name: '明溪县民政局' },
  column: { id: 'bszn', name: '办事指南', description: '办事指南', keywords: ['办事'], type: '办事服务' },
  assets: { [SAMPLE]: info(SAMPLE), [FORM]: info(FORM) },
  publishedAt: new Date('2026-11-20T01:30:00Z'),
  revisedAt: new Date('2026-11-23T02:00:00Z'),
  ...overrides,
});

export const withAttachment: ContentInput = { ...fullContent, attachments: [{ asset: FORM, name: '办理流程图.pdf' }] };

/** A channel's settings as configured, the rest as by default. */
export const settingsOf = (given: Partial<GuideSettings> = {}): GuideSettings => ({
  consumerUrl: 'http://esm.test/guide/{id}',
  fileUrl: SETTINGS.fileUrl.default,
  pushUrl: SETTINGS.pushUrl.default,
  pushSecret: SETTINGS.pushSecret.default,
  fieldMap: SETTINGS.fieldMap.default,
  ...given,
});
