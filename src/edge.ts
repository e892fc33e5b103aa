import { Hono } from 'hono';
import { connect, type Database } from '../db/client.ts';
import type { Log } from './core/log.ts';
import { readFeed, readFeedBack } from './deliveries/feed.ts';
import { findPublicCopy } from './items/read.ts';
import { createBuffer, type WriteArrivals } from './reach/buffer.ts';
import { createLimiter } from './reach/limiter.ts';
import { writeArrivals } from './reach/write.ts';
import { createEdgeFlush } from './reach/edge-flush.ts';
import type { Env } from './web/endpoint.ts';
import { answerError } from './web/errors.ts';
import { addFeeds } from './web/feeds.ts';
import { addCounter, addLinks, count, type ReachCounter } from './web/reach.ts';

/** What `wrangler.toml` binds. */
export interface EdgeBindings {
  readonly HYPERDRIVE: { readonly connectionString: string };
  /** Ids of the guide-feed channels served here, comma-separated. */
  readonly FEED_CHANNELS: string;
  /** Ids of the channels counted here, comma-separated; the first is the portal. */
  readonly REACH_CHANNELS?: string;
  /** The channel whose copies carry `/r/…`. */
  readonly LINK_CHANNEL?: string;
  /** Addresses below which the portal, then the other channels show their pages; comma-separated. */
  readonly SITE_ADDRESSES?: string;
  readonly CHANNEL_ADDRESSES?: string;
}

/** What of a Workers execution context is used. */
export interface EdgeLife {
  waitUntil(work: Promise<unknown>): void;
}

/** A worker's console is its log. */
const log: Log = {
  debug: (facts, message) => console.debug(message, facts),
  info: (facts, message) => console.info(message, facts),
  warn: (facts, message) => console.warn(message, facts),
  error: (facts, message) => console.error(message, facts),
};

/** One address space of a worker serves one configuration; its last one says where to write. */
const isolate = { connectionString: '' };

/** A socket belongs to the request that opened it, so each writing opens its own: Hyperdrive keeps the pool. */
const withDatabase = async <T>(connectionString: string, run: (db: Database) => Promise<T>): Promise<T> => {
  const { db, close } = connect(connectionString, 1);
  try {
    return await run(db);
  } finally {
    await close();
  }
};
const write: WriteArrivals = (arrivals, uncounted) =>
  withDatabase(isolate.connectionString, (db) => writeArrivals(db)(arrivals, uncounted));

/** Hits of all requests of this address space wait together. */
const buffer = createBuffer({ write });
const mayCount = createLimiter({ now: () => Date.now() });
const flushSoon = createEdgeFlush(buffer, log);

const listOf = (text = ''): string[] => text.split(',').flatMap((each) => each.trim() || []);

/** The same routes as in the Node process. */
const createApp = (env: EdgeBindings, life: EdgeLife): Hono<Env> => {
  const { connectionString } = env.HYPERDRIVE;
  isolate.connectionString = connectionString;
  const feeds = listOf(env.FEED_CHANNELS);
  const counted = listOf(env.REACH_CHANNELS);
  const app = new Hono<Env>();
  app.onError((error, c) => answerError(error, c, log));
  const counter: ReachCounter = {
    buffer,
    mayCount,
    has: (channelId) => counted.includes(channelId),
    placesOf: () => ({ site: listOf(env.SITE_ADDRESSES), channels: listOf(env.CHANNEL_ADDRESSES) }),
    carrier: () => env.LINK_CHANNEL || null,
    copyOf: (itemId) => withDatabase(connectionString, (db) => findPublicCopy({ db }, itemId, 'portal-column')),
    addressOf: (c) => c.req.header('cf-connecting-ip') ?? '0.0.0.0',
    now: () => new Date(),
    gone: (c) => c.text('这篇稿件现在没有公开的副本', 404),
    added: () => life.waitUntil(flushSoon()),
  };
  addCounter(app, counter);
  addLinks(app, counter);
  addFeeds(app, {
    has: (channelId) => feeds.includes(channelId),
    after: (channelId, seq, limit) => withDatabase(connectionString, (db) => readFeed(db, channelId, seq, limit)),
    before: (channelId, seq, limit) => withDatabase(connectionString, (db) => readFeedBack(db, channelId, seq, limit)),
    pulled: (c, channelId) => count(counter, c, { channelId, source: 'feed', kind: 'pull', from: null }),
  });
  return app;
};

export default {
  fetch: async (request: Request, env: EdgeBindings, life: EdgeLife): Promise<Response> =>
    createApp(env, life).fetch(request),
};
