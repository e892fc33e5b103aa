/** 传播量: closed lists, with the words people read. A number without its source and definition says nothing. */

export interface ReachSource {
  readonly name: string;
  /** Chinese: how these numbers come about. */
  readonly about: string;
  /** On a day it told of, what it does not name was read by nobody. False: what it does not name it did not tell of. */
  readonly tellsZero: boolean;
  readonly metrics: readonly Metric[];
}

export interface MetricFacts {
  readonly name: string;
  readonly unit: '次' | '人' | '篇';
  /** Chinese: what one of it is. */
  readonly definition: string;
  /** How days make a longer window: they add up, or the last one counts. */
  readonly over: 'sum' | 'last';
  /** Counted of nothing else. Absent: of all. */
  readonly only?: 'channel' | 'item';
}

const perDayPeople = '按日去重，跨日不去重：多日之和是人次，不是不同的人数';
const origin = (name: string, rule: string): MetricFacts => ({
  name: `访问来源：${name}`,
  unit: '次',
  definition: `访问次数中，第一页${rule}`,
  over: 'sum',
});

/**
 * PV, visits and visitors are kept apart: 网站总访问量(次) of the yearly report is visits, not PV (standards §3). The 30
 * minutes are the usual rule of web analytics; midnight ends a visit because the day's key is thrown away.
 */
export const METRICS = {
  views: { name: '浏览量', unit: '次', definition: '网页被打开的次数（PV），不含机器人', over: 'sum' },
  visits: {
    name: '访问次数',
    unit: '次',
    definition:
      '同一访问者在同一日内的连续浏览，相邻两页间隔不超过 30 分钟算一次访问，零时另起；对稿件、栏目、单位，指到过那里的访问',
    over: 'sum',
  },
  visitors: {
    name: '访问者',
    unit: '人',
    definition: `由网络地址和浏览器名称按当日随机密钥算出的不同访问者，密钥过后销毁，不保存地址；${perDayPeople}`,
    over: 'sum',
  },
  'bot-views': {
    name: '机器人浏览量',
    unit: '次',
    definition: '自称机器人或没有浏览器名称的浏览，另计',
    over: 'sum',
    only: 'channel',
  },
  'visits-from-direct': origin('直接打开', '没有外部来路（含久停或零时之后在本站继续）'),
  'visits-from-search': origin('搜索引擎', '由搜索引擎点入'),
  'visits-from-channel': origin('本单位其他渠道', '由公众号、e三明等本单位渠道点入'),
  'visits-from-other': origin('其他网站', '由其他网站点入'),
  'visits-from-unknown': origin('未告知', '的来路浏览器没有告知（如不运行脚本）'),
  clicks: { name: '点击原文', unit: '次', definition: '经跳转地址打开原文的次数，不含机器人', over: 'sum' },
  pulls: {
    name: '数据源读取',
    unit: '次',
    definition: '对方系统读取数据源的次数，含答复未修改的',
    over: 'sum',
    only: 'channel',
  },
  'reported-views': { name: '对方浏览量', unit: '次', definition: '对方报送的该指南页面浏览次数', over: 'sum' },
  readers: { name: '阅读人数', unit: '人', definition: `当日阅读的用户数（read_user）；${perDayPeople}`, over: 'sum' },
  shares: { name: '分享人数', unit: '人', definition: `当日分享的用户数（share_user）；${perDayPeople}`, over: 'sum' },
  likes: { name: '点赞人数', unit: '人', definition: '当日点赞的用户数（like_user）', over: 'sum', only: 'channel' },
  recommends: {
    name: '推荐人数',
    unit: '人',
    definition: '当日点“推荐（在看）”的用户数（zaikan_user）',
    over: 'sum',
    only: 'channel',
  },
  comments: { name: '留言数', unit: '次', definition: '当日留言条数（comment_count）', over: 'sum', only: 'channel' },
  favourites: {
    name: '收藏人数',
    unit: '人',
    definition: '当日收藏的用户数（collection_user）',
    over: 'sum',
    only: 'channel',
  },
  'original-clicks': {
    name: '阅读原文人数',
    unit: '人',
    definition: '当日点“阅读原文”的用户数（redirect_ori_page_user）',
    over: 'sum',
    only: 'channel',
  },
  'sent-articles': {
    name: '发表篇数',
    unit: '篇',
    definition: '当日发表的篇数（send_page_count）',
    over: 'sum',
    only: 'channel',
  },
  'readers-total': {
    name: '累计阅读人数',
    unit: '人',
    definition: '发表之日起累计阅读的用户数（read_user，累计至该日），只统计发表后 30 天',
    over: 'last',
    only: 'item',
  },
  'shares-total': {
    name: '累计分享人数',
    unit: '人',
    definition: '发表之日起累计分享的用户数（share_user，累计至该日），只统计发表后 30 天',
    over: 'last',
    only: 'item',
  },
  followers: {
    name: '关注人数',
    unit: '人',
    definition: '该日终了时的关注总数（cumulate_user）',
    over: 'last',
    only: 'channel',
  },
  'new-followers': {
    name: '新增关注',
    unit: '人',
    definition: '当日新增关注的用户数（new_user，各来源合计）',
    over: 'sum',
    only: 'channel',
  },
  'lost-followers': {
    name: '取消关注',
    unit: '人',
    definition: '当日取消关注的用户数（cancel_user，各来源合计）',
    over: 'sum',
    only: 'channel',
  },
} as const satisfies Readonly<Record<string, MetricFacts>>;
export type Metric = keyof typeof METRICS;

const PAGE_METRICS = [
  'views',
  'visits',
  'visitors',
  'bot-views',
  'visits-from-direct',
  'visits-from-search',
  'visits-from-channel',
  'visits-from-other',
  'visits-from-unknown',
] as const satisfies readonly Metric[];
const ACCOUNT_METRICS = [
  'readers',
  'shares',
  'readers-total',
  'shares-total',
  'likes',
  'recommends',
  'comments',
  'favourites',
  'original-clicks',
  'sent-articles',
  'followers',
  'new-followers',
  'lost-followers',
] as const satisfies readonly Metric[];

/** Who counted. One channel may be counted by several; their numbers are never added up. */
export const REACH_SOURCES = {
  beacon: {
    name: '页面计数',
    about: '门户页面载入时取一次计数图片，不用 Cookie，不需要脚本；被浏览器拦截的载入不计',
    tellsZero: true,
    metrics: PAGE_METRICS,
  },
  'access-log': {
    name: '访问日志',
    about: '门户网站服务器（nginx）访问日志中对网页的成功请求；由缓存直接答复、没有到达服务器的不计',
    tellsZero: true,
    metrics: PAGE_METRICS,
  },
  link: { name: '跳转链接', about: '经本系统跳转地址打开原文的次数', tellsZero: true, metrics: ['clicks'] },
  feed: { name: '数据源', about: '对方系统读取本系统办事指南数据源的次数', tellsZero: true, metrics: ['pulls'] },
  consumer: {
    name: '对方报送',
    about: '对方（e三明、网上办事大厅）按约定签名报送的数字',
    tellsZero: false,
    metrics: ['reported-views'],
  },
  datacube: {
    name: '微信统计接口',
    about: '微信公众平台数据统计接口，次日 8 时后可取，之后数日内可能修订；没有列出的文章视为未告知',
    tellsZero: false,
    metrics: ACCOUNT_METRICS,
  },
} as const satisfies Readonly<Record<string, ReachSource>>;
export type ReachSourceName = keyof typeof REACH_SOURCES;

/** Chinese: what a number is, and how it came about; stands beside it wherever it is shown. */
export const definitionOf = (metric: Metric, source: ReachSourceName): string =>
  `${METRICS[metric].definition}。${REACH_SOURCES[source].about}`;

/** Metrics of which only the last day of a window counts. */
export const STOCKS: readonly Metric[] = (Object.keys(METRICS) as Metric[]).filter(
  (metric) => METRICS[metric].over === 'last',
);

/** How a reader came to a page. `site`: from another page of the same site, so no origin of a visit. */
export const REFERRERS = ['direct', 'search', 'channel', 'site', 'other', 'unknown'] as const;
export type Referrer = (typeof REFERRERS)[number];

/** What was counted. A pull is a machine's by nature; bots are told apart among the other two. */
export const HIT_KINDS = ['view', 'click', 'pull'] as const;
export type HitKind = (typeof HIT_KINDS)[number];

/** What numbers are about. */
export const REACH_SCOPES = ['channel', 'unit', 'column', 'item'] as const;
export type ReachScope = (typeof REACH_SCOPES)[number];

/** Windows that numbers are kept for; calendar ones are Shanghai's. */
export const PERIODS = ['day', 'month', 'year', 'all'] as const;
export type Period = (typeof PERIODS)[number];

/** A pause longer than this begins another visit; counted in whole seconds, as a server's log knows no parts of one. */
export const VISIT_PAUSE_MS = 30 * 60_000;
