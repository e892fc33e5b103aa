import { sql } from 'drizzle-orm';
import type { Database } from '../../db/client.ts';
import { reachDays, reachHits, reachKeys } from '../../db/schema/index.ts';
import type { ReachSourceName } from '../core/reach.ts';

interface Keeping {
  readonly source: ReachSourceName;
  /** The key is needed while hits of its day may still arrive; by the end of its day, or by the last change. */
  readonly keyFor: string;
  readonly keyFrom: 'day' | 'change';
  /** After the last change the hits may go: what comes later is not counted, and said to be late. */
  readonly hitsFor: string;
}

/**
 * A beacon's batch is seconds late, so its key goes an hour after midnight. Logs are read when they have been rotated,
 * weekly as a rule, and again by who is not sure: their lines and keys stay five weeks. Either way no address is kept.
 */
const KEEPING: readonly Keeping[] = [
  { source: 'beacon', keyFor: '1 hour', keyFrom: 'day', hitsFor: '7 days' },
  { source: 'link', keyFor: '1 hour', keyFrom: 'day', hitsFor: '7 days' },
  { source: 'feed', keyFor: '1 hour', keyFrom: 'day', hitsFor: '7 days' },
  { source: 'access-log', keyFor: '35 days', keyFrom: 'change', hitsFor: '35 days' },
];

const dayIsOver = (keyFor: string) =>
  sql`(day + 1)::timestamp at time zone 'Asia/Shanghai' + ${keyFor}::interval < clock()`;

const unchangedFor = (source: ReachSourceName, time: string) => sql`not exists (select from ${reachDays}
  where ${reachDays.source} = ${source} and ${reachDays.day} = ${reachKeys.day}
    and ${reachDays.changedAt} > clock() - ${time}::interval)`;

/** Throws away the keys of days that are over, and the hits of days on which nothing arrives any more; their sums stay. */
export const tidyReach = async (db: Database): Promise<number> => {
  for (const { source, keyFor, keyFrom } of KEEPING)
    await db.execute(sql`update ${reachKeys} set key = null where source = ${source} and key is not null
      and ${dayIsOver(keyFor)} and ${keyFrom === 'day' ? sql`true` : unchangedFor(source, keyFor)}`);
  for (const { source, hitsFor } of KEEPING)
    await db.execute(sql`with closed as (
        update ${reachDays} set closed_at = clock() where source = ${source} and closed_at is null and rolled = changes
          and changed_at < clock() - ${hitsFor}::interval and ${dayIsOver(hitsFor)} returning channel_id, day
      )
      delete from ${reachHits} using closed where reach_hits.source = ${source}
        and reach_hits.channel_id = closed.channel_id and reach_hits.day = closed.day`);
  return 0;
};
