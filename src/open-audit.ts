import type { AuditOptions } from '../jobs/audit-copy.ts';
import { AT_FULL_SPEED, createCrawler } from './audits/crawl/index.ts';
import { createListReader } from './audits/listings.ts';
import { createMissingPages } from './audits/missing-pages.ts';
import type { Config } from './config.ts';

/** Lists are read once in so many turns of their host, and never older than a minute. */
const LIST_TURNS = 30;
const LIST_MAX_MS = 60_000;
/** Long enough for the copies of one column to share a look, short enough for a person who tries something. */
const LIST_MIN_MS = 1_000;
/** How a site says “not there” changes with its design. */
const MISSING_MS = 24 * 3_600_000;

/**
 * The eyes of the audit. The demo county lives on this very machine: its own address may be looked at, at full speed; all
 * others politely, and never on inner addresses unless they are named as our own.
 */
export const openAudit = (config: Config, origin: string): AuditOptions => {
  const isDemo = config.channels === null;
  const demo = isDemo ? [{ origin, pace: AT_FULL_SPEED, ignoresRobots: '演示网站就是本服务' }] : [];
  const own = config.auditOwn.map((each) => ({ origin: each, ignoresRobots: '本单位的网站' }));
  const paceMs = isDemo ? 0 : config.auditPaceMs;
  const crawler = createCrawler({
    contact: config.origin === null ? 'yigao' : new URL(config.origin).href,
    allow: [...demo, ...own],
    // The database gives out the turns between copies; this holds back lists and files between them.
    pace: { gapMs: Math.min(paceMs, 500), jitterMs: Math.min(paceMs, 250) },
  });
  const keepMs = Math.min(Math.max(paceMs * LIST_TURNS, LIST_MIN_MS), LIST_MAX_MS);
  return {
    crawler,
    lists: createListReader(crawler, keepMs),
    missing: createMissingPages(crawler, MISSING_MS),
    paceMs: () => paceMs,
    followsLinks: !isDemo,
  };
};
