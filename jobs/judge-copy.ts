import { createHash } from 'node:crypto';
import { setImmediate as giveWay } from 'node:timers/promises';
import type { CopyPage, CopyParts, SeenPage } from '../adapters/contract.ts';
import type { AuditClaim } from '../src/audits/claim.ts';
import { comparePage } from '../src/audits/compare/compare-page.ts';
import { softGone, type SoftGone } from '../src/audits/crawl/soft-gone.ts';
import { expectCopy, type Expectation } from '../src/audits/expect.ts';
import type { Found } from '../src/audits/found.ts';
import { judgeCached, judgeGone, judgePage, judgeUnknown, type Compared, type Judgement } from '../src/audits/judge.ts';
import type { Crawler, Look } from '../src/audits/look.ts';
import type { Looked, Memory } from '../src/audits/looked.ts';
import type { MissingPages } from '../src/audits/missing-pages.ts';
import type { Outline } from '../src/audits/outline.ts';
import type { Page } from '../src/audits/page.ts';
import { decode } from '../src/audits/read/decode.ts';
import { readPageAsync } from '../src/audits/read/read-page.ts';
import { packSnapshot } from '../src/audits/snapshots.ts';
import type { Verdict } from '../src/core/verdicts.ts';
import type { Channel, Context } from '../src/context.ts';
import { loadManuscript } from '../src/deliveries/manuscript.ts';

/** One look in hand: what was claimed, what should be there, what was seen. */
export interface Looking {
  readonly ctx: Context;
  readonly channel: Channel;
  readonly claim: AuditClaim;
  readonly outline: Outline;
  readonly expect: () => Promise<Expectation>;
  /** What should be there, and how: another one, and nothing remembered counts. */
  readonly wish: string;
  readonly look: Look;
  readonly crawler: Crawler;
  readonly missing: MissingPages;
  /** What is remembered may be trusted, and no deeper check is due. */
  readonly isTrusted: boolean;
}

const sha = (data: string | Uint8Array): string => createHash('sha256').update(data).digest('hex');

/** What could not be judged, and what a cache may have shown: the page alone does not tell. */
const NEVER_TRUSTED: readonly Verdict[] = ['unknown', 'still-there'];

/** The same is wanted as when it was judged. */
export const remembers = ({ audit }: AuditClaim, wish: string): boolean =>
  audit.expectedHash === wish && audit.verdict !== null && !NEVER_TRUSTED.includes(audit.verdict);

const KEPT_HEADERS = ['date', 'server', 'content-type', 'last-modified', 'etag', 'age', 'via', 'x-cache'];

/** What the host answered; null: nothing. */
export const statusOf = (look: Look): number | null => {
  if (look.kind === 'unchanged') return 304;
  return look.status ?? null;
};

export const evidenceOf = (look: Look, claim: AuditClaim): Found['evidence'] => ({
  url: claim.audit.url,
  at: claim.now.toISOString(),
  ms: look.ms,
  ...(look.url === claim.audit.url ? {} : { redirectedTo: look.url }),
  ...('status' in look && look.status !== undefined ? { status: look.status } : {}),
  ...(look.kind === 'page'
    ? { headers: Object.fromEntries(Object.entries(look.headers).filter(([name]) => KEPT_HEADERS.includes(name))) }
    : {}),
});

/** All that a judgement looks at: a page whose stamp is the same is judged the same. */
const stampOf = (page: Page, copy: CopyPage | null): string =>
  sha(
    JSON.stringify([
      page.title,
      page.text,
      page.metas,
      page.tables,
      page.images.map(({ url }) => url),
      copy?.kind ?? null,
      copy?.kind === 'article' ? copy.copy.revision : null,
    ]),
  );

const isSame = (differences: Compared['differences']): boolean =>
  differences.every(({ severity }) => severity === 'minor');

/** The newest former revision that the page shows word for word: a cache, or a restored backup. */
const findFormer = async ({ ctx, channel, claim }: Looking, page: Page): Promise<number | null> => {
  const { itemId, desiredRevision } = claim.delivery;
  for (let revision = desiredRevision - 1; revision > 0 && revision > desiredRevision - 4; revision -= 1) {
    const former = expectCopy(channel, await loadManuscript(ctx.db, { itemId, revision }), claim.audit.url);
    if (isSame(comparePage(former, page))) return revision;
  }
  return null;
};

const compareWith = async (looking: Looking, expected: Expectation, page: Page): Promise<Compared> => {
  const differences = comparePage(expected, page);
  return { differences, former: isSame(differences) ? null : await findFormer(looking, page) };
};

/** What the page itself tells costs nothing; only then is the site asked how it answers what nobody ever made. */
const askSoftGone = async ({ claim: { audit }, missing }: Looking, page: Page): Promise<SoftGone | null> =>
  softGone({ asked: audit.url, page, sibling: null }) ??
  softGone({ asked: audit.url, page, sibling: await missing.near(audit.url) });

/** Three megabytes take tens of milliseconds to be put together, and then again as long to be looked through: by turns. */
const seenOf = async (pieces: readonly string[], url: string): Promise<{ page: Page; seen: SeenPage }> => {
  const page = await readPageAsync(pieces, url);
  await giveWay();
  const html = pieces.join('');
  await giveWay();
  return { page, seen: { ...page, html } };
};

/** Asks past the caches for what readers still see: gone there, and it is the cache that has to forget. */
const judgeCache = async (
  { crawler, channel, claim: { audit, delivery } }: Looking,
  judgement: Judgement,
): Promise<Judgement> => {
  if (judgement.verdict !== 'still-there') return judgement;
  const look = await crawler.look({ url: audit.url, fresh: true });
  if (look.kind === 'gone') return judgeCached(judgement);
  const decoded = look.kind === 'page' ? decode(look.body, look.headers) : null;
  if (decoded?.kind !== 'text') return judgement;
  const place = { itemId: delivery.itemId, url: look.url };
  const { seen } = await seenOf(decoded.pieces, look.url);
  const copy = channel.adapter.readCopy?.(seen, place, channel.settings);
  return copy?.kind === 'removed' ? judgeCached(judgement) : judgement;
};

const keep = ({ claim: { audit } }: Looking): Judgement => ({
  verdict: audit.verdict ?? 'unknown',
  why: audit.verdictText,
  findings: [],
  judged: [],
});

type PageLook = Extract<Look, { kind: 'page' }>;

/** What of a page was read, for the checks that follow; null: nothing was, because nothing changed or nothing could be. */
export type Judged = Omit<Looked, 'evidence' | 'httpStatus'> & { readonly copy: CopyParts | null };

const nothingRead = { memory: null, snapshot: null, copy: null, way: 'answer' } as const;

/** Body hash, then text hash, then alignment: each only when the one before says that something changed. */
const judgeBody = async (looking: Looking, look: PageLook): Promise<Judged> => {
  const { claim, channel, wish, isTrusted } = looking;
  const { audit, delivery } = claim;
  const bodyHash = sha(look.body);
  const etag = look.headers['etag'] ?? null;
  const memory = { expectedHash: wish, etag, lastModified: look.headers['last-modified'] ?? null, bodyHash };
  if (isTrusted && bodyHash === audit.bodyHash)
    return {
      ...nothingRead,
      way: 'bytes',
      judgement: keep(looking),
      memory: { ...memory, textHash: audit.textHash ?? '', shownOn: audit.shownOn },
    };
  const decoded = decode(look.body, look.headers);
  if (decoded.kind === 'undecodable') return { ...nothingRead, judgement: judgeUnknown(decoded.reason) };
  const { page, seen } = await seenOf(decoded.pieces, look.url);
  const place = { itemId: delivery.itemId, url: look.url };
  const copy = channel.adapter.readCopy?.(seen, place, channel.settings) ?? null;
  await giveWay();
  const shownOn = copy?.kind === 'article' ? (copy.copy.publishedOn ?? null) : null;
  const remembered: Memory = { ...memory, textHash: stampOf(page, copy), shownOn };
  if (isTrusted && remembered.textHash === audit.textHash)
    return { ...nothingRead, way: 'reading', judgement: keep(looking), memory: remembered };
  const expected = await looking.expect();
  const judged = await judgePage(
    { desired: delivery.desired, expected },
    { page, copy },
    { compare: () => compareWith(looking, expected, page), softGone: () => askSoftGone(looking, page) },
  );
  const judgement = await judgeCache(looking, judged);
  const mime = look.headers['content-type'] ?? 'text/html';
  return {
    way: 'words',
    judgement,
    memory: judgement.verdict === 'unknown' ? null : remembered,
    snapshot: await packSnapshot({ hash: bodyHash, mime, body: look.body }),
    copy: copy?.kind === 'article' ? copy.copy : null,
  };
};

/** What a look came to, with the copy where one was read. */
export const judgeLook = async (looking: Looking): Promise<Judged> => {
  const { look, claim } = looking;
  if (look.kind === 'unknown') return { ...nothingRead, judgement: judgeUnknown(look.text), restMs: look.retryAfterMs };
  if (look.kind === 'unchanged')
    return { ...nothingRead, way: 'not-modified', judgement: keep(looking), memory: 'kept' };
  if (look.kind === 'gone')
    return { ...nothingRead, judgement: judgeGone(claim.delivery, `公开地址返回 ${look.status}`) };
  return judgeBody(looking, look);
};
