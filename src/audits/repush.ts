import { eq } from 'drizzle-orm';
import { deliveries, findings } from '../../db/schema/index.ts';
import { eventActor, type Actor } from '../accounts/actor.ts';
import type { Context } from '../context.ts';
import { AppError } from '../core/errors.ts';
import { findingText } from '../core/findings.ts';
import { FINAL_STATUSES, STATUS_NAMES, type Action } from '../core/states.ts';
import { repairAction, repairDelivery } from '../deliveries/repair.ts';
import { holdFinding } from './find.ts';

/**
 * 重新推送: the copy is brought back to what was approved; the look after it closes the finding, or keeps it. Throws as
 * `holdFinding`.
 */
export const repushFinding = (ctx: Context, id: string, actor: Actor): Promise<void> =>
  ctx.db.transaction(async (tx) => {
    const { deliveryId, kind, facts } = await holdFinding(tx, id, '重新推送', actor);
    if (deliveryId === null)
      throw new AppError('not-now', { what: '问题', status: findingText(kind, facts), verb: '重新推送' });
    await repairDelivery(tx, deliveryId, eventActor(actor));
  });

export interface RepushPlan {
  /** What it will do on the channel. */
  readonly action: Action;
  readonly channelName: string;
  /** Why it cannot now: what the delivery is at; null: it can. */
  readonly busy: string | null;
}

/** What 重新推送 of this finding would do, told before it is done; null where there is no delivery to push. */
export const planRepush = async (ctx: Context, id: string): Promise<RepushPlan | null> => {
  const [row] = await ctx.db
    .select({ delivery: deliveries })
    .from(findings)
    .innerJoin(deliveries, eq(deliveries.id, findings.deliveryId))
    .where(eq(findings.id, id));
  const channel = row && ctx.channels.get(row.delivery.channelId);
  if (!row || !channel) return null;
  const { status } = row.delivery;
  return {
    action: repairAction(row.delivery, channel.adapter.update !== undefined),
    channelName: channel.name,
    busy: FINAL_STATUSES.includes(status) ? null : STATUS_NAMES[status],
  };
};
