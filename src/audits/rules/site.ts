import type { Rule } from './rule.ts';
import { early, tenDays, veto } from './sources.ts';

const told = (id: string, name: string, text: string, automatic: Rule['automatic'], clause: string): Rule => ({
  id,
  name,
  text,
  appliesTo: 'site',
  metric: 'event',
  unit: '次',
  window: null,
  automatic,
  levels: { veto: veto(1, clause) },
});

const SAFETY = '安全、泄密事故等严重问题';

/**
 * 单项否决, 政府网站 (standards V-S1 … V-S6). Each stale or blank column is told for itself (`portal.ts`): their number is told
 * when half of what the veto allows is used up.
 */
export const SITE_RULES: readonly Rule[] = [
  told('V-S1.1', SAFETY, '出现严重表述错误，请立即下线并更正', 'semi', SAFETY),
  told('V-S1.2', SAFETY, '疑似泄露国家秘密，请立即下线并报告保密部门', 'semi', SAFETY),
  told('V-S1.3', SAFETY, '发布或链接不良内容（含失效后被他人注册的外链），请立即删除', 'semi', SAFETY),
  told('V-S1.4', SAFETY, '页面疑似被篡改或挂马，请立即处置并保留现场', 'semi', SAFETY),
  {
    ...told(
      'V-S1.5',
      '弄虚作假',
      '发布日期早于实际发布，或发布后被改动，疑似伪造发稿日期，请核对并改正',
      'full',
      SAFETY,
    ),
    metric: 'backdated',
    unit: '条',
  },
  told('V-S1.6', SAFETY, '因建设管理不当引发严重负面舆情', 'manual', SAFETY),
  {
    id: 'V-S2',
    name: '站点无法访问',
    text: '监测一周，每天间隔访问20次以上，超过15秒打不开的次数占比达到5%，请联系运维排查',
    appliesTo: 'site',
    metric: 'failed-share',
    unit: '比例',
    window: '7天，每天不少于20次',
    automatic: 'full',
    levels: { veto: veto(0.05, '站点无法访问'), warn: early(0.02) },
  },
  {
    id: 'V-S2.early',
    name: '站点无法访问',
    text: '监测未满一周，已有不少次超过15秒打不开，请联系运维排查',
    appliesTo: 'site',
    metric: 'failed-share-so-far',
    unit: '比例',
    window: '未满7天',
    automatic: 'full',
    levels: { warn: early(0.02) },
  },
  {
    id: 'V-S3',
    name: '首页不更新',
    text: '请安排更新',
    appliesTo: 'home',
    metric: 'age-days',
    unit: '天',
    window: '2周',
    automatic: 'full',
    levels: { veto: veto(14, '首页不更新'), fail: tenDays, warn: early(7) },
  },
  {
    id: 'V-S4.1',
    name: '一级栏目不更新',
    text: '2周内的动态要闻类、6个月内的通知公告和政策文件类一级栏目累计有多个未更新，请逐个更新',
    appliesTo: 'site',
    metric: 'stale-top-columns',
    unit: '个',
    window: '动态要闻2周，通知公告、政策文件6个月',
    automatic: 'full',
    levels: { veto: veto(5, '栏目不更新'), warn: early(3) },
  },
  {
    id: 'V-S4.2',
    name: '栏目不更新',
    text: '应更新但长期未更新的栏目过多，请更新或归并',
    appliesTo: 'site',
    metric: 'stale-columns',
    unit: '个',
    window: null,
    automatic: 'full',
    levels: { veto: veto(10, '栏目不更新'), warn: early(6) },
  },
  {
    id: 'V-S4.3',
    name: '空白栏目',
    text: '有栏目没有任何内容，请补充内容或关闭栏目',
    appliesTo: 'site',
    metric: 'blank-columns',
    unit: '个',
    window: null,
    automatic: 'full',
    levels: { veto: veto(5, '栏目不更新'), warn: early(3) },
  },
  told('V-S5.1', '互动回应差', '未提供网上有效咨询建言渠道', 'manual', '互动回应差'),
  told('V-S5.2', '互动回应差', '1年内有超过3个月未回应的有效留言，请尽快答复', 'semi', '互动回应差'),
  told('V-S6.1', '服务不实用', '未提供办事服务', 'manual', '服务不实用'),
  {
    // A guide of ours that lacks one of them cannot be submitted (`guideSchema`): other offices' guides are for a person.
    ...told('V-S6.2', '服务不实用', '办事指南重点要素缺失4类及以上的事项达到5个，请按要素补全', 'semi', '服务不实用'),
    // “4 类” is second-hand, “5 个” only remembered: the whole row may only warn.
    levels: { veto: veto(5, '服务不实用', 'M') },
  },
  told('V-S6.3', '服务不实用', '事项不足5个且每个都缺4类及以上重点要素', 'semi', '服务不实用'),
];
