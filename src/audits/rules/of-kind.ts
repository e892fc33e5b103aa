import type { FindingKind } from '../../core/findings.ts';
import type { Json } from '../../core/json.ts';
import { RULES } from './index.ts';
import { LEVELS, type Threshold } from './rule.ts';

type Source = Pick<Threshold, 'document' | 'clause' | 'certainty'>;

/** What an inspection holds against a single copy, by the rule's id; the rules on places say so with each judgement. */
const RULE_OF: Readonly<Partial<Record<FindingKind, string>>> = {
  'date-changed': 'V-S1.5',
  'dead-link': 'D-D3',
  files: 'D-D3',
  tags: 'D-D5',
  late: 'R-26',
};

const SOURCES = new Map(
  RULES.map(({ id, levels }) => {
    const [threshold] = LEVELS.flatMap((level) => levels[level] ?? []);
    if (threshold === undefined) throw new Error(`rule ${id} has no threshold`);
    const { document, clause, certainty } = threshold;
    return [id, { document, clause, certainty }];
  }),
);

/** Where it is written how bad it can become: of its worst level, not of our own early warning. Throws for an unknown id. */
export const sourceOfRule = (id: string): Source => {
  const source = SOURCES.get(id);
  if (source === undefined) throw new Error(`no rule ${id}`);
  return source;
};

/** Where it is written, as evidence of a finding; empty: no inspection asks for it. */
export const sourceOf = (kind: FindingKind): Readonly<Record<string, Json>> => {
  const id = RULE_OF[kind];
  return id === undefined ? {} : sourceOfRule(id);
};
