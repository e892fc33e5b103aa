import type { FindingState } from '../../../core/findings.ts';
import { FINDING_STATE_NAMES } from '../../../core/findings.ts';
import { SEVERITY_NAMES, type Severity } from '../../../core/severity.ts';
import { daysUntil } from '../../../core/days.ts';
import { beijingDay } from '../../../core/time.ts';
import { VERDICT_NAMES, type Verdict } from '../../../core/verdicts.ts';
import { daysLeft } from '../days-left.tsx';
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

/** In days, as an office counts them; on the day itself to the hour. */
export const dueWords = (dueAt: Date, now: Date): string => {
  const days = daysUntil(beijingDay(dueAt), beijingDay(now));
  return days === 0 && dueAt < now ? '今天已过时限' : daysLeft(days);
};
