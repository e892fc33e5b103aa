import { SEVERITIES, type Severity } from './severity.ts';

interface FindingWords {
  readonly severity: Severity;
  /** Chinese: what is wrong. */
  readonly summary: string;
  /** Chinese: what to do, in one sentence. */
  readonly advice: string;
  /** Working days until somebody should have dealt with it. */
  readonly dueDays: number;
}

/**
 * The closed list of findings, worst first: a list shows them in this order. `{name}` stands for a fact of the finding.
 * A finding's own severity may be lower than its kind's, where what differs is smaller.
 */
export const FINDINGS = {
  'still-there': {
    severity: 'critical',
    summary: '已撤回，但公开地址上仍能看到',
    advice: '点“重新推送”再次撤回；仍在的请到平台上手工删除',
    dueDays: 1,
  },
  'still-cached': {
    severity: 'critical',
    summary: '已撤回，源站上已经没有，但缓存里仍能看到',
    advice: '在 CDN、反向代理或网站群缓存上清除（刷新）这个地址；清不掉的请联系服务商，并缩短页面的缓存时间',
    dueDays: 1,
  },
  missing: {
    severity: 'critical',
    summary: '应当公开的副本不见了：{why}',
    advice: '先查明是谁删除的，再点“重新推送”重新发布',
    dueDays: 1,
  },
  outdated: {
    severity: 'critical',
    summary: '展示的是旧版：应为第 {wanted} 版，现为第 {found} 版',
    advice: '点“重新推送”；由对方采集的渠道请联系对方更新',
    dueDays: 1,
  },
  differs: {
    severity: 'critical',
    summary: '与审签内容不一致：{what}',
    advice: '对照两段原文；副本有误的点“重新推送”，原稿有误的请更正后重新审签',
    dueDays: 1,
  },
  'date-changed': {
    severity: 'critical',
    summary: '发布时间不实：{what}',
    advice: '核对发布时间；改动过的点“重新推送”恢复（伪造发稿日期属单项否决）',
    dueDays: 1,
  },
  'still-listed': {
    severity: 'critical',
    summary: '已撤回，但仍列在{where}',
    advice: '点“重新推送”刷新列表；仍在的请检查页面缓存',
    dueDays: 1,
  },
  'many-changed': {
    severity: 'critical',
    summary: '{host} 上有 {count} 篇副本同时变化，已暂停逐篇报告',
    advice: '看看网站是否改版、迁移或被攻击；弄清后点“继续巡检”',
    dueDays: 1,
  },
  'site-unreachable': {
    severity: 'critical',
    summary: '{told}',
    advice: '检查网站服务器和网络；一周内 5% 的访问打不开即单项否决',
    dueDays: 1,
  },
  'not-listed': {
    severity: 'major',
    summary: '没有列在{where}',
    advice: '点“重新推送”重写列表；仍没有的请检查栏目设置',
    dueDays: 3,
  },
  'wrong-column': {
    severity: 'major',
    summary: '列在了{instead}，没有列在{where}',
    advice: '点“重新推送”重写列表；仍不对的请到平台上把它移到正确的栏目',
    dueDays: 3,
  },
  'listed-wrong': {
    severity: 'major',
    summary: '{where}中的{what}不对',
    advice: '点“重新推送”重写列表',
    dueDays: 3,
  },
  files: {
    severity: 'major',
    summary: '图片或附件不对：{what}',
    advice: '点“重新推送”；平台上改过的请到平台核对',
    dueDays: 3,
  },
  'dead-link': {
    severity: 'major',
    summary: '链接有问题：{what}',
    advice: '按各链接后的建议更正、更换或去掉，再重新审签',
    dueDays: 5,
  },
  tags: {
    severity: 'major',
    summary: '网页标签缺失或不对：{what}',
    advice: '点“重新推送”；仍不对的请核对渠道设置',
    dueDays: 5,
  },
  late: {
    severity: 'major',
    summary: '超过规定时间公开：应于 {due} 前，实为 {published}',
    advice: '向主管部门说明原因；今后在时限内报送',
    dueDays: 5,
  },
  stale: {
    severity: 'major',
    summary: '{told}',
    advice: '尽快发布新内容；不再更新的栏目请归档',
    dueDays: 2,
  },
  empty: {
    severity: 'major',
    summary: '{told}',
    advice: '补充内容，或将栏目关闭、归并',
    dueDays: 5,
  },
  unreadable: {
    severity: 'minor',
    summary: '连续 {times} 次无法判断：{why}',
    advice: '请人工打开公开地址看一看；系统会继续尝试',
    dueDays: 5,
  },
} as const satisfies Record<string, FindingWords>;
export type FindingKind = keyof typeof FINDINGS;
export const FINDING_KINDS = Object.keys(FINDINGS) as [FindingKind, ...FindingKind[]];

const KIND_NAMES = {
  'still-there': '已撤仍在',
  'still-cached': '缓存仍在',
  missing: '副本缺失',
  outdated: '旧版',
  differs: '内容不一致',
  'date-changed': '发布时间不实',
  'still-listed': '撤后仍在列表',
  'many-changed': '整站变化',
  'site-unreachable': '网站打不开',
  'not-listed': '不在列表',
  'wrong-column': '栏目不对',
  'listed-wrong': '列表有误',
  files: '图片或附件',
  'dead-link': '链接有问题',
  tags: '网页标签',
  late: '逾期公开',
  stale: '更新不及时',
  empty: '栏目空白',
  unreadable: '无法判断',
} as const;
/** In a word or two, for a filter. */
export const kindName = (kind: FindingKind): string => KIND_NAMES[kind];

/** Nothing that another push would mend: the text itself, the past, or somebody else's server. */
const NOT_BY_PUSHING: readonly FindingKind[] = [
  'many-changed',
  'site-unreachable',
  'dead-link',
  'late',
  'stale',
  'empty',
  'unreadable',
];
export const canRepush = (kind: FindingKind): boolean => !NOT_BY_PUSHING.includes(kind);

/** Smaller is worse: by severity, then by the place in the list above. */
export const priorityOf = (kind: FindingKind, severity: Severity): number =>
  SEVERITIES.indexOf(severity) * 100 + FINDING_KINDS.indexOf(kind);

export type Facts = Readonly<Record<string, string | number>>;
/** The finding in Chinese: what is wrong. */
export const findingText = (kind: FindingKind, facts: Facts): string =>
  FINDINGS[kind].summary.replace(/\{(\w+)\}/g, (_, name: string) => String(facts[name] ?? ''));

export const FINDING_STATES = ['open', 'assigned', 'accepted', 'closed'] as const;
export type FindingState = (typeof FINDING_STATES)[number];
export const FINDING_STATE_NAMES: Readonly<Record<FindingState, string>> = {
  open: '待处理',
  assigned: '已转办',
  accepted: '已接受',
  closed: '已消除',
};
