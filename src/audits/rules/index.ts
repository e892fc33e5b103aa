import { ACCOUNT_RULES } from './account.ts';
import { PORTAL_RULES } from './portal.ts';
import type { Rule } from './rule.ts';
import { SITE_RULES } from './site.ts';

export const RULES: readonly Rule[] = [...SITE_RULES, ...ACCOUNT_RULES, ...PORTAL_RULES];
export { judge, type RuleJudgement, type RuleSettings } from './judge.ts';
export { type AccountFacts, ageDays, type ColumnFacts, type Facts, type Measure, measure } from './measure.ts';
export { type CountMetric, type Level, LEVEL_NAMES, LEVELS, type Rule } from './rule.ts';
