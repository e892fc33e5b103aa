import type { Context } from '../context.ts';
import { AppError } from '../core/errors.ts';
import { findingText } from '../core/findings.ts';
import { repairDelivery } from '../deliveries/repair.ts';
import { holdFinding } from './find.ts';

/**
 * 重新推送: the copy is brought back to what was approved; the look after it closes the finding, or keeps it. Throws
 * `not-found` or `not-now`.
 */
export const repushFinding = (ctx: Context, id: string, actor: string): Promise<void> =>
  ctx.db.transaction(async (tx) => {
    const { deliveryId, kind, facts } = await holdFinding(tx, id, '重新推送');
    if (deliveryId === null)
      throw new AppError('not-now', { what: '问题', status: findingText(kind, facts), verb: '重新推送' });
    await repairDelivery(tx, deliveryId, actor);
  });
