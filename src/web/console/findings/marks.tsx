import type { FindingState } from '../../../core/findings.ts';
import { FINDING_STATE_NAMES } from '../../../core/findings.ts';
import { SEVERITY_NAMES, type Severity } from '../../../core/severity.ts';
import { beijingDay } from '../../../core/time.ts';
import { VERDICT_NAMES, type Verdict } from '../../../core/verdicts.ts';
import { Chip, type Tone } from '../ui.tsx';

const SEVERITY_LOOKS: Readonly<Record<Severity, readonly [Tone, string]>> = {
  critical: ['bad', '▲'],
  major: ['wait', '◆'],
  minor: ['done', '○'],
};

export const SeverityChip = ({ severity }: { severity: Severity }) => {
  const [tone, icon] = SEVERITY_LOOKS[severity];
  return (
    <Chip tone={tone} icon={icon}>
      {SEVERITY_NAMES[severity]}
    </Chip>
  );
};

const STATE_LOOKS: Readonly<Record<FindingState, readonly [Tone, string]>> = {
  open: ['bad', '！'],
  assigned: ['busy', '→'],
  accepted: ['wait', '≈'],
  closed: ['good', '✓'],
};

export const StateChip = ({ state }: { state: FindingState }) => {
  const [tone, icon] = STATE_LOOKS[state];
  return (
    <Chip tone={tone} icon={icon}>
      {FINDING_STATE_NAMES[state]}
    </Chip>
  );
};

const VERDICT_LOOKS: Readonly<Record<Verdict, readonly [Tone, string]>> = {
  same: ['good', '✓'],
  differs: ['bad', '≠'],
  missing: ['bad', '✕'],
  'still-there': ['bad', '！'],
  outdated: ['bad', '↶'],
  unknown: ['wait', '？'],
  absent: ['done', '⊘'],
};

export const VerdictChip = ({ verdict }: { verdict: Verdict | null }) => {
  const [tone, icon] = verdict === null ? (['busy', '◷'] as const) : VERDICT_LOOKS[verdict];
  return (
    <Chip tone={tone} icon={icon}>
      {verdict === null ? '待巡检' : VERDICT_NAMES[verdict]}
    </Chip>
  );
};

const DAY_MS = 24 * 3_600_000;
const dayNumber = (at: Date): number => Math.round(Date.parse(`${beijingDay(at)}T00:00:00Z`) / DAY_MS);

/** In days, as an office counts them: 今天到期, 剩 2 天, 逾期 1 天. */
export const daysLeft = (dueAt: Date, now: Date): string => {
  const days = dayNumber(dueAt) - dayNumber(now);
  if (days < 0) return `逾期 ${-days} 天`;
  if (days > 0) return `剩 ${days} 天`;
  return dueAt < now ? '今天已过时限' : '今天到期';
};
