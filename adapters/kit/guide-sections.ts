import type { Guide } from '../../src/core/content.ts';
import type { Cell, Section } from './sections.ts';

type Facts = readonly (readonly [label: string, value: Cell | undefined])[];
const known = (rows: Facts): [string, Cell][] =>
  rows.flatMap(([label, value]): [string, Cell][] => (value === undefined || value === '' ? [] : [[label, value]]));

const days = (count: number): string => (count === 0 ? '当场办结' : `${count}个工作日`);

const basics = (guide: Guide): Section => ({
  kind: 'facts',
  title: '基本信息',
  rows: known([
    ['办理机构', guide.agency],
    ['服务对象', guide.audience.join('、')],
    ['办件类型', guide.kind],
    ['事项类型', guide.category],
    ['行使层级', guide.level],
    ['事项编码', guide.code],
    ['法定办结时限', days(guide.legalDays)],
    ['承诺办结时限', days(guide.promisedDays)],
    ['到办事现场次数', guide.visits === undefined ? undefined : `${guide.visits}次`],
    ['网上办理深度', guide.onlineDepth],
    ['办理结果名称', guide.result],
    ['送达方式', guide.delivery],
  ]),
});

/** 一件事: what is done together, and by whom. */
const members = ({ package: together }: Guide): Section[] =>
  together
    ? [
        { kind: 'facts', title: '一件事', rows: [['适用情形', together.scenario]] },
        {
          kind: 'table',
          title: '所含事项',
          head: ['序号', '事项名称', '办理机构'],
          rows: together.members.map(({ name, agency }, index) => [String(index + 1), name, agency]),
        },
      ]
    : [];

const place = ({ place, hours, phone, complaintPhone, onlineUrl }: Guide): Section => ({
  kind: 'facts',
  title: '办理地点和联系方式',
  rows: known([
    ['办理地点', place],
    ['办理时间', hours],
    ['咨询电话', phone],
    ['监督投诉电话', complaintPhone],
    ['在线办理', onlineUrl ? { text: onlineUrl, href: onlineUrl } : undefined],
  ]),
});

const fee = ({ fee: { charged, standard, basis } }: Guide): Section => ({
  kind: 'facts',
  title: '收费情况',
  rows: known([
    ['是否收费', charged ? '收费' : '不收费'],
    ['收费标准', standard],
    ['收费依据', basis],
  ]),
});

/** What a channel shows for the sample form (asset id) of a material. */
type Sample = (material: string, asset: string) => Cell;

const materials = (guide: Guide, showSample: Sample): Section => {
  if (guide.materials.length === 0) return { kind: 'list', title: '申请材料', items: ['无需提交材料'] };
  return {
    kind: 'table',
    title: '申请材料',
    head: ['序号', '材料名称', '来源', '形式', '份数', '是否必要', '样表'],
    rows: guide.materials.map(({ name, source, form, copies, required, sample }, index) => {
      const last = sample ? showSample(name, sample) : '—';
      return [String(index + 1), name, source, form, String(copies), required ? '必要' : '非必要', last];
    }),
  };
};

/** 办事指南, in the order of the live pages of 政务服务网: who and how long, where, on what ground, with what, how. */
export const describeGuide = (guide: Guide, showSample: Sample): Section[] => [
  ...members(guide),
  basics(guide),
  place(guide),
  { kind: 'list', title: '设定依据', items: guide.basis },
  { kind: 'list', title: '受理条件', items: guide.conditions },
  materials(guide, showSample),
  {
    kind: 'steps',
    title: '办理流程',
    items: guide.steps.map(({ name, days: count, note }) => ({
      name,
      time: count === undefined ? '' : days(count),
      note: note ?? '',
    })),
  },
  fee(guide),
  ...(guide.questions.length > 0 ? [{ kind: 'questions' as const, title: '常见问题', items: guide.questions }] : []),
];
