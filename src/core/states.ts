/** What approval wants of a channel. */
export type Desired = { readonly kind: 'live'; readonly revision: number } | { readonly kind: 'withdrawn' };
/** What we last knew of the channel. */
export type Actual = { readonly kind: 'live'; readonly revision: number } | { readonly kind: 'absent' };

export const ACTIONS = ['publish', 'update', 'replace', 'withdraw'] as const;
export type Action = (typeof ACTIONS)[number];

export const ACTION_NAMES: Readonly<Record<Action, string>> = {
  publish: '发布',
  update: '更新',
  replace: '替换',
  withdraw: '撤回',
};

/**
 * The next action that brings actual to desired; null when nothing is left to do. A channel that cannot update replaces:
 * the old copy goes first, so that never two are live. An older revision never replaces a newer one. `repair`: the copy is
 * not what was sent, so the same revision goes out once more.
 */
export const decide = (desired: Desired, actual: Actual, canUpdate: boolean, repair = false): Action | null => {
  if (desired.kind === 'withdrawn') return actual.kind === 'live' ? 'withdraw' : null;
  if (actual.kind === 'absent') return 'publish';
  if (actual.revision > desired.revision || (actual.revision === desired.revision && !repair)) return null;
  return canUpdate ? 'update' : 'replace';
};

export const DELIVERY_STATUSES = [
  'planned',
  'running',
  'in-review',
  'retrying',
  'parked',
  'refused',
  'live',
  'withdrawn',
] as const;
export type DeliveryStatus = (typeof DELIVERY_STATUSES)[number];

export const STATUS_NAMES: Readonly<Record<DeliveryStatus, string>> = {
  planned: '待发布',
  running: '发布中',
  'in-review': '平台处理中',
  retrying: '等待重试',
  parked: '待人工确认',
  refused: '失败',
  live: '已发布',
  withdrawn: '已撤回',
};

/** Where deliveries end, and nearly all are: those in any other status are few, whatever a county has published. */
export const AT_END: readonly DeliveryStatus[] = ['live', 'withdrawn'];
/** Final: nothing moves until a person wants something else. */
export const FINAL_STATUSES: readonly DeliveryStatus[] = ['parked', 'refused', 'live', 'withdrawn'];

/** The moves a delivery may make. `planned` is reachable from all: a new desired state starts over. */
export const MOVES: Readonly<Record<DeliveryStatus, readonly DeliveryStatus[]>> = {
  planned: ['planned', 'running', 'withdrawn'],
  running: ['planned', 'running', 'in-review', 'retrying', 'parked', 'refused', 'live', 'withdrawn'],
  'in-review': ['planned', 'running'],
  retrying: ['planned', 'running'],
  parked: ['planned', 'running'],
  refused: ['planned', 'running'],
  live: ['planned', 'running'],
  withdrawn: ['planned', 'running'],
};
