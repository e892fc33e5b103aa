import { eq } from 'drizzle-orm';
import { findings, units } from '../../db/schema/index.ts';
import type { Context } from '../context.ts';
import { invalid } from '../core/errors.ts';
import { issue } from '../core/issues.ts';
import { writeEvents } from '../events.ts';
import { aboutFinding, holdFinding } from './find.ts';

export interface ReassignInput {
  readonly id: string;
  readonly unitId: string;
  readonly reason?: string | undefined;
  /** Absent: it stays due when it was. */
  readonly dueAt?: Date | undefined;
  readonly actor: string;
}

/** 转办: another unit is to deal with it. Throws `not-found`, `not-now` or `invalid`. */
export const reassignFinding = (ctx: Context, input: ReassignInput): Promise<void> =>
  ctx.db.transaction(async (tx) => {
    const { id, unitId, reason = null, dueAt, actor } = input;
    const row = await holdFinding(tx, id, '转办');
    const [unit] = await tx.select().from(units).where(eq(units.id, unitId));
    if (!unit) throw invalid([issue('unit', 'unknown-unit', { id: unitId })]);
    await tx
      .update(findings)
      .set({
        state: 'assigned',
        unitId,
        reason,
        decidedBy: actor,
        acceptedUntil: null,
        ...(dueAt ? { dueAt } : {}),
      })
      .where(eq(findings.id, id));
    const { data, ...about } = aboutFinding(row);
    await writeEvents(tx, [
      {
        actor,
        kind: 'finding-reassigned',
        ...about,
        data: { ...data, unit: unitId, text: `转办至${unit.name}`, ...(reason === null ? {} : { reason }) },
      },
    ]);
  });
