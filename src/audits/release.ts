import { eq, inArray } from 'drizzle-orm';
import { audits, deliveries, findings } from '../../db/schema/index.ts';
import { eventActor, type Actor } from '../accounts/actor.ts';
import type { Context } from '../context.ts';
import { AppError } from '../core/errors.ts';
import { findingText } from '../core/findings.ts';
import { writeEvents } from '../events.ts';
import { hostSubject, releaseBrake, restartAudits } from './brake.ts';
import { aboutFinding, holdFinding } from './find.ts';
import { closeFindings } from './findings.ts';
import { wakeAudits } from './wake.ts';

export interface ReleaseInput {
  readonly id: string;
  /** What happened to the site; absent: a person looked. */
  readonly reason?: string | undefined;
  readonly actor: Actor;
}

/** 继续巡检: a person looked at the site and knows what happened. Throws as `holdFinding`. */
export const releaseHost = (ctx: Context, { id, reason = '已由人工核对', actor }: ReleaseInput): Promise<void> =>
  ctx.db.transaction(async (tx) => {
    const row = await holdFinding(tx, id, '继续巡检', actor);
    const host = String(row.facts['host'] ?? '');
    if (row.kind !== 'many-changed' || !(await releaseBrake(tx, host)))
      throw new AppError('not-now', { what: '问题', status: findingText(row.kind, row.facts), verb: '继续巡检' });
    await tx
      .update(findings)
      .set({ reason, decidedBy: eventActor(actor) })
      .where(eq(findings.id, id));
    await closeFindings(tx, [hostSubject(host).subject], reason);
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
    await writeEvents(tx, [
      { actor: eventActor(actor), kind: 'host-released', ...about, data: { ...data, host, reason } },
    ]);
  });
