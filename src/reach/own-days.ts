import { reachDays } from '../../db/schema/index.ts';
import type { Context } from '../context.ts';
import type { Day } from '../core/days.ts';

/**
 * Links and feeds are ours: while we run, a day on which nobody followed or read one is a day of zero, not a missing one. A
 * page counter is on somebody else's pages and tells by its hits only.
 */
export const tellOwnDays = async ({ db, channels }: Context, day: Day): Promise<void> => {
  const rows = [...channels.values()].flatMap(({ id, adapter, off }) => {
    if (off !== null) return [];
    const sources = adapter.kind === 'guide-feed' ? (['link', 'feed'] as const) : (['link'] as const);
    return sources.map((source) => ({ channelId: id, source, day, state: 'told' as const }));
  });
  if (rows.length > 0) await db.insert(reachDays).values(rows).onConflictDoNothing();
};
