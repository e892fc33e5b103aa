import type { Certainty, Threshold } from './rule.ts';

const INDICATORS = '国办秘函〔2019〕19号《政府网站与政务新媒体检查指标》';
const FUZHOU = '福州市数据管理局2024年8月检查函告';
const MINHOU = '闽侯县2024年度绩效方案';

/** 第一部分 单项否决. */
export const veto = (at: number, clause: string, certainty: Certainty = 'V2'): Threshold => ({
  at,
  certainty,
  document: INDICATORS,
  clause: `第一部分 单项否决 ${clause}`,
});
/** 第二部分 扣分指标: known from memory only until the office confirms its own copy. */
export const deduction = (at: number, clause: string, certainty: Certainty = 'M'): Threshold => ({
  at,
  certainty,
  document: INDICATORS,
  clause: `第二部分 扣分指标 ${clause}`,
});
/** Our own early warning, so that there is time to act. */
export const early = (at: number): Threshold => ({ at, certainty: 'D', document: '本系统', clause: '提前提醒' });

export const tenDaysOfApps: Threshold = {
  at: 10,
  certainty: 'V',
  document: FUZHOU,
  clause: '未按考核要求在10天内更新，检查结果不合格',
  onlyWhen: 'ten-days',
};
export const tenDays: Threshold = {
  at: 10,
  certainty: 'V',
  document: MINHOU,
  clause: '保证每10天内都能更新信息',
  onlyWhen: 'ten-days',
};
/** Read in full: 国令第711号. */
export const lateBy = (at: number): Threshold => ({
  at,
  certainty: 'V',
  document: '国令第711号《政府信息公开条例》',
  clause: '第二十六条',
});
