import type { Approval } from '../core/content.ts';
import { issue, type Issue } from '../core/issues.ts';

export interface ApprovalSubject {
  readonly approvals: readonly Approval[];
  readonly authors: readonly string[];
  /** Of the content they must be on; null when it could not be read, and so cannot be held against them. */
  readonly hash: string | null;
  readonly stages: readonly string[];
  /** Database time. */
  readonly now: Date;
}

/** Clocks of two offices differ; more than this is no clock. */
const TOLERANCE_MS = 5 * 60_000;

/** 张三, 张 三 and full-width forms are one person. */
export const personOf = (name: string): string => name.normalize('NFKC').replace(/\s/g, '').toLowerCase();
const shortHash = (hash: string): string => hash.slice(0, 12);

type Rule = (
  approval: Approval,
  subject: ApprovalSubject,
  earlier: readonly Approval[],
) => Omit<Issue, 'field' | 'level'> | null;

/** Why an approval does not count; the first reason is told. */
const RULES: readonly Rule[] = [
  ({ stage }, { stages }) =>
    stages.includes(stage) ? null : { code: 'approval-unknown-stage', facts: { stage, stages: stages.join('、') } },
  ({ hash, name }, { hash: actual }) =>
    hash === undefined || actual === null || hash === actual
      ? null
      : { code: 'approval-other-hash', facts: { name, hash: shortHash(hash), actual: shortHash(actual) } },
  ({ name }, { authors }) =>
    authors.some((author) => personOf(name) === personOf(author))
      ? { code: 'approval-by-author', facts: { name } }
      : null,
  ({ at, name }, { now }) =>
    Date.parse(at) > now.getTime() + TOLERANCE_MS ? { code: 'approval-in-future', facts: { name } } : null,
  ({ stage }, _, earlier) =>
    earlier.some((other) => other.stage === stage) ? { code: 'approval-stage-twice', facts: { stage } } : null,
  ({ name }, _, earlier) => {
    const other = earlier.find((approval) => personOf(approval.name) === personOf(name));
    return other ? { code: 'approval-same-person', facts: { name, other: other.stage } } : null;
  },
];

/**
 * Every required stage needs one approval on exactly this hash, each by another person, none by an author. What does
 * not count is told, and so is every stage that is left without one.
 */
export const checkApprovals = (subject: ApprovalSubject): Issue[] => {
  const counting: Approval[] = [];
  const issues = subject.approvals.flatMap((approval, index) => {
    const reason = RULES.map((rule) => rule(approval, subject, counting)).find((found) => found !== null);
    if (!reason) counting.push(approval);
    return reason ? [issue(`approvals[${index}]`, reason.code, reason.facts)] : [];
  });
  const missing = subject.stages.filter((stage) => !counting.some((approval) => approval.stage === stage));
  return [...issues, ...missing.map((stage) => issue('approvals', 'approval-missing', { stage }))];
};
