import { asc, desc, eq, and } from 'drizzle-orm';
import type { DatabaseLike, Transaction } from '../../db/client.ts';
import {
  approvals,
  channels,
  deliveries,
  events,
  items,
  receipts,
  revisions,
  steps,
  units,
} from '../../db/schema/index.ts';
import type { Context } from '../context.ts';
import { AppError } from '../core/errors.ts';
import { stepLabel } from '../core/steps.ts';
import { isUuid } from '../core/uuid.ts';
import { EVENT_NAMES, type EventKind } from '../events.ts';
import { loadDeliveries, SUMMARY, viewSummary } from './summary.ts';
import type { ItemView } from './views.ts';

const notFound = (): AppError => new AppError('not-found', { what: '稿件' });

/** Of an item's deliveries: where its receipts and steps hang. */
const place = { channel: deliveries.channelId, channelName: channels.name };

const loadRevisions = async (tx: Transaction, id: string): Promise<ItemView['revisions']> => {
  const rows = await tx.select().from(revisions).where(eq(revisions.itemId, id)).orderBy(desc(revisions.number));
  return rows.map(({ number, hash, author, createdAt, content }) => ({
    number,
    hash,
    author,
    createdAt: createdAt.toISOString(),
    content,
  }));
};

const loadApprovals = async (tx: Transaction, id: string): Promise<ItemView['approvals']> => {
  const { revision, hash, stage, name, at } = approvals;
  const rows = await tx
    .select({ revision, hash, stage, name, at })
    .from(approvals)
    .where(eq(approvals.itemId, id))
    .orderBy(asc(approvals.revision), asc(approvals.at));
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
};

const loadReceipts = async (tx: Transaction, id: string): Promise<ItemView['receipts']> => {
  const { revision, remoteId, url, renditionHash, at, goneAt } = receipts;
  const rows = await tx
    .select({ ...place, revision, remoteId, url, renditionHash, at, goneAt })
    .from(receipts)
    .innerJoin(deliveries, eq(deliveries.id, receipts.deliveryId))
    .innerJoin(channels, eq(channels.id, deliveries.channelId))
    .where(eq(deliveries.itemId, id))
    .orderBy(asc(receipts.id));
  return rows.map((row) => ({ ...row, at: row.at.toISOString(), goneAt: row.goneAt?.toISOString() ?? null }));
};

/** Without their results: those are the adapters' own. */
const loadSteps = async (tx: Transaction, id: string, configured: Context['channels']): Promise<ItemView['steps']> => {
  const { generation, name, state, beganAt, doneAt } = steps;
  const rows = await tx
    .select({ ...place, generation, name, state, beganAt, doneAt })
    .from(steps)
    .innerJoin(deliveries, eq(deliveries.id, steps.deliveryId))
    .innerJoin(channels, eq(channels.id, deliveries.channelId))
    .where(eq(deliveries.itemId, id))
    .orderBy(asc(deliveries.channelId), asc(steps.generation), asc(steps.beganAt));
  return rows.map((row) => ({
    ...row,
    label: stepLabel(configured.get(row.channel)?.adapter.steps ?? {}, row.name),
    beganAt: row.beganAt.toISOString(),
    doneAt: row.doneAt?.toISOString() ?? null,
  }));
};

const loadEvents = async (tx: Transaction, itemId: string): Promise<ItemView['events']> => {
  const { id, at, actor, kind, data } = events;
  const rows = await tx
    .select({ id, at, actor, kind, data })
    .from(events)
    .where(eq(events.itemId, itemId))
    .orderBy(asc(events.id));
  return rows.map((row) => ({
    ...row,
    at: row.at.toISOString(),
    name: EVENT_NAMES[row.kind as EventKind] ?? row.kind,
  }));
};

/** Everything that is known of an item, as of one instant. Throws `not-found`. */
export const getItem = async ({ db, channels: configured }: Context, id: string): Promise<ItemView> => {
  if (!isUuid(id)) throw notFound();
  return db.transaction(
    async (tx) => {
      const [row] = await tx
        .select({ ...SUMMARY, hash: revisions.hash, catalogEntry: items.catalogEntry })
        .from(items)
        .innerJoin(units, eq(units.id, items.unitId))
        .innerJoin(revisions, and(eq(revisions.itemId, items.id), eq(revisions.number, items.revision)))
        .where(eq(items.id, id));
      if (!row) throw notFound();
      const { hash, catalogEntry, ...summary } = row;
      const delivered = await loadDeliveries(tx, [id]);
      return {
        ...viewSummary(summary, delivered.get(id) ?? []),
        hash,
        catalogEntry,
        revisions: await loadRevisions(tx, id),
        approvals: await loadApprovals(tx, id),
        receipts: await loadReceipts(tx, id),
        steps: await loadSteps(tx, id, configured),
        events: await loadEvents(tx, id),
      };
    },
    { isolationLevel: 'repeatable read', accessMode: 'read only' },
  );
};

/** The unit an item belongs to, for permissions. Throws `not-found`. */
export const unitOfItem = async (db: DatabaseLike, id: string): Promise<string> => {
  const [row] = isUuid(id) ? await db.select({ unit: items.unitId }).from(items).where(eq(items.id, id)) : [];
  if (!row) throw notFound();
  return row.unit;
};

export interface PublicCopy {
  readonly title: string;
  /** Null while no copy is live. */
  readonly url: string | null;
}

/** Where readers find an item: its copy on the portal (a channel of `kind`). Throws `not-found`. */
export const findPublicCopy = async ({ db }: Pick<Context, 'db'>, id: string, kind: string): Promise<PublicCopy> => {
  const [item] = isUuid(id) ? await db.select({ title: items.title }).from(items).where(eq(items.id, id)) : [];
  if (!item) throw notFound();
  const [copy] = await db
    .select({ url: deliveries.url })
    .from(deliveries)
    .innerJoin(channels, eq(channels.id, deliveries.channelId))
    .where(and(eq(deliveries.itemId, id), eq(channels.kind, kind), eq(deliveries.actual, 'live')))
    .orderBy(asc(deliveries.channelId))
    .limit(1);
  return { title: item.title, url: copy?.url ?? null };
};
