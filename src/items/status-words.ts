import { STATUS_NAMES, type DeliveryStatus } from '../core/states.ts';
import type { DeliveryView } from './views.ts';

/** How a state should be seen, beside its words: never by colour alone. */
export type Tone = 'good' | 'busy' | 'bad' | 'quiet';
export interface StatusWords {
  /** E.g. `2/3 已发布，1 失败`. */
  readonly text: string;
  readonly tone: Tone;
}

type Standing = Pick<DeliveryView, 'status' | 'desired'>;

/** In the order a person must know them. */
const TOLD: readonly (readonly [DeliveryStatus, Tone])[] = [
  ['refused', 'bad'],
  ['parked', 'bad'],
  ['retrying', 'busy'],
  ['running', 'busy'],
  ['in-review', 'busy'],
  ['planned', 'busy'],
];

const wordsOf = (status: DeliveryStatus, count: number, all: number): string =>
  count === all ? STATUS_NAMES[status] : `${count} ${STATUS_NAMES[status]}`;

/** The state of an item from those of its deliveries: derived each time, never stored, so it cannot disagree with them. */
export const statusWords = (deliveries: readonly Standing[]): StatusWords => {
  const all = deliveries.length;
  if (all === 0) return { text: '没有分发', tone: 'quiet' };
  const count = (status: DeliveryStatus): number => deliveries.filter((each) => each.status === status).length;
  const [live, withdrawn] = [count('live'), count('withdrawn')];
  if (withdrawn === all) return { text: STATUS_NAMES.withdrawn, tone: 'quiet' };
  const wanted = all - withdrawn;
  const open = TOLD.filter(([status]) => count(status) > 0);
  const told = open.map(([status]) => wordsOf(status, count(status), all));
  const out = live === wanted && wanted === all ? STATUS_NAMES.live : `${live}/${wanted} ${STATUS_NAMES.live}`;
  const words = [
    ...(live > 0 ? [out] : []),
    ...told,
    ...(withdrawn > 0 ? [`${withdrawn} ${STATUS_NAMES.withdrawn}`] : []),
  ];
  return { text: words.join('，'), tone: open[0]?.[1] ?? 'good' };
};
