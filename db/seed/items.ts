import { readFileSync } from 'node:fs';
import type { ContentInput } from '../../src/core/content.ts';
import { GUIDES } from './guides.ts';

/** An approved item as it is handed in. `{name}` in its body and `asset` of its attachments name a file of `files`. */
export interface DemoItem extends ContentInput {
  readonly externalId: string;
  readonly author: string;
  readonly approvals: readonly { readonly stage: string; readonly name: string; readonly at: string }[];
}

const read = (path: string): Buffer<ArrayBuffer> => readFileSync(new URL(path, import.meta.url));
const body = (name: string): string => read(`bodies/${name}.html`).toString('utf8').trim();

/** The files that the items name, to be uploaded first. */
export const demoFiles = (): { readonly name: string; readonly data: Uint8Array<ArrayBuffer> }[] =>
  ['terraces.png', 'catalog.csv'].map((name) => ({ name, data: read(`files/${name}`) }));

const approved = {
  author: '罗晓明',
  approvals: [{ stage: '签发', name: '陈建国', at: '2025-11-20T09:00:00+08:00' }],
  disclosure: { kind: '主动公开' },
} as const;
const office = { ...approved, unit: 'xzfb', source: '明溪县人民政府办公室' } as const;

const policy = (): DemoItem => ({
  ...office,
  externalId: 'demo-policy-34',
  type: 'policy',
  column: 'zcwj',
  title: '明溪县人民政府办公室关于印发明溪县全面推进基层政务公开标准化规范化工作实施方案的通知',
  shortTitle: '明溪县全面推进基层政务公开标准化规范化工作实施方案',
  documentNumber: '明政办〔2020〕34号',
  indexNumber: 'MX00100-0202-2020-00034',
  writtenOn: '2020-09-28',
  validity: '有效',
  keywords: ['政务公开', '标准化', '规范化'],
  body: body('implementation-plan'),
});

const interpretation = (): DemoItem => ({
  ...office,
  externalId: 'demo-interpretation-34',
  type: 'interpretation',
  column: 'zcjd',
  title: '《明溪县全面推进基层政务公开标准化规范化工作实施方案》解读',
  keywords: ['政务公开', '解读'],
  interprets: 'demo-policy-34',
  body: body('interpretation'),
});

const notices = (): DemoItem[] => [
  {
    ...office,
    externalId: 'demo-notice-water',
    type: 'notice',
    column: 'tzgg',
    title: '关于城区部分路段停水的通知',
    keywords: ['停水'],
    body: body('water'),
  },
  {
    ...office,
    externalId: 'demo-notice-catalog',
    type: 'notice',
    column: 'tzgg',
    title: '关于修订2026年度基层政务公开标准目录的通知',
    documentNumber: '明政办函〔2026〕12号',
    writtenOn: '2026-11-18',
    body: body('catalog'),
    attachments: [{ asset: 'catalog.csv', name: '附件：基层政务公开标准目录（样表）.csv' }],
  },
  {
    ...approved,
    unit: 'xmzj',
    source: '明溪县民政局',
    externalId: 'demo-notice-rescue',
    type: 'notice',
    column: 'tzgg',
    title: '关于做好今冬明春困难群众救助工作的公告',
    body: body('rescue'),
  },
];

const news = (): DemoItem[] => [
  {
    ...office,
    externalId: 'demo-news-training',
    type: 'news',
    column: 'zwdt',
    title: '我县举办政务公开工作培训会',
    summary: '各乡（镇）、县直各单位政务公开工作负责人和信息员共86人参加培训。',
    cover: 'terraces.png',
    body: body('training'),
  },
  {
    ...approved,
    unit: 'xscjgj',
    source: '明溪县市场监督管理局',
    externalId: 'demo-news-market',
    type: 'news',
    column: 'zwdt',
    title: '县市场监督管理局开展冬季食品安全专项检查',
    body: body('market'),
  },
];

const guides = (): DemoItem[] => GUIDES.map((guide) => ({ ...approved, ...guide, type: 'guide', column: 'bszn' }));

/** Items of every type, the real policy among them; written as an editor would hand them in. */
export const demoItems = (): DemoItem[] => [policy(), interpretation(), ...notices(), ...news(), ...guides()];
