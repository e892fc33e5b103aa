import { Hono } from 'hono';
import { connect } from '../db/client.ts';
import type { Log } from './core/log.ts';
import { readFeed, readFeedBack } from './deliveries/feed.ts';
import type { Env } from './web/endpoint.ts';
import { answerError } from './web/errors.ts';
import { addFeeds } from './web/feeds.ts';

/** What `wrangler.toml` binds. */
export interface EdgeBindings {
  readonly HYPERDRIVE: { readonly connectionString: string };
  /** Ids of the guide-feed channels served here, comma-separated. */
  readonly FEED_CHANNELS: string;
}

/** A worker's console is its log. */
const log: Log = {
  debug: (facts, message) => console.debug(message, facts),
  info: (facts, message) => console.info(message, facts),
  warn: (facts, message) => console.warn(message, facts),
  error: (facts, message) => console.error(message, facts),
};

/** The same feed routes as in the Node process. A connection per request: Hyperdrive keeps the pool. */
const fetch = async (request: Request, { HYPERDRIVE, FEED_CHANNELS }: EdgeBindings): Promise<Response> => {
  const { db, close } = connect(HYPERDRIVE.connectionString);
  const feeds = FEED_CHANNELS.split(',').map((id) => id.trim());
  const app = new Hono<Env>();
  app.onError((error, c) => answerError(error, c, log));
  addFeeds(app, {
    has: (channelId) => feeds.includes(channelId),
    after: (channelId, seq, limit) => readFeed(db, channelId, seq, limit),
    before: (channelId, seq, limit) => readFeedBack(db, channelId, seq, limit),
  });
  try {
    return await app.fetch(request);
  } finally {
    await close();
  }
};

export default { fetch };
