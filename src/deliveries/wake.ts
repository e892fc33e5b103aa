import type { DatabaseLike } from '../../db/client.ts';
import { outbox } from '../../db/schema/index.ts';

export interface Wake {
  readonly deliveryId: string;
  readonly channelId: string;
  /** Absent: at once. */
  readonly dueAt?: Date;
}

/** Asks for a `converge` of these deliveries, in the transaction that made it necessary. */
export const wake = async (db: DatabaseLike, wakes: readonly Wake[]): Promise<void> => {
  if (wakes.length > 0) await db.insert(outbox).values([...wakes]);
};
