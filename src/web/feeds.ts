import type { Context as Call, Hono } from 'hono';
import { etag } from 'hono/etag';
import { z } from 'zod';
import { writeAtom } from '../../adapters/guide-feed/atom.ts';
import { mapPage, parseFieldMap } from '../../adapters/guide-feed/field-map.ts';
import {
  feedJsonSchema,
  writeEntry,
  writeFeedPage,
  type FeedPage,
  type FeedRow,
} from '../../adapters/guide-feed/schema.ts';
import { AppError } from '../core/errors.ts';
import type { Json } from '../core/json.ts';
import { parse } from '../items/parse.ts';

/** The feeds there are, and their lines: of every item only the newest. */
export interface FeedSource {
  has(channelId: string): boolean;
  /** After a line, oldest first. */
  after(channelId: string, seq: number, limit: number): Promise<readonly FeedRow[]>;
  /** Before a line, newest first. */
  before(channelId: string, seq: number, limit: number): Promise<readonly FeedRow[]>;
  /** The consumer's field map as configured; empty: none. */
  fieldMap?(channelId: string): string;
  /** Somebody reads the feed: counted as reach. */
  pulled?(c: Call, channelId: string): void;
}

const place = z
  .string()
  .regex(/^\d{1,15}$/)
  .transform(Number);
const limit = z.coerce.number().int().min(1).max(500).default(100);
const pageQuery = z.strictObject({ cursor: place.default(0), limit, view: z.enum(['mapped']).optional() });
const atomQuery = z.strictObject({ before: place.default(Number.MAX_SAFE_INTEGER), limit });

/** Always asked again, never sent again: a consumer that has the newest page gets a 304. */
const HEADERS = { 'cache-control': 'public, no-cache', 'access-control-allow-origin': '*' };
const ATOM = 'application/atom+xml; charset=utf-8';

const mapped = (fieldMap: string, page: FeedPage): Json => {
  if (fieldMap === '') throw new AppError('not-found', { what: '这个数据源的字段映射' });
  const parsed = parseFieldMap(fieldMap);
  // The operator is told where the channel is: publishing checks the map, too.
  if ('faults' in parsed) throw new AppError('unavailable', { what: '字段映射' });
  return mapPage(parsed.map, page);
};

/**
 * The feeds that consumers pull; what stands in them is public. It needs no more than `source`, so that it also runs at
 * the edge.
 */
export const addFeeds = <E extends object>(app: Hono<E>, source: FeedSource): void => {
  const channelOf = (c: Call): string => {
    const id = c.req.param('channelId') ?? '';
    if (!source.has(id)) throw new AppError('not-found', { what: '这个数据源' });
    if (c.req.method === 'GET') source.pulled?.(c, id);
    return id;
  };
  app.use('/feeds/*', etag());
  app.get('/feeds/schema.json', (c) => c.json(feedJsonSchema() as object, 200, HEADERS));
  app.get('/feeds/:channelId/guides', async (c) => {
    const channelId = channelOf(c);
    const { cursor: after, limit, view } = parse(pageQuery, c.req.query());
    const page = writeFeedPage({ rows: await source.after(channelId, after, limit + 1), after, limit });
    return c.json(view === undefined ? page : mapped(source.fieldMap?.(channelId) ?? '', page), 200, HEADERS);
  });
  app.get('/feeds/:channelId/guides.atom', async (c) => {
    const channelId = channelOf(c);
    const { before, limit } = parse(atomQuery, c.req.query());
    const rows = await source.before(channelId, before, limit + 1);
    const shown = rows.slice(0, limit);
    const older = rows.length > limit ? `guides.atom?before=${shown.at(-1)?.seq}&limit=${limit}` : null;
    const self = `guides.atom${new URL(c.req.url).search}`;
    return c.body(writeAtom({ channelId, entries: shown.map(writeEntry), self, older }), 200, {
      ...HEADERS,
      'content-type': ATOM,
    });
  });
};
