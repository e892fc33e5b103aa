import { countFindings } from '../../../audits/count.ts';
import { actingPerson } from '../../../accounts/acting.ts';
import type { Person } from '../../../accounts/person.ts';
import { listDeadlines } from '../../../catalog/deadlines.ts';
import type { Context } from '../../../context.ts';
import { unitsFor, type Permission } from '../../../core/permissions.ts';
import { SEVERITIES, SEVERITY_NAMES } from '../../../core/severity.ts';
import { workCounts } from '../../../items/drafts/counts.ts';
import { fill } from '../words.ts';
import type { Tone } from '../ui.tsx';
import { text } from './text.ts';

/** One kind of thing that waits, and the list that shows exactly these. */
export interface Waiting {
  readonly name: string;
  readonly count: number;
  readonly why: string;
  readonly path: string | null;
  readonly tone: Tone;
}
/** Where a page does not stand yet, the nearest that does; null: nothing to show until it stands. */
export type PathOf = (wanted: string, otherwise: string | null) => string | null;

export interface Section {
  readonly title: string;
  /** Shown to whoever may do one of these. */
  readonly actions: readonly Permission[];
  readonly entries: (waiting: Awaited<ReturnType<typeof loadDesk>>, pathOf: PathOf) => readonly Waiting[];
}

/** Everything the desk counts; a further source is one more entry here and one section below. */
export const loadDesk = async (ctx: Context, person: Person) => {
  const actor = actingPerson(person);
  const [work, findings, deadlines] = await Promise.all([
    workCounts(ctx, actor),
    countFindings(ctx.db, unitsFor(person, 'item-read')),
    listDeadlines(ctx, actor),
  ]);
  return { work, findings, deadlines };
};

/** What cannot wait stands first. */
export const SECTIONS: readonly Section[] = [
  {
    title: text.review,
    actions: ['item-review'],
    entries: ({ work }, pathOf) => [
      {
        name: text.toReview,
        count: work.toReview,
        why: text.toReviewWhy,
        path: pathOf('/console/reviews', '/console/items?status=reviewing'),
        tone: 'busy',
      },
    ],
  },
  {
    title: text.delivery,
    actions: ['delivery-retry', 'delivery-resolve'],
    entries: ({ work }, pathOf) => [
      {
        name: text.parked,
        count: work.parked,
        why: text.parkedWhy,
        path: pathOf('/console/deliveries?status=parked', '/console/items?status=parked'),
        tone: 'bad',
      },
      {
        name: text.refused,
        count: work.refused,
        why: text.refusedWhy,
        path: pathOf('/console/deliveries?status=refused', '/console/items?status=refused'),
        tone: 'bad',
      },
    ],
  },
  {
    title: text.findings,
    actions: ['finding-handle'],
    entries: ({ findings }, pathOf) =>
      SEVERITIES.map((severity) => ({
        name: fill(text.finding, { severity: SEVERITY_NAMES[severity] }),
        count: findings.bySeverity[severity],
        why: text.findingWhy,
        path: pathOf(`/console/findings?severity=${severity}`, null),
        tone: severity === 'critical' ? 'bad' : 'wait',
      })),
  },
  {
    title: text.writing,
    actions: ['item-write'],
    entries: ({ work }) => [
      {
        name: text.returned,
        count: work.returned,
        why: text.returnedWhy,
        path: '/console/items?status=returned&mine=1',
        tone: 'bad',
      },
      {
        name: text.editing,
        count: work.editing,
        why: text.editingWhy,
        path: '/console/items?status=editing&mine=1',
        tone: 'wait',
      },
      {
        name: text.reviewing,
        count: work.reviewing,
        why: text.reviewingWhy,
        path: '/console/items?status=reviewing&mine=1',
        tone: 'busy',
      },
    ],
  },
];
