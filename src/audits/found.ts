import { createHash } from 'node:crypto';
import { FINDINGS, type Facts, type FindingKind } from '../core/findings.ts';
import { canonicalJson, type Json } from '../core/json.ts';
import type { Severity } from '../core/severity.ts';
import { sourceOf } from './rules/of-kind.ts';

/** One thing wrong, as a look saw it. */
export interface Found {
  readonly kind: FindingKind;
  readonly severity: Severity;
  readonly facts: Facts;
  readonly evidence: Readonly<Record<string, Json>>;
}

export const found = (
  kind: FindingKind,
  facts: Facts = {},
  { severity = FINDINGS[kind].severity, evidence = {} }: Partial<Pick<Found, 'severity' | 'evidence'>> = {},
): Found => ({ kind, severity, facts, evidence: { ...sourceOf(kind), ...evidence } });

/** Facts that only count on: with another value it is still the same thing. */
const RUNNING = new Set(['times', 'told', 'count']);

/** What a person accepted holds as long as this stays the same. */
export const fingerprintOf = ({ kind, facts, evidence }: Found): string => {
  const lasting = Object.fromEntries(Object.entries(facts).filter(([name]) => !RUNNING.has(name)));
  const { differences = null } = evidence;
  return createHash('sha256').update(canonicalJson({ kind, lasting, differences })).digest('hex').slice(0, 32);
};
