import type { AppliesTo, Metric, Rule } from './rule.ts';
import { deduction, early, lateBy, tenDays } from './sources.ts';

const told = (id: string, name: string, text: string): Rule => ({
  id,
  name,
  text,
  appliesTo: 'site',
  metric: 'event',
  unit: '次',
  window: null,
  automatic: 'manual',
  levels: { fail: deduction(1, name) },
});
const counted = (id: string, name: string, metric: Metric, text: string): Rule => ({
  ...told(id, name, text),
  metric,
  unit: '个',
  automatic: 'full',
});

const aged = (id: string, name: string, appliesTo: AppliesTo, levels: Rule['levels'], window: string): Rule => ({
  id,
  name,
  text: '请安排更新；未注明发布时间的稿件视为不更新',
  appliesTo,
  metric: 'age-days',
  unit: '天',
  window,
  automatic: 'full',
  levels,
});

const HALF_YEAR = 180;

/** 扣分指标, 门户网站 (standards D-*), scores left out: none is verified. What the regulation itself says stands beside. */
export const PORTAL_RULES: readonly Rule[] = [
  told('D-P1', '概况信息', '未开设或更新不及时、不准确'),
  told('D-P2', '机构职能', '未开设或信息不准确'),
  told('D-P3', '领导信息', '姓名、简历缺失或不准确'),
  aged('D-P4', '动态要闻', 'news-column', { fail: tenDays, warn: early(7) }, '2周'),
  aged('D-P4.2', '动态要闻', 'news-column', { fail: deduction(14, '动态要闻'), warn: early(12) }, '2周'),
  aged('D-P5', '政策文件', 'policy-column', { fail: deduction(HALF_YEAR, '政策文件'), warn: early(150) }, '6个月'),
  aged('D-P5.2', '通知公告', 'notice-column', { fail: deduction(HALF_YEAR, '通知公告'), warn: early(150) }, '6个月'),
  told('D-P6', '政策解读', '6个月未更新，或解读与被解读文件未相互关联'),
  told('D-P7', '解读比例', '涉及面广的文件没有解读'),
  {
    ...counted('D-P8', '空白栏目', 'blank', '栏目没有任何内容，请补充内容或关闭栏目'),
    appliesTo: 'column',
    unit: null,
    levels: { fail: deduction(1, '其他栏目 空白栏目') },
  },
  aged('D-P8.2', '其他', 'other-column', { warn: early(365) }, '1年'),
  told('D-F', '办事服务', '事项、统计、指南、内容或表格样表缺失或不准确'),
  told('D-I', '互动交流', '简单常见问题5个工作日内未答复，或征集调查次数不足'),
  told('D-D1', '域名名称', '域名或名称不规范'),
  told('D-D2', '网站标识', '页面底部标识、标识码、主办单位、备案或站点地图缺项'),
  counted('D-D3', '可用性', 'links-broken', '有链接（含图片、附件、外链）打不开，请修复或删除'),
  told('D-D4', '“我为政府网站找错”', '3个工作日内未答复'),
  counted('D-D5', '网页标签', 'tags-wrong', '网页标签缺失或值不正确，请按国办发〔2017〕47号附件补正'),
  told('D-D6', '功能设计', '兼容性、IPv6、站内搜索、导航或一号登录不足'),
  {
    ...counted('R-26', '超过规定时间公开', 'late-items', '有信息晚于规定时限公开，请说明原因并尽快补发'),
    appliesTo: 'site',
    unit: '份',
    levels: { fail: lateBy(1) },
  },
];
