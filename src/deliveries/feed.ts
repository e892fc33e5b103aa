import { and, asc, desc, eq, gt, lt, notExists, sql, type SQL } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { Feed } from '../../adapters/contract.ts';
import type { Database } from '../../db/client.ts';
import { feedEntries, type FeedEntryRow } from '../../db/schema/index.ts';
import { ChannelError } from '../core/faults.ts';
import { canonicalJson } from '../core/json.ts';

/**
 * The feed of one channel. `put` takes a lock per channel, so that `seq` is given in the order of the commits and a
 * consumer that read up to a cursor never finds an older line behind it.
 */
export const openFeed = (db: Database, channelId: string): Feed => ({
  put: ({ itemId, version, body }) =>
    db.transaction(async (tx) => {
      await tx.execute(sql`select pg_advisory_xact_lock(hashtext('feed'), hashtext(${channelId}))`);
      const [newest] = await tx
        .select()
        .from(feedEntries)
        .where(and(eq(feedEntries.channelId, channelId), eq(feedEntries.itemId, itemId)))
        .orderBy(desc(feedEntries.seq))
        .limit(1);
      const stored = body === null ? null : { value: body };
      if (newest && newest.version > version) {
        throw new ChannelError('refused', `数据源已有更新的第 ${newest.version} 版，不能再放第 ${version} 版`);
      }
      if (newest?.version !== version) {
        await tx.insert(feedEntries).values({ channelId, itemId, version, body: stored });
      } else if (canonicalJson(newest.body) !== canonicalJson(stored)) {
        // Consumers that hold this version would never ask for it again, and readers would see two texts of one version.
        throw new ChannelError(
          'refused',
          `数据源中第 ${version} 版已是另一内容，同一版本不能改写，请更正后以新版本发布`,
        );
      }
    }),
});

/** Of every item only the newest line: whoever starts anew never sees what was corrected or withdrawn since. */
const newestLines = (db: Database, channelId: string, range: SQL) => {
  const newer = alias(feedEntries, 'newer');
  const isOutdated = db
    .select({ seq: newer.seq })
    .from(newer)
    .where(
      and(
        eq(newer.channelId, feedEntries.channelId),
        eq(newer.itemId, feedEntries.itemId),
        gt(newer.seq, feedEntries.seq),
      ),
    );
  return db
    .select()
    .from(feedEntries)
    .where(and(eq(feedEntries.channelId, channelId), range, notExists(isOutdated)));
};

/** Lines after a cursor, oldest first: what a consumer that pulls has not seen. */
export const readFeed = (db: Database, channelId: string, after: number, limit: number): Promise<FeedEntryRow[]> =>
  newestLines(db, channelId, gt(feedEntries.seq, after)).orderBy(asc(feedEntries.seq)).limit(limit);

/** Lines before a place, newest first: what a feed reader shows. */
export const readFeedBack = (db: Database, channelId: string, before: number, limit: number): Promise<FeedEntryRow[]> =>
  newestLines(db, channelId, lt(feedEntries.seq, before)).orderBy(desc(feedEntries.seq)).limit(limit);
