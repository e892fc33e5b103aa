import { eq } from 'drizzle-orm';
import { findings, units } from '../../db/schema/index.ts';
import { eventActor, type Actor } from '../accounts/actor.ts';
import type { Context } from '../context.ts';
import { AppError, invalid } from '../core/errors.ts';
import { issue, issueText } from '../core/issues.ts';
import { writeEvents } from '../events.ts';
import { aboutFinding, holdFinding } from './find.ts';

export interface ReassignInput {
  readonly id: string;
  readonly unitId: string;
  readonly reason?: string | undefined;
  /** Absent: it stays due when it was. */
  readonly dueAt?: Date | undefined;
  readonly actor: Actor;
}

/** 转办: another unit is to deal with it. Throws `not-found`, `not-now` or `invalid`. */
export const reassignFinding = (ctx: Context, input: ReassignInput): Promise<void> =>
  ctx.db.transaction(async (tx) => {
    const { id, unitId, reason = null, dueAt, actor } = input;
    const row = await holdFinding(tx, id, '转办', actor);
    const [unit] = await tx.select().from(units).where(eq(units.id, unitId));
    if (!unit) throw invalid([issue('unit', 'unknown-unit', { id: unitId })]);
    await tx
      .update(findings)
      .set({
        state: 'assigned',
        unitId,
        reason,
        decidedBy: eventActor(actor),
        acceptedUntil: null,
        ...(dueAt ? { dueAt } : {}),
      })
      .where(eq(findings.id, id));
    const { data, ...about } = aboutFinding(row);
    await writeEvents(tx, [
      {
        actor: eventActor(actor),
        kind: 'finding-reassigned',
        ...about,
        data: { ...data, unit: unitId, text: `转办至${unit.name}`, ...(reason === null ? {} : { reason }) },
      },
    ]);
  });

export interface ReassignResult {
  readonly id: string;
  /** Null: done. Otherwise why not, for a person; the others are done all the same. */
  readonly refused: string | null;
}

/** Each in a transaction of its own: one that is over meanwhile holds up no other. */
export const reassignMany = async (
  ctx: Context,
  { ids, ...input }: Omit<ReassignInput, 'id'> & { readonly ids: readonly string[] },
): Promise<ReassignResult[]> => {
  const results: ReassignResult[] = [];
  for (const id of ids) {
    try {
      await reassignFinding(ctx, { id, ...input });
      results.push({ id, refused: null });
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      results.push({ id, refused: error.issues.map(issueText).join('；') || error.message });
    }
  }
  return results;
};
