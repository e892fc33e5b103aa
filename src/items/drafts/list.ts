import { permit, type Actor } from '../../accounts/actor.ts';
import type { Context } from '../../context.ts';
import { ITEM_TYPE_NAMES, type ItemType } from '../../core/content.ts';
import { DRAFT_STATUS_NAMES, type DraftStatus } from '../../core/drafts.ts';
import { instantOf, writeTimeCursor } from '../cursor.ts';
import { statusWords, type StatusWords } from '../status-words.ts';
import { loadDeliveries } from '../summary.ts';
import type { DeliveryView } from '../views.ts';
import { workQuery, type WorkQuery } from './list-query.ts';

/** One line of 稿件: an item, or a draft that is not one yet. A correction under way is a line beside its item's. */
export interface WorkRow {
  readonly kind: 'item' | 'draft';
  /** Of the item, or of the draft. */
  readonly id: string;
  readonly itemId: string | null;
  readonly externalId: string;
  readonly type: ItemType;
  readonly typeName: string;
  readonly unit: string;
  readonly unitName: string;
  readonly column: string | null;
  readonly title: string;
  readonly documentNumber: string | null;
  /** When an item came in; when a draft was last touched. */
  readonly at: string;
  readonly revision: number | null;
  readonly stage: string | null;
  readonly round: number | null;
  readonly status: StatusWords;
  readonly deliveries: readonly DeliveryView[];
}
export interface WorkPage {
  readonly rows: readonly WorkRow[];
  readonly next: string | null;
}

const draftWords = (status: DraftStatus, stage: string | null): StatusWords => ({
  text: stage === null ? DRAFT_STATUS_NAMES[status] : `${DRAFT_STATUS_NAMES[status]}，待${stage}`,
  tone: status === 'returned' ? 'bad' : status === 'reviewing' ? 'busy' : 'quiet',
});

/**
 * Items and open drafts in one list, newest first, for 稿件: two statements, whatever it lists. A draft that is touched
 * while somebody turns pages moves to the front, and is never shown twice behind it.
 */
export const listWork = async ({ db }: Context, query: WorkQuery, actor: Actor): Promise<WorkPage> => {
  permit(actor, 'item-read');
  const lines = await workQuery(db, query, actor);
  const page = lines.slice(0, query.limit);
  const itemIds = page.filter(({ kind }) => kind === 'item').map(({ id }) => id);
  const delivered = await loadDeliveries(db, itemIds);
  const last = page.at(-1);
  return {
    rows: page.map(({ draftStatus, at, ...line }) => {
      const deliveries = delivered.get(line.id) ?? [];
      const status = draftStatus === null ? statusWords(deliveries) : draftWords(draftStatus, line.stage);
      return { ...line, typeName: ITEM_TYPE_NAMES[line.type], at: instantOf(at), status, deliveries };
    }),
    next: lines.length > page.length && last ? writeTimeCursor(last) : null,
  };
};
