import { OpenAPIHono } from '@hono/zod-openapi';
import { requestId } from 'hono/request-id';
import { secureHeaders } from 'hono/secure-headers';
import type { Context } from '../context.ts';
import { AppError } from '../core/errors.ts';
import { readFeed, readFeedBack } from '../deliveries/feed.ts';
import { addCallbacks } from './callbacks.ts';
import { addConsole } from './console/routes.ts';
import { createConsole } from './console/staff.tsx';
import { addDocs } from './docs.ts';
import type { Env } from './endpoint.ts';
import { answerError } from './errors.ts';
import { addFeeds, type FeedSource } from './feeds.ts';
import { addFindings } from './findings.ts';
import { addHealth } from './health.ts';
import { addConsumerReports, addImports } from './imports.ts';
import { addIntake } from './intake.ts';
import { addItems } from './items.ts';
import { addLogProof } from './log.ts';
import { addCounter, addLinks, count, type ReachCounter } from './reach.ts';
import { addReference } from './reference.ts';
import { addReports } from './reports.ts';
import { addRules } from './rules.ts';
import { addressOf } from './middleware/address.ts';
import { errorPage } from './console/error-page.tsx';
import { goneBecause } from './console/text.ts';
import { createBuffer, type Buffer } from '../reach/buffer.ts';
import { createLimiter } from '../reach/limiter.ts';
import { placesOf } from '../reach/places-of.ts';
import { writeArrivals } from '../reach/write.ts';
import { findPublicCopy } from '../items/read.ts';

/** Something else that answers below a path: a sandbox of the demo. */
export interface Mounted {
  readonly path: string;
  fetch(request: Request): Response | Promise<Response>;
}

export interface AppOptions {
  /** How others reach us, without trailing slash. */
  readonly origin: () => string;
  readonly mounts: readonly Mounted[];
  /** The demo county: anybody may see the overview. Otherwise an API key is its password. */
  readonly demo?: boolean;
  /** Where hits wait for the database; who opens it flushes it. Absent: one that nobody flushes. */
  readonly hits?: Buffer;
}

/** Our own pages run nothing but what we serve; swagger-ui styles itself in place, and draws its icons from data. */
const HEADERS = secureHeaders({
  contentSecurityPolicy: {
    defaultSrc: ["'none'"],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'", "'unsafe-inline'"],
    imgSrc: ["'self'", 'data:'],
    connectSrc: ["'self'"],
    formAction: ["'self'"],
    frameAncestors: ["'none'"],
    baseUri: ["'none'"],
  },
  strictTransportSecurity: false,
});

const ourFeeds = ({ db, channels }: Context, counter: ReachCounter): FeedSource => ({
  has: (channelId) => channels.get(channelId)?.adapter.kind === 'guide-feed',
  after: (channelId, seq, limit) => readFeed(db, channelId, seq, limit),
  before: (channelId, seq, limit) => readFeedBack(db, channelId, seq, limit),
  pulled: (c, channelId) => count(counter, c, { channelId, source: 'feed', kind: 'pull', from: null }),
  fieldMap: (channelId) => channels.get(channelId)?.settings['fieldMap'] ?? '',
});

/** The channel kinds that readers are sent to, and whose copies carry `/r/…`. */
const PORTAL = 'portal-column';
const CARRIER = 'wechat-account';

const ourCounter = (ctx: Context, buffer: Buffer): ReachCounter => ({
  buffer,
  mayCount: createLimiter({ now: () => ctx.clock().getTime() }),
  has: (channelId) => ctx.channels.has(channelId),
  placesOf: (channelId) => placesOf(ctx.channels, channelId),
  carrier: () => [...ctx.channels.values()].find(({ adapter }) => adapter.kind === CARRIER)?.id ?? null,
  copyOf: (itemId) => findPublicCopy(ctx, itemId, PORTAL),
  addressOf: (c) => addressOf(c, ctx.proxies),
  now: ctx.clock,
  gone: (c) => c.html(errorPage(404, goneBecause), 404),
});

/** The HTTP side of Yigao. Mounted doubles of other people's servers come first, with headers of their own. */
export const createApp = (ctx: Context, { origin, mounts, demo = false, hits }: AppOptions): OpenAPIHono<Env> => {
  const app = new OpenAPIHono<Env>();
  app.onError((error, c) => answerError(error, c, ctx.log));
  app.notFound((c) => answerError(new AppError('not-found', { what: '这个地址' }), c, ctx.log));
  app.use(requestId({ headerName: '' }));
  for (const { path, fetch } of mounts) {
    app.all(path, (c) => c.redirect(`${path}/`, 301));
    app.all(`${path}/*`, (c) => fetch(c.req.raw));
  }
  // Before the headers of the other pages: staff pages have stricter ones of their own.
  app.route('/', createConsole(ctx).app);
  const counter = ourCounter(ctx, hits ?? createBuffer({ write: writeArrivals(ctx.db) }));
  // Without these headers: the portal, another site, carries the picture.
  addCounter(app, counter);
  app.use(HEADERS);
  const api = { ctx, app };
  addIntake(api, origin);
  addItems(api);
  addReference(api);
  addFindings(api);
  addRules(api);
  addCallbacks(api);
  addFeeds(app, ourFeeds(ctx, counter));
  addLinks(app, counter);
  addImports(api);
  addConsumerReports(api);
  addReports(api);
  addHealth(api);
  addLogProof(api);
  addDocs(api, origin);
  addConsole(api, { demo });
  return app;
};
