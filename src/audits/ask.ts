import { and, eq, inArray, isNotNull, sql } from 'drizzle-orm';
import { audits, dbNow, deliveries, items } from '../../db/schema/index.ts';
import { actorNow, eventActor, permit, permitEverywhere, type Actor } from '../accounts/actor.ts';
import type { Transaction } from '../../db/client.ts';
import type { Context } from '../context.ts';
import { AppError } from '../core/errors.ts';
import { FINAL_STATUSES } from '../core/states.ts';
import { isUuid } from '../core/uuid.ts';
import { writeEvents } from '../events.ts';
import { dbClock } from './clock.ts';
import { countPlaces, hurryPlaces } from './places.ts';

export interface AskInput {
  /** Absent: every copy there is. */
  readonly itemId?: string | undefined;
  readonly actor: Actor;
}
export interface Asked {
  /** Looks later than this belong to the run. */
  readonly since: Date;
  readonly copies: number;
  /** Home pages, columns and accounts; none where the run is over one item. */
  readonly places: number;
}

/** A run over everything is the whole county's. Throws `no-permission`, `other-unit` or `not-found`. */
const permitRun = async (tx: Transaction, { itemId, actor: asked }: AskInput): Promise<void> => {
  const actor = await actorNow(tx, asked);
  if (itemId === undefined) return permitEverywhere(actor, 'audit-run');
  const [item] = isUuid(itemId) ? await tx.select().from(items).where(eq(items.id, itemId)) : [];
  if (!item) throw new AppError('not-found', { what: '稿件' });
  permit(actor, 'audit-run', item.unitId);
};

/**
 * A run over everything, or over one item's copies: all is due now. Hosts keep their pace, so a large run takes its time.
 * Throws `not-found` when there is no copy to look at.
 */
export const askAudits = (ctx: Context, input: AskInput): Promise<Asked> =>
  ctx.db.transaction(async (tx) => {
    const { itemId, actor } = input;
    await permitRun(tx, input);
    const since = await dbClock(tx);
    const channels = [...ctx.channels.keys()];
    const ofItem = tx
      .select({ id: deliveries.id })
      .from(deliveries)
      .where(
        and(
          inArray(deliveries.channelId, channels.length > 0 ? channels : ['']),
          itemId === undefined ? undefined : eq(deliveries.itemId, itemId),
        ),
      );
    const asked = and(inArray(audits.deliveryId, ofItem), isNotNull(audits.nextLookAt));
    // In the order in which claims lock them: neither waits for what the other holds.
    await tx.select({ id: audits.deliveryId }).from(audits).where(asked).orderBy(audits.deliveryId).for('update');
    const rows = await tx
      .update(audits)
      // A look in progress began before the run: its fence falls, and it is made anew.
      .set({ nextLookAt: dbNow, slotAt: null, wokenAt: null, claimedUntil: null, token: sql`${audits.token} + 1` })
      .where(asked)
      .returning({ id: audits.deliveryId });
    if (rows.length === 0 && itemId !== undefined) throw new AppError('not-found', { what: '这篇稿件的公开副本' });
    const places = itemId === undefined ? await hurryPlaces(tx, channels) : 0;
    await writeEvents(tx, [
      {
        actor: eventActor(actor),
        kind: 'audits-asked',
        ...(itemId === undefined ? {} : { itemId }),
        data: { copies: rows.length, places },
      },
    ]);
    return { since, copies: rows.length, places };
  });

export interface Progress {
  readonly copies: number;
  readonly places: number;
  /** Of both together. */
  readonly done: number;
}

/** How far a run has come: copies that nobody can look at now (a stopped host, a delivery in motion) do not count. */
export const auditProgress = async (ctx: Context, since: Date, itemId?: string): Promise<Progress> => {
  const [row] = await ctx.db
    .select({
      copies: sql<number>`count(*)::int`,
      done: sql<number>`(count(*) filter (where ${audits.seenAt} >= ${since.toISOString()}))::int`,
    })
    .from(audits)
    .innerJoin(deliveries, eq(deliveries.id, audits.deliveryId))
    .where(
      and(
        isNotNull(audits.nextLookAt),
        inArray(deliveries.status, [...FINAL_STATUSES]),
        itemId === undefined ? undefined : eq(deliveries.itemId, itemId),
      ),
    );
  const { places, seen } = itemId === undefined ? await countPlaces(ctx, since) : { places: 0, seen: 0 };
  return { copies: row?.copies ?? 0, places, done: (row?.done ?? 0) + seen };
};
