import type { Context as Call, Hono } from 'hono';
import { AppError } from '../core/errors.ts';
import type { HitKind, ReachSourceName } from '../core/reach.ts';
import { isUuid } from '../core/uuid.ts';
import type { PublicCopy } from '../items/read.ts';
import { isBotAgent } from '../reach/agents.ts';
import type { Buffer } from '../reach/buffer.ts';
import { referrerOf, type Places } from '../reach/referrers.ts';
import { newHitKey, type Who } from '../reach/visitors.ts';
import type { PageOf } from '../reach/hits.ts';

/** What counting needs of whoever serves it: a Node process, or the edge. */
export interface ReachCounter {
  readonly buffer: Buffer;
  /** Whether one more of this visitor counts. */
  readonly mayCount: (who: Who) => boolean;
  /** Whether pages of this channel are counted here. */
  readonly has: (channelId: string) => boolean;
  readonly placesOf: (channelId: string) => Places;
  /** The channel whose copies carry `/r/…`. */
  readonly carrier: () => string | null;
  /** Where readers find an item. Throws `not-found`. */
  readonly copyOf: (itemId: string) => Promise<PublicCopy>;
  readonly addressOf: (c: Call) => string;
  readonly now: () => Date;
  /** What readers see where there is no copy. */
  readonly gone: (c: Call) => Response | Promise<Response>;
  /** Something has been added. */
  readonly added?: (c: Call) => void;
}

/** What a browser tells of itself; real ones have some 200 characters. */
const TEXT_MAX = 512;
const cut = (text: string): string => text.slice(0, TEXT_MAX);

/** The smallest picture there is: one transparent pixel. */
const PIXEL = Uint8Array.from(atob('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7'), (char) =>
  char.charCodeAt(0),
);
/** Never cached, or later openings would not be counted; shown on any site, or the portal could not carry it. */
const PIXEL_HEADERS = {
  'content-type': 'image/gif',
  'cache-control': 'no-store',
  'cross-origin-resource-policy': 'cross-origin',
};

const ID = /^[\w.-]{1,64}$/;
/** What a page says that it shows; anything that cannot be an id of ours is no page of ours. */
const pageOf = (c: Call): PageOf | null => {
  const { item, column, unit } = c.req.query();
  if (item !== undefined) return isUuid(item) ? { itemId: item } : null;
  if (column !== undefined) return ID.test(column) ? { columnId: column } : null;
  if (unit !== undefined) return ID.test(unit) ? { unitId: unit } : null;
  return {};
};

/** A browser that loads ahead shows nothing to anybody; HEAD is nobody's reading. */
const isRead = (c: Call): boolean =>
  c.req.method === 'GET' && !/prefetch|prerender/.test(c.req.header('sec-purpose') ?? c.req.header('purpose') ?? '');

interface Counted extends PageOf {
  readonly channelId: string;
  readonly source: ReachSourceName;
  readonly kind: HitKind;
  /** The address a reader came from. Null: not told. */
  readonly from: string | null;
}

/** Puts a hit into the buffer, unless this visitor has too many. */
export const count = (counter: ReachCounter, c: Call, { from, ...hit }: Counted): void => {
  const who: Who = { address: counter.addressOf(c), agent: cut(c.req.header('user-agent') ?? '') };
  const at = counter.now();
  const isPull = hit.kind === 'pull';
  if (!isPull && !counter.mayCount(who)) counter.buffer.refuse({ ...hit, at }, 'held');
  else
    counter.buffer.add({
      ...hit,
      at,
      key: newHitKey(),
      who: isPull ? null : who,
      referrer: referrerOf(from === null ? null : cut(from), counter.placesOf(hit.channelId)),
      isBot: !isPull && isBotAgent(who.agent),
    });
  counter.added?.(c);
};

/**
 * Counts pages without a cookie: `/reach/{channel}.gif` on every page of the portal (`item`, `column` or `unit` say what the
 * page shows, `from` what its script knows of where the reader came from). `/reach/status` says what became of the hits.
 */
export const addCounter = <E extends object>(app: Hono<E>, counter: ReachCounter): void => {
  app.get('/reach/:file{[a-z][a-z0-9-]{1,40}\\.gif}', (c) => {
    const channelId = c.req.param('file').slice(0, -'.gif'.length);
    if (!counter.has(channelId)) throw new AppError('not-found', { what: '这个计数地址' });
    const page = pageOf(c);
    if (page !== null && isRead(c))
      count(counter, c, { ...page, channelId, source: 'beacon', kind: 'view', from: c.req.query('from') ?? null });
    return c.body(PIXEL, 200, PIXEL_HEADERS);
  });
  app.get('/reach/status', (c) => c.json(counter.buffer.state(), 200, { 'cache-control': 'no-store' }));
};

/** Links that count who follows them; they lead to our own copies and nowhere else. */
export const addLinks = <E extends object>(app: Hono<E>, counter: ReachCounter): void => {
  const lead = async (c: Call, itemId: string, channelId: string | null): Promise<Response> => {
    const { url } = await counter.copyOf(itemId);
    if (url === null) return counter.gone(c);
    if (channelId !== null && isRead(c))
      count(counter, c, { itemId, channelId, source: 'link', kind: 'click', from: c.req.header('referer') ?? '' });
    return c.redirect(url, 302);
  };
  // What other platforms carry as the address of the original.
  app.get('/r/:itemId/:revision{[0-9]{1,6}}', (c) => lead(c, c.req.param('itemId'), counter.carrier()));
  app.get('/go/:channelId/:itemId', (c) => {
    const { channelId, itemId } = c.req.param();
    if (!counter.has(channelId)) throw new AppError('not-found', { what: '这个渠道' });
    return lead(c, itemId, channelId);
  });
};
