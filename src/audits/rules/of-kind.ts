import type { FindingKind } from '../../core/findings.ts';
import type { Json } from '../../core/json.ts';
import { RULES } from './index.ts';
import { LEVELS } from './rule.ts';

/** What an inspection holds against a single copy, by the rule's id; the rules on places say so with each judgement. */
const RULE_OF: Readonly<Partial<Record<FindingKind, string>>> = {
  'date-changed': 'V-S1.5',
  'dead-link': 'D-D3',
  files: 'D-D3',
  tags: 'D-D5',
  late: 'R-26',
};

/** Where it is written, as evidence of a finding; empty: no inspection asks for it. */
export const sourceOf = (kind: FindingKind): Readonly<Record<string, Json>> => {
  const rule = RULES.find(({ id }) => id === RULE_OF[kind]);
  const [threshold] = LEVELS.flatMap((level) => rule?.levels[level] ?? []);
  if (threshold === undefined) return {};
  const { document, clause, certainty } = threshold;
  return { document, clause, certainty };
};
