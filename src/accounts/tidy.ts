import { lt, sql } from 'drizzle-orm';
import { sessions, signInGuards, usedCodes, verifications } from '../../db/schema/index.ts';
import type { Context } from '../context.ts';

/** A day is longer than the longest session and the longest lock may be. */
const longAgo = sql`clock() - interval '1 day'`;

/** Removes what opens nothing any more. Answers 0: nothing of it calls for another round. */
export const tidyAccounts = async ({ db }: Context): Promise<number> => {
  await db.delete(sessions).where(lt(sessions.startedAt, longAgo));
  await db.delete(verifications).where(lt(verifications.expiresAt, longAgo));
  await db.delete(usedCodes).where(lt(usedCodes.usedAt, longAgo));
  await db.delete(signInGuards).where(sql`greatest(${signInGuards.since}, ${signInGuards.lockedUntil}) < ${longAgo}`);
  return 0;
};
