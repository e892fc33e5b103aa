import { z } from 'zod';
import { SEVERITIES } from '../core/severity.ts';
import { DIFFERENCE_KINDS, MEANINGS } from './difference.ts';
import type { FindingDetail } from './views.ts';

const passage = z.object({ text: z.string(), before: z.string(), after: z.string() });
const difference = z.object({
  kind: z.enum(DIFFERENCE_KINDS),
  meaning: z.enum(MEANINGS),
  severity: z.enum(SEVERITIES),
  text: z.string(),
  expected: passage.nullable(),
  actual: passage.nullable(),
});
const tag = z.object({ name: z.string(), wanted: z.string(), seen: z.string().nullable() });
const link = z.object({ url: z.string(), name: z.string(), level: z.string(), text: z.string(), fix: z.string() });

export type EvidencePassage = z.infer<typeof passage>;
export type EvidenceDifference = z.infer<typeof difference>;
export type EvidenceLink = z.infer<typeof link>;

/** What a look left behind, each part by itself: evidence of an older form lacks some, and is shown without. */
const evidenceSchema = z.object({
  url: z.string().optional().catch(undefined),
  at: z.iso.datetime().optional().catch(undefined),
  ms: z.number().optional().catch(undefined),
  redirectedTo: z.string().optional().catch(undefined),
  status: z.number().optional().catch(undefined),
  headers: z.record(z.string(), z.string()).default({}).catch({}),
  differences: z.array(difference).default([]).catch([]),
  tags: z.array(tag).default([]).catch([]),
  listings: z.array(z.string()).default([]).catch([]),
  links: z.array(link).default([]).catch([]),
  deliveries: z.array(z.string()).default([]).catch([]),
  document: z.string().optional().catch(undefined),
  clause: z.string().optional().catch(undefined),
});
export type Evidence = z.infer<typeof evidenceSchema>;

export const readEvidence = ({ evidence }: Pick<FindingDetail, 'evidence'>): Evidence => evidenceSchema.parse(evidence);

export interface FieldChange {
  readonly name: string;
  readonly wanted: string;
  /** Null: the copy does not have it. */
  readonly seen: string | null;
}

const whole = (part: EvidencePassage | null): string => (part ? part.before + part.text + part.after : '');

/** Title and 网页标签: what is compared field by field. */
export const fieldChanges = ({ differences, tags }: Evidence): FieldChange[] => [
  ...differences
    .filter(({ meaning }) => meaning === 'title')
    .map(({ expected, actual }) => ({ name: '标题', wanted: whole(expected), seen: actual && whole(actual) })),
  ...tags,
];

/** The differences of the running text, the worst first. */
export const textDifferences = ({ differences }: Evidence): EvidenceDifference[] =>
  differences.filter(({ meaning }) => meaning !== 'title');
