import { inArray } from 'drizzle-orm';
import { audits, deliveries } from '../../db/schema/index.ts';
import type { Context } from '../context.ts';
import { AppError } from '../core/errors.ts';
import { findingText } from '../core/findings.ts';
import { writeEvents } from '../events.ts';
import { hostSubject, releaseBrake, restartAudits } from './brake.ts';
import { aboutFinding, holdFinding } from './find.ts';
import { closeFindings } from './findings.ts';
import { wakeAudits } from './wake.ts';

/** 继续巡检: a person looked at the site and knows what happened. Throws `not-found` or `not-now`. */
export const releaseHost = (ctx: Context, id: string, actor: string): Promise<void> =>
  ctx.db.transaction(async (tx) => {
    const row = await holdFinding(tx, id, '继续巡检');
    const host = String(row.facts['host'] ?? '');
    if (row.kind !== 'many-changed' || !(await releaseBrake(tx, host)))
      throw new AppError('not-now', { what: '问题', status: findingText(row.kind, row.facts), verb: '继续巡检' });
    await closeFindings(tx, [hostSubject(host).subject], '已由人工核对');
    const restarted = await restartAudits(tx, [host]).returning({ id: audits.deliveryId });
    const ids = restarted.map(({ id }) => id);
    const rows =
      ids.length === 0
        ? []
        : await tx
            .select({ deliveryId: deliveries.id, channelId: deliveries.channelId })
            .from(deliveries)
            .where(inArray(deliveries.id, ids));
    await wakeAudits(tx, rows);
    const { data, ...about } = aboutFinding(row);
    await writeEvents(tx, [{ actor, kind: 'host-released', ...about, data: { ...data, host } }]);
  });
