import { and, eq, lte } from 'drizzle-orm';
import { dbNow, findings } from '../../db/schema/index.ts';
import type { Context } from '../context.ts';
import { writeEvents } from '../events.ts';
import { aboutFinding } from './find.ts';

/** 接受 has an end: what is still there then is to be dealt with again. Answers how many. */
export const expireAcceptances = (ctx: Context): Promise<number> =>
  ctx.db.transaction(async (tx) => {
    const rows = await tx
      .update(findings)
      .set({ state: 'open', acceptedUntil: null })
      .where(and(eq(findings.state, 'accepted'), lte(findings.acceptedUntil, dbNow)))
      .returning();
    await writeEvents(
      tx,
      rows.map((row) => ({ actor: 'audit', kind: 'finding-reopened' as const, ...aboutFinding(row) })),
    );
    return rows.length;
  });
