import type { Manuscript, Rendition } from '../../adapters/contract.ts';
import { checkLimits } from '../../adapters/kit/check-limits.ts';
import type { Channel } from '../context.ts';
import type { Issue, IssueCode } from '../core/issues.ts';
import { CHECKS } from './checks.ts';
import { targetsOf, type Submission } from './submission.ts';

export interface ChannelRendition {
  readonly channel: Channel;
  readonly rendition: Rendition;
}
export interface Verdict {
  readonly issues: readonly Issue[];
  readonly targets: readonly Channel[];
  readonly renditions: readonly ChannelRendition[];
}

/** With one of these there is no manuscript to render. */
const UNRENDERABLE: ReadonlySet<IssueCode> = new Set([
  'no-guide',
  'guide-not-allowed',
  'unknown-unit',
  'unknown-column',
  'unknown-asset',
]);

const manuscriptOf = ({ request, content, hash, facts }: Submission): Manuscript | null =>
  facts.unit && facts.column
    ? {
        ...facts.item,
        externalId: request.externalId,
        hash,
        content,
        unit: facts.unit,
        column: facts.column,
        assets: facts.assets,
        revisedAt: facts.now,
      }
    : null;

const checkRendition = ({ channel, rendition }: ChannelRendition, manuscript: Manuscript): Issue[] => [
  ...checkLimits(channel.adapter.limits, rendition, manuscript, channel.name),
  ...(channel.adapter.check?.(rendition, manuscript) ?? []),
];

/** Every target as readers would see it there, held against its limits; none where there is no manuscript. */
export const renderTargets = (
  submission: Submission,
  targets: readonly Channel[],
): Pick<Verdict, 'issues' | 'renditions'> => {
  const manuscript = manuscriptOf(submission);
  if (!manuscript) return { issues: [], renditions: [] };
  const renditions = targets
    .filter(({ off }) => off === null)
    .map((channel) => ({ channel, rendition: channel.adapter.render(manuscript, channel.settings) }));
  return { issues: renditions.flatMap((each) => checkRendition(each, manuscript)), renditions };
};

/** Whether these issues leave something that can be rendered. */
export const isRenderable = (issues: readonly Issue[]): boolean => !issues.some(({ code }) => UNRENDERABLE.has(code));

/** Judges a submission: pure, given the facts. A channel that is off is not rendered: its settings are incomplete. */
export const judge = (submission: Submission): Verdict => {
  const { broken } = submission;
  const issues = CHECKS.filter(({ needs }) => !needs.some((field) => broken.has(field))).flatMap(({ run }) =>
    run(submission),
  );
  const targets = targetsOf(submission);
  if (broken.size > 0 || !isRenderable(issues)) return { issues, targets, renditions: [] };
  const rendered = renderTargets(submission, targets);
  return { issues: [...issues, ...rendered.issues], targets, renditions: rendered.renditions };
};
