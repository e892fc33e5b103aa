import { and, eq, isNull, sql } from 'drizzle-orm';
import type { Transaction } from '../../db/client.ts';
import { dbNow, deliveries, receipts, type DeliveryRow } from '../../db/schema/index.ts';
import { eventActor, type Actor } from '../accounts/actor.ts';
import type { Context } from '../context.ts';
import { AppError, invalid } from '../core/errors.ts';
import { sha256 } from '../core/hash.ts';
import { issue } from '../core/issues.ts';
import { canonicalJson } from '../core/json.ts';
import { STATUS_NAMES } from '../core/states.ts';
import { isUuid } from '../core/uuid.ts';
import { writeEvents } from '../events.ts';
import { cleanText } from '../items/clean-text.ts';
import { loadManuscript } from './manuscript.ts';
import { resolveAbsentAs } from './acts.ts';
import { lockDeliveries } from './target.ts';
import { wake } from './wake.ts';
import { parseUrl } from '../core/urls.ts';

export interface SeenInput {
  readonly itemId: string;
  readonly channelId: string;
}
export interface LiveInput extends SeenInput {
  /** Where the person sees the copy. */
  readonly url: string;
  /** The platform's own number of it, where the person knows it; withdrawing by API may need it. */
  readonly remoteId?: string | undefined;
}

/** The action is over, whatever its run still believes: the fence is raised. */
const over = {
  action: null,
  actionRevision: null,
  awaiting: null,
  attempts: 0,
  fault: null,
  faultText: null,
  claimedUntil: null,
  token: sql`${deliveries.token} + 1`,
  updatedAt: dbNow,
};

/** The parked delivery, locked. Throws `not-found`, `not-now`. */
const lockParked = async (tx: Transaction, { itemId, channelId }: SeenInput, actor: Actor): Promise<DeliveryRow> => {
  const [row] = await lockDeliveries(tx, { itemId, channelIds: [channelId] }, actor, 'delivery-resolve');
  if (row?.status === 'parked') return row;
  throw new AppError('not-now', { what: '分发', status: row ? STATUS_NAMES[row.status] : '', verb: '人工确认' });
};

const oldReceiptsGone = (tx: Transaction, { id }: DeliveryRow) =>
  tx
    .update(receipts)
    .set({ goneAt: dbNow })
    .where(and(eq(receipts.deliveryId, id), isNull(receipts.goneAt)));

/** What approval wants still holds: where the copy is not as wanted, another run sees to it. */
const settle = async (tx: Transaction, row: DeliveryRow, now: Partial<DeliveryRow>): Promise<void> => {
  const isLive = now.actual === 'live' && now.actualRevision === row.desiredRevision;
  const isReached = row.desired === 'live' ? isLive : now.actual === 'absent';
  const reached = { status: row.desired === 'live' ? ('live' as const) : ('withdrawn' as const), nextTryAt: null };
  const next = isReached ? reached : { status: 'planned' as const, nextTryAt: dbNow };
  await tx
    .update(deliveries)
    .set({ ...over, ...now, ...(now.actual === 'live' ? { liveSince: dbNow } : {}), ...next })
    .where(eq(deliveries.id, row.id));
  if (!isReached) await wake(tx, [{ deliveryId: row.id, channelId: row.channelId }]);
};

const tell = (tx: Transaction, row: DeliveryRow, actor: Actor, data: Readonly<Record<string, string | number>>) => {
  const { itemId, id: deliveryId, channelId } = row;
  return writeEvents(tx, [
    { actor: eventActor(actor), kind: 'delivery-resolved', itemId, deliveryId, data: { channelId, ...data } },
  ]);
};

const readUrl = (text: string): string => {
  const url = parseUrl(text);
  if (url && /^https?:$/.test(url.protocol) && url.href.length <= 2_000) return url.href;
  throw invalid([issue('url', 'bad-format')]);
};

/** What was sent, to be kept with the proof: rendered before the transaction, checked inside it. */
const renditionOf = async (ctx: Context, { itemId, channelId }: SeenInput) => {
  const channel = ctx.channels.get(channelId);
  if (!channel || channel.off !== null) throw new AppError('unavailable', { what: `渠道“${channelId}”` });
  if (!isUuid(itemId)) return null;
  const [row] = await ctx.db
    .select({ revision: deliveries.actionRevision })
    .from(deliveries)
    .where(and(eq(deliveries.itemId, itemId), eq(deliveries.channelId, channelId)));
  if (!row || row.revision === null) return null;
  const manuscript = await loadManuscript(ctx.db, { itemId, revision: row.revision });
  const hash = await sha256(canonicalJson(channel.adapter.render(manuscript, channel.settings)));
  return { revision: row.revision, hash };
};

/**
 * A person looked and says: it is out, at this address. The copy is adopted, with a receipt, and nothing is sent again;
 * after a take-back that nobody heard back from it means the copy is still there, and it is tried anew.
 * Throws `invalid`, `not-found`, `not-now`.
 */
export const resolveAsLive = async (ctx: Context, input: LiveInput, actor: Actor): Promise<void> => {
  const url = readUrl(input.url);
  const remoteId = cleanText((input.remoteId ?? '').slice(0, 500), 'remoteId').text || url;
  const sent = await renditionOf(ctx, input);
  const takesBack = await ctx.db.transaction(async (tx) => {
    const row = await lockParked(tx, input, actor);
    if (row.action !== 'publish' && row.action !== 'update') return true;
    if (!sent || row.actionRevision !== sent.revision)
      throw new AppError('not-now', { what: '分发', status: '刚有变化', verb: '人工确认' });
    await oldReceiptsGone(tx, row);
    const { generation, id: deliveryId } = row;
    const proof = { deliveryId, generation, revision: sent.revision, remoteId, url, renditionHash: sent.hash };
    await tx.insert(receipts).values(proof);
    await settle(tx, row, { actual: 'live', actualRevision: sent.revision, remoteId, url });
    await tell(tx, row, actor, { copy: 'live', url, revision: sent.revision });
    return false;
  });
  if (takesBack) await resolveAbsentAs(ctx, input, actor);
};

/**
 * A person looked and says: no reader sees a copy. The action ends there; a withdrawal has reached its end, and what should
 * be live is published anew. Throws `not-found`, `not-now`.
 */
export const resolveAsGone = (ctx: Context, input: SeenInput, actor: Actor): Promise<void> =>
  ctx.db.transaction(async (tx) => {
    const row = await lockParked(tx, input, actor);
    await oldReceiptsGone(tx, row);
    await settle(tx, row, { actual: 'absent', actualRevision: null, remoteId: null, url: null, liveSince: null });
    await tell(tx, row, actor, { copy: 'gone' });
  });
