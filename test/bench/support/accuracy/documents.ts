import type { Random } from './random.ts';

/** An approved document as an office writes it. */
export interface Document {
  readonly title: string;
  readonly number: string;
  readonly writtenOn: string;
  readonly publishedAt: string;
  readonly source: string;
  readonly editor: string;
  /** Headings and paragraphs, in order; the table stands after the paragraph of that index. */
  readonly paragraphs: readonly string[];
  readonly table: { readonly after: number; readonly rows: readonly (readonly string[])[] } | null;
  readonly signature: readonly string[];
  readonly names: readonly string[];
}

const TITLES = [
  '关于做好当前秋粮收购工作的通知',
  '关于城区部分路段封闭施工的通告',
  '关于印发《明溪县农村公路养护管理办法》的通知',
  '关于开展城乡居民医疗保险集中参保的公告',
  '2020年度政府信息公开工作年度报告',
  '关于征集义务教育阶段招生工作意见建议的公告',
  '关于下达农业生产发展资金计划的通知',
  '县政府召开安全生产工作专题会议',
] as const;
const HEADINGS = [
  '一、总体要求',
  '二、主要任务',
  '三、资金安排',
  '四、办理流程',
  '五、工作要求',
  '（一）申请条件',
  '（二）补助标准',
] as const;
const PEOPLE = ['罗志明', '曾丽萍', '张建华', '黄晓东', '李秀英', '王少平'] as const;
const SENTENCES = [
  '各乡（镇）人民政府、县直有关单位要提高思想认识，切实增强做好工作的责任感和紧迫感。',
  '要坚持问题导向，对排查发现的隐患建立台账，明确整改时限和责任人，确保#件隐患全部销号。',
  '收购价格按每50公斤#元执行，不得压级压价，不得向农民打白条。',
  '参保人员应当于2020年#月#日前完成缴费，逾期未缴费的不能享受当年待遇。',
  '财政部门安排专项资金#万元，用于补助#个行政村的道路养护。',
  '施工期间，过往车辆请绕行民主路或解放路，行人可以从北侧便道通行。',
  '会议由县长@主持，副县长@传达了上级会议精神。',
  '联系人：@，联系电话：0598-2862#，邮箱：mxx#@fujian.gov.cn。',
  '符合条件的家庭可以向户籍所在地村（居）委会提出申请，并提供身份证、户口簿等材料。',
  '同比增长#.#%，其中第一产业增加值#.#亿元，第二产业增加值#.#亿元。',
  '对弄虚作假、骗取补助资金的，依法追回资金，并取消其#年内的申报资格。',
  '“要把群众的事当作自己的事来办，”县委书记@强调，“一件接着一件抓，一年接着一年干。”',
  '本办法自2020年#月#日起施行，有效期#年，原有规定与本办法不一致的，以本办法为准。',
  '未经批准，任何单位和个人不得擅自占用、挖掘农村公路。',
  '全年共受理政府信息公开申请#件，均已按时办结，没有发生行政复议和行政诉讼。',
  '相关部门要加强协作配合，及时通报情况，形成齐抓共管的工作格局。',
  '请于每月#日前将工作进展情况报送县政府办公室（传真：0598-2812#）。',
  '培训班为期#天，邀请省农科院专家授课，共有#名种粮大户参加。',
] as const;

const fill = (random: Random, sentence: string, names: string[]): string =>
  sentence
    .replace(/@(?!fujian)/g, () => {
      const name = random.pick(PEOPLE);
      names.push(name);
      return name;
    })
    .replace(/#/g, () => String(1 + random.below(random.chance(0.3) ? 899 : 28)));

/** Draws each sentence once: no office writes the same one twice, and no judge could say which of two was changed. */
const paragraph = (random: Random, names: string[], left: string[]): string =>
  Array.from({ length: 1 + random.below(4) }, () => left.splice(random.below(left.length), 1))
    .flat()
    .map((sentence) => fill(random, sentence, names))
    .join('');

const table = (random: Random): string[][] => [
  ['序号', '乡（镇）', '面积（亩）', '补助金额（元）'],
  ...['雪峰镇', '盖洋镇', '胡坊镇', '瀚仙镇'].map((town, index) => [
    String(index + 1),
    town,
    String(1_200 + random.below(8_000)),
    `${100 + random.below(800)},${100 + random.below(899)}.${10 + random.below(89)}`,
  ]),
];

export const makeDocument = (random: Random): Document => {
  const names: string[] = [];
  const left: string[] = [...SENTENCES];
  const paragraphs = ['各乡（镇）人民政府，县直各单位：'];
  const sections = 2 + random.below(4);
  for (let section = 0; section < sections; section += 1) {
    paragraphs.push(HEADINGS[section % HEADINGS.length] ?? '一、总则');
    for (let count = 1 + random.below(3); count > 0; count -= 1) {
      const made = paragraph(random, names, left);
      if (made !== '') paragraphs.push(made);
    }
  }
  const day = `2020年${1 + random.below(12)}月${1 + random.below(28)}日`;
  return {
    title: random.pick(TITLES),
    number: `明政办〔2020〕${1 + random.below(90)}号`,
    writtenOn: day,
    publishedAt: `2020-12-${10 + random.below(18)} ${10 + random.below(8)}:${10 + random.below(49)}`,
    source: '明溪县人民政府办公室',
    editor: random.pick(PEOPLE),
    paragraphs,
    table: random.chance(0.6) ? { after: 2 + random.below(paragraphs.length - 3), rows: table(random) } : null,
    signature: ['明溪县人民政府办公室', day],
    names: [...new Set(names)],
  };
};

/** The lines a reader should find, in order. */
export const textOf = ({ paragraphs, table, signature }: Document): string =>
  [
    ...paragraphs.flatMap((line, index) => [line, ...(table?.after === index ? table.rows.flat() : [])]),
    ...signature,
  ].join('\n');
