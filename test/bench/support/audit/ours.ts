import type { Adapter } from '../../../../adapters/contract.ts';
import { auditCopy, type AuditOptions } from '../../../../jobs/audit-copy.ts';
import { AT_FULL_SPEED, createCrawler } from '../../../../src/audits/crawl/index.ts';
import { createListReader } from '../../../../src/audits/listings.ts';
import { createMissingPages } from '../../../../src/audits/missing-pages.ts';
import { connectByKeys, type Database } from '../../../../db/client.ts';
import { keepHeapSmall } from '../../../../jobs/memory.ts';
import { createContext } from '../../../../src/context.ts';
import { silent } from '../../../support/world.ts';
import { copiesFrom, countLooks, siteChannel } from './copies.ts';

export interface Auditor {
  readonly db: Database;
  readonly audit: (deliveryId: string) => Promise<void>;
  /** Delivery ids of so many copies. */
  readonly copies: (from: number, many: number) => Promise<string[]>;
  /** Throws unless the looks at these came to what is there. */
  readonly check: (ids: readonly string[], wanted: Readonly<Record<string, number>>) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** What a worker runs for each wake it gets, with its crawler, its pool and its memory; only the queue is left out. */
export const openAuditor = (origin: string, databaseUrl: string, readCopy?: Adapter['readCopy']): Auditor => {
  keepHeapSmall();
  const connection = connectByKeys(databaseUrl);
  const { db } = connection;
  const ctx = createContext({
    databaseUrl,
    connection,
    channels: [siteChannel(readCopy)],
    approvalStages: ['签发'],
    log: silent,
  });
  const crawler = createCrawler({
    contact: 'https://yigao.example/bench',
    allow: [{ origin, pace: AT_FULL_SPEED }],
  });
  const options: AuditOptions = {
    crawler,
    lists: createListReader(crawler, 60_000),
    missing: createMissingPages(crawler, 60_000),
    paceMs: () => 0,
    followsLinks: true,
  };
  return {
    db,
    audit: (deliveryId) => auditCopy(ctx, deliveryId, options),
    copies: (from, many) => copiesFrom(db, from, many),
    check: async (ids, wanted) => {
      const seen = await countLooks(db, ids);
      const wrong = Object.entries(wanted).filter(([what, many]) => (seen.get(what) ?? 0) !== many);
      if (wrong.length > 0) throw new Error(`wanted ${JSON.stringify(wanted)}, saw ${JSON.stringify([...seen])}`);
    },
    close: async () => {
      await crawler.close();
      await connection.close();
    },
  };
};
