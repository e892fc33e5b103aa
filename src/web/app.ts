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
import { addIntake } from './intake.ts';
import { addItems } from './items.ts';
import { addLinks } from './links.ts';
import { addLogProof } from './log.ts';
import { addReference } from './reference.ts';

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

const ourFeeds = ({ db, channels }: Context): FeedSource => ({
  has: (channelId) => channels.get(channelId)?.adapter.kind === 'guide-feed',
  after: (channelId, seq, limit) => readFeed(db, channelId, seq, limit),
  before: (channelId, seq, limit) => readFeedBack(db, channelId, seq, limit),
  fieldMap: (channelId) => channels.get(channelId)?.settings['fieldMap'] ?? '',
});

/** The HTTP side of Yigao. Mounted doubles of other people's servers come first, with headers of their own. */
export const createApp = (ctx: Context, { origin, mounts, demo = false }: AppOptions): OpenAPIHono<Env> => {
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
  app.use(HEADERS);
  const api = { ctx, app };
  addIntake(api, origin);
  addItems(api);
  addReference(api);
  addFindings(api);
  addCallbacks(api);
  addFeeds(app, ourFeeds(ctx));
  addLinks(api);
  addHealth(api);
  addLogProof(api);
  addDocs(api, origin);
  addConsole(api, { demo });
  return app;
};
