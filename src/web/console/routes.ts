import type { MiddlewareHandler } from 'hono';
import { permit } from '../../accounts/actor.ts';
import { authenticate } from '../../accounts/keys.ts';
import type { Context } from '../../context.ts';
import { AppError } from '../../core/errors.ts';
import { readItemAs } from '../../deliveries/acts.ts';
import { countItems } from '../../items/count.ts';
import { listItems, listQuerySchema } from '../../items/list.ts';
import { parse } from '../../items/parse.ts';
import { getItem } from '../../items/read.ts';
import { listChannels, listUnits } from '../../items/reference.ts';
import type { Api, Env } from '../endpoint.ts';
import { itemPage } from './item-page.tsx';
import { overviewPage } from './overview.tsx';
import { STYLE } from './style.ts';

const passwordOf = (authorization: string | undefined): string => {
  const [, encoded = ''] = /^Basic +([A-Za-z0-9+/=]+)$/i.exec(authorization ?? '') ?? [];
  return Buffer.from(encoded, 'base64')
    .toString('utf8')
    .replace(/^[^:]*:/s, '');
};

/** A browser asks for a name and a password: the password is an API key that may read. */
const onlyKeyHolders =
  (ctx: Context): MiddlewareHandler<Env> =>
  async (c, next) => {
    const password = passwordOf(c.req.header('authorization'));
    if (password === '') throw new AppError('no-key');
    const actor = await authenticate(ctx, `Bearer ${password}`);
    permit(actor, 'item-read');
    c.set('actor', actor);
    await next();
  };

export interface ConsoleOptions {
  /** The demo county, which anybody may look at. */
  readonly demo: boolean;
}

/** Pages for people: `/` and `/items/:id`. */
export const addConsole = ({ ctx, app }: Api, { demo }: ConsoleOptions): void => {
  app.get('/console.css', (c) => c.body(STYLE, 200, { 'content-type': 'text/css; charset=utf-8' }));
  if (!demo) {
    app.use('/', onlyKeyHolders(ctx));
    app.use('/items/*', onlyKeyHolders(ctx));
  }
  app.get('/', async (c) => {
    const asked = Object.fromEntries(Object.entries(c.req.query()).filter(([, value]) => value !== ''));
    const query = parse(listQuerySchema, asked);
    const [list, counts, channels, units] = await Promise.all([
      listItems(ctx, query, c.get('actor')),
      countItems(ctx),
      listChannels(ctx),
      listUnits(ctx),
    ]);
    return c.html(overviewPage({ list, counts, channels, units, asked, demo }));
  });
  app.get('/items/:id', async (c) => {
    const [id, actor] = [c.req.param('id'), c.get('actor')];
    return c.html(itemPage(await (demo ? getItem(ctx, id) : readItemAs(ctx, id, actor)), demo));
  });
};
