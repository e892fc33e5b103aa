import type { CopyParts } from '../adapters/contract.ts';
import { claimAudit, type AuditClaim } from '../src/audits/claim.ts';
import { checkFiles } from '../src/audits/files.ts';
import type { Judgement } from '../src/audits/judge.ts';
import { checkLate } from '../src/audits/late.ts';
import { checkLinks } from '../src/audits/links.ts';
import { checkListings, type ListReader } from '../src/audits/listings.ts';
import type { Crawler } from '../src/audits/look.ts';
import type { MissingPages } from '../src/audits/missing-pages.ts';
import { wishFor, type Outline } from '../src/audits/outline.ts';
import { otherColumns } from '../src/audits/places.ts';
import { recordLook } from '../src/audits/record.ts';
import type { Channel, Context } from '../src/context.ts';
import { evidenceOf, judgeLook, statusOf, remembers, type Looking } from './judge-copy.ts';

export interface AuditOptions {
  readonly crawler: Crawler;
  readonly lists: ListReader;
  readonly missing: MissingPages;
  /** Between two looks at one host, over all workers. */
  readonly paceMs: (host: string) => number;
  /** Whether links of the text are followed, which asks other people's servers. */
  readonly followsLinks: boolean;
}

/** Findings of a further check, added to what the page itself came to. */
type More = Pick<Judgement, 'findings' | 'judged'>;
const NOTHING: More = { findings: [], judged: [] };
const add = (judgement: Judgement, ...more: readonly More[]): Judgement => ({
  ...judgement,
  findings: [judgement, ...more].flatMap(({ findings }) => findings),
  judged: [judgement, ...more].flatMap(({ judged }) => judged),
});

const isThere = ({ verdict }: Judgement): boolean => verdict !== 'unknown' && verdict !== 'missing';

/** Lists are asked about copies that are there, or that are gone as they should be. */
const moreOfListings = async ({ ctx, channel, outline, claim }: Looking, lists: ListReader): Promise<More> =>
  outline.listings.length === 0
    ? NOTHING
    : checkListings(lists, claim.delivery.desired, outline, claim.audit.url, () =>
        otherColumns(ctx.db, channel, outline.columnId),
      );

/** Whether it came out in time. */
const moreOfCatalog = async ({ ctx, claim, outline }: Looking): Promise<More> =>
  claim.delivery.desired !== 'live'
    ? NOTHING
    : { findings: await checkLate(ctx.db, claim.delivery.id, outline, claim.now), judged: ['late'] };

/** Files and links of a copy that was read; they cost requests of their own. */
const moreOfCopy = async (
  { ctx, expect }: Looking,
  copy: CopyParts,
  options: AuditOptions,
): Promise<readonly More[]> => {
  const expected = await expect();
  return [
    await checkFiles(ctx.db, options.crawler, expected, copy),
    options.followsLinks ? await checkLinks(options.crawler, expected.manuscript.content.body, copy) : NOTHING,
  ];
};

const addAll = async (looking: Looking, judgement: Judgement, copy: CopyParts | null, options: AuditOptions) => {
  if (!isThere(judgement)) return judgement;
  const isLive = looking.claim.delivery.desired === 'live' && judgement.verdict !== 'outdated';
  return add(
    judgement,
    await moreOfListings(looking, options.lists),
    await moreOfCatalog(looking),
    ...(copy && isLive ? await moreOfCopy(looking, copy, options) : []),
  );
};

/** From the fourth look in a row on they are an hour and more apart. */
const DEEP_FROM = 3;
/** A picture can be swapped while the page around it stays the same: then and now such a copy is read in full again. */
const isDeepLook = ({ audit }: AuditClaim, { hasFiles, hasLinks }: Outline, followsLinks: boolean): boolean =>
  audit.same >= DEEP_FROM && (hasFiles || (followsLinks && hasLinks));

const lookAtCopy = async (
  ctx: Context,
  channel: Channel,
  claim: AuditClaim,
  { crawler, missing, followsLinks }: AuditOptions,
): Promise<Looking> => {
  const { audit, delivery } = claim;
  const key = { itemId: delivery.itemId, revision: delivery.desiredRevision };
  const { outline, expect } = await wishFor(ctx.db, channel, key, audit.url);
  const wish = `${delivery.desired} ${outline.hash}`;
  const isTrusted = remembers(claim, wish) && !isDeepLook(claim, outline, followsLinks);
  const look = await crawler.look({
    url: audit.url,
    ...(isTrusted && audit.etag !== null ? { etag: audit.etag } : {}),
    ...(isTrusted && audit.lastModified !== null ? { lastModified: audit.lastModified } : {}),
  });
  return { ctx, channel, claim, outline, expect, wish, look, crawler, missing, isTrusted };
};

/**
 * Looks at one published copy as a reader would, compares it with what was approved, and writes down what it saw. Exits
 * quietly when nothing is due, somebody else is at it, the delivery is in motion, or the host's turn comes later.
 */
export const auditCopy = async (ctx: Context, deliveryId: string, options: AuditOptions): Promise<void> => {
  const claim = await claimAudit(ctx.db, deliveryId, options.paceMs);
  const channel = claim && ctx.channels.get(claim.delivery.channelId);
  if (!claim || !channel) return;
  const looking = await lookAtCopy(ctx, channel, claim, options);
  // The service stops: the claim runs out, and the look is made anew.
  if (looking.look.kind === 'unknown' && looking.look.cause === 'stopped') return;
  const { copy, ...looked } = await judgeLook(looking);
  const judgement = await addAll(looking, looked.judgement, copy, options);
  await recordLook(ctx.db, claim, {
    ...looked,
    judgement,
    evidence: evidenceOf(looking.look, claim),
    httpStatus: statusOf(looking.look),
  });
};
