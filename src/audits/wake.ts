import type { DatabaseLike } from '../../db/client.ts';
import { outbox } from '../../db/schema/index.ts';
import type { Wake } from '../deliveries/wake.ts';

/** Asks for a look at these deliveries' copies, in the transaction that made it necessary. */
export const wakeAudits = async (db: DatabaseLike, wakes: readonly Wake[]): Promise<void> => {
  if (wakes.length > 0) await db.insert(outbox).values(wakes.map((wake) => ({ ...wake, job: 'audit' as const })));
};
