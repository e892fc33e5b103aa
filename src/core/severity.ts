/**
 * How bad a difference or finding is, worst first. Critical: a reader acts wrongly on it (number, date, amount, phone,
 * name, negation) or the copy is not there; major: the words differ; minor: only how they are set.
 */
export const SEVERITIES = ['critical', 'major', 'minor'] as const;
export type Severity = (typeof SEVERITIES)[number];

export const SEVERITY_NAMES: Readonly<Record<Severity, string>> = { critical: '严重', major: '一般', minor: '轻微' };
