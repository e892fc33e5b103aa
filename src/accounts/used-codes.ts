import { sql } from 'drizzle-orm';
import type { Transaction } from '../../db/client.ts';
import { usedCodes } from '../../db/schema/index.ts';

/** False: this code has opened a door before. One lives a minute and a half with the steps around it, the memory longer. */
export const useCode = async (tx: Transaction, userId: string, code: string): Promise<boolean> => {
  await tx.delete(usedCodes).where(sql`${usedCodes.usedAt} < clock() - interval '10 minutes'`);
  const used = await tx.insert(usedCodes).values({ userId, code }).onConflictDoNothing().returning();
  return used.length > 0;
};
