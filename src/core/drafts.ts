/** A draft on its way: written, before reviewers, sent back; at its end an item's revision, or nothing. */
export const DRAFT_STATUSES = ['editing', 'reviewing', 'returned', 'approved', 'discarded'] as const;
export type DraftStatus = (typeof DRAFT_STATUSES)[number];

export const DRAFT_STATUS_NAMES: Readonly<Record<DraftStatus, string>> = {
  editing: '草稿',
  reviewing: '审核中',
  returned: '已退回',
  approved: '已审签',
  discarded: '已废弃',
};
/** Drafts that somebody still has to do something about. */
export const OPEN_DRAFTS = ['editing', 'reviewing', 'returned'] as const satisfies readonly DraftStatus[];

/** From where each verb may move a draft; from everywhere else it changes nothing and says so. */
export const DRAFT_MOVES = {
  save: ['编辑', ['editing', 'returned']],
  submit: ['送审', ['editing', 'returned']],
  withdraw: ['撤回送审', ['reviewing']],
  approve: ['审签', ['reviewing']],
  return: ['退回', ['reviewing']],
  discard: ['废弃', ['editing', 'returned']],
} as const satisfies Record<string, readonly [string, readonly DraftStatus[]]>;
export type DraftVerb = keyof typeof DRAFT_MOVES;

export const mayMove = (verb: DraftVerb, from: DraftStatus): boolean =>
  (DRAFT_MOVES[verb][1] as readonly DraftStatus[]).includes(from);

/** What the record of a review holds: its opening, each stage's answer, and the author taking it back. */
export const DECISIONS = ['submitted', 'approved', 'returned', 'withdrawn'] as const;
export type Decision = (typeof DECISIONS)[number];
export const DECISION_NAMES: Readonly<Record<Decision, string>> = {
  submitted: '送审',
  approved: '同意',
  returned: '退回',
  withdrawn: '撤回送审',
};
