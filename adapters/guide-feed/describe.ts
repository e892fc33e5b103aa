import type { GuideDocument } from './schema.ts';

type Facts = readonly (readonly [label: string, value: string | null])[];

const facts = (rows: Facts): string[] =>
  rows.flatMap(([label, value]) => (value === null || value === '' ? [] : [label, value]));
const section = (title: string, lines: readonly string[]): string[] => (lines.length > 0 ? [title, ...lines] : []);

const days = (count: number): string => (count === 0 ? '当场办结' : `${count}个工作日`);
const file = ({ sample }: GuideDocument['materials'][number]): string => (sample ? sample.name : '—');

const basics = (guide: GuideDocument): string[] =>
  facts([
    ['办理机构', guide.agency],
    ['服务对象', guide.audience.join('、')],
    ['办件类型', guide.kind],
    ['事项类型', guide.category],
    ['行使层级', guide.level],
    ['事项编码', guide.code],
    ['法定办结时限', days(guide.legalDays)],
    ['承诺办结时限', days(guide.promisedDays)],
    ['到办事现场次数', guide.visits === null ? null : `${guide.visits}次`],
    ['网上办理深度', guide.onlineDepth],
    ['办理结果', guide.result],
    ['送达方式', guide.delivery],
  ]);

const contact = (guide: GuideDocument): string[] =>
  facts([
    ['办理地点', guide.place],
    ['办理时间', guide.hours],
    ['咨询电话', guide.phone],
    ['监督投诉电话', guide.complaintPhone],
    ['在线办理', guide.onlineUrl],
  ]);

/** 一件事: when a person needs it, and what is done together. */
const together = ({ package: whole }: GuideDocument): string[] =>
  whole
    ? [
        ...section('一件事', ['适用情形', whole.scenario]),
        ...section('所含事项', [
          '序号',
          '事项名称',
          '办理机构',
          ...whole.members.flatMap(({ name, agency }, index) => [String(index + 1), name, agency]),
        ]),
      ]
    : [];

const MATERIAL_HEAD = ['序号', '材料名称', '来源', '形式', '份数', '是否必要', '样表'];

const materialRow = (each: GuideDocument['materials'][number], index: number): string[] => [
  String(index + 1),
  each.name,
  each.source,
  each.form,
  String(each.copies),
  each.required ? '必要' : '非必要',
  file(each),
];

const materials = ({ materials }: GuideDocument): string[] =>
  materials.length === 0 ? ['无需提交材料'] : [...MATERIAL_HEAD, ...materials.flatMap(materialRow)];

const fee = ({ fee: { charged, standard, basis } }: GuideDocument): string[] =>
  facts([
    ['是否收费', charged ? '收费' : '不收费'],
    ['收费标准', standard],
    ['收费依据', basis],
  ]);

const steps = ({ steps }: GuideDocument): string[] =>
  steps.flatMap(({ name, days: count, note }) => [
    name,
    ...(count === null ? [] : [days(count)]),
    ...(note ? [note] : []),
  ]);

/** A guide as a person reads it, a line each, in the order the contract asks consumers to keep (README, “Display”). */
export const describeGuide = (guide: GuideDocument): string =>
  [
    ...(guide.summary ? [guide.summary] : []),
    ...together(guide),
    ...section('基本信息', basics(guide)),
    ...section('办理地点与联系方式', contact(guide)),
    ...section('设定依据', guide.basis),
    ...section('受理条件', guide.conditions),
    ...section('申请材料', materials(guide)),
    ...section('办理流程', steps(guide)),
    ...section('收费情况', fee(guide)),
    ...section(
      '常见问题',
      guide.questions.flatMap(({ question, answer }) => [question, answer]),
    ),
    ...section(
      '附件',
      guide.attachments.map(({ name }) => name),
    ),
  ].join('\n');
