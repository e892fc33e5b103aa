import { eq } from 'drizzle-orm';
import { findings } from '../../db/schema/index.ts';
import { eventActor, type Actor } from '../accounts/actor.ts';
import type { Context } from '../context.ts';
import { invalid } from '../core/errors.ts';
import { issue } from '../core/issues.ts';
import { writeEvents } from '../events.ts';
import { dbClock } from './clock.ts';
import { aboutFinding, holdFinding } from './find.ts';

export interface AcceptInput {
  readonly id: string;
  readonly reason: string;
  /** Until then it is no longer asked about; then it is open again, if it is still there. */
  readonly until: Date;
  readonly actor: Actor;
}

/** Longer than a year nobody remembers why. */
const MAX_MS = 366 * 24 * 3_600_000;

/** 接受: it stays as it is, for a reason and for a time. Throws `not-found`, `not-now` or `invalid`. */
export const acceptFinding = (ctx: Context, { id, reason, until, actor }: AcceptInput): Promise<void> =>
  ctx.db.transaction(async (tx) => {
    const row = await holdFinding(tx, id, '接受', actor);
    const now = await dbClock(tx);
    if (until <= now || until.getTime() - now.getTime() > MAX_MS)
      throw invalid([issue('until', 'bad-expiry', { max: '一年' })]);
    await tx
      .update(findings)
      .set({ state: 'accepted', reason, decidedBy: eventActor(actor), acceptedUntil: until })
      .where(eq(findings.id, id));
    const { data, ...about } = aboutFinding(row);
    await writeEvents(tx, [
      {
        actor: eventActor(actor),
        kind: 'finding-accepted',
        ...about,
        data: { ...data, reason, until: until.toISOString() },
      },
    ]);
  });
