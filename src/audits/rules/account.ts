import type { Rule } from './rule.ts';
import { early, tenDaysOfApps, veto } from './sources.ts';

const told = (id: string, name: string, text: string, certainty: 'V2' | 'M'): Rule => ({
  id,
  name,
  text,
  appliesTo: 'account',
  metric: 'event',
  unit: '次',
  window: null,
  automatic: 'manual',
  levels: { veto: veto(1, name, certainty) },
});

/** 单项否决, 政务新媒体 (standards V-M1 … V-M3). Readers' numbers are no indicator and never ranked. */
export const ACCOUNT_RULES: readonly Rule[] = [
  told('V-M1', '安全、泄密事故等严重问题', '内容有严重表述错误、泄密或不良信息，请立即删除', 'V2'),
  {
    id: 'V-M2.1',
    name: '内容不更新',
    text: '请安排更新',
    appliesTo: 'account',
    metric: 'age-days',
    unit: '天',
    window: '2周',
    automatic: 'full',
    levels: { veto: veto(14, '内容不更新'), fail: tenDaysOfApps, warn: early(7) },
  },
  told('V-M2.2', '内容不更新', '移动客户端无法下载或使用', 'V2'),
  told('V-M3.1', '互动回应差', '未提供有效互动功能', 'V2'),
  told('V-M3.2', '互动回应差', '购买“粉丝”、强制群众点赞等弄虚作假', 'V2'),
];
