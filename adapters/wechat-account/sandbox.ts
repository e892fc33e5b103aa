import { Hono } from 'hono';
import { z } from 'zod';
import type { Sandbox, SandboxOptions } from '../contract.ts';
import { answer } from './sandbox/api.ts';
import { adminPage } from './sandbox/admin.ts';
import { noteReader, setReaders } from './sandbox/datacube.ts';
import { finishMassesDue } from './sandbox/mass.ts';
import { accountPage, articlePage, noticePage } from './sandbox/pages.ts';
import { finishDue, isGone, pressPublish } from './sandbox/publications.ts';
import { changeByHand } from './sandbox/by-hand.ts';
import { sendDue } from './sandbox/push.ts';
import { openState, type Fault, type State, type Switches } from './sandbox/state.ts';

const faultSchema = z.object({
  call: z.string(),
  times: z.int().min(1).default(1),
  errcode: z.int().optional(),
  errmsg: z.string().optional(),
  lose: z.boolean().optional(),
});

const readersSchema = z.array(
  z.object({ publishId: z.int(), day: z.string(), read: z.int().min(0), share: z.int().min(0) }),
);

const withoutUndefined = <T extends object>(value: T): T =>
  Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as T;

const showArticle = (state: State, page: string, idx = 1): Response => {
  const headers = { 'content-type': 'text/html; charset=utf-8' };
  if (state.switches().wall) return new Response(noticePage('wall'), { headers });
  const found = state.published.entries().find(([id, { pages }]) => id === page || pages.includes(page));
  if (!found) return new Response(noticePage('params'), { headers });
  const [, published] = found;
  const place = published.pages.includes(page) ? published.pages.indexOf(page) : idx - 1;
  if (isGone(published, place))
    return new Response(noticePage('deleted'), { status: state.switches().removedPageStatus, headers });
  noteReader(state, published);
  return new Response(articlePage(state, published, place), { headers });
};

const showPicture = (state: State, id: string): Response => {
  const picture = state.pictures.get(id);
  if (!picture) return new Response('', { status: 404 });
  return new Response(Buffer.from(picture.base64, 'base64'), { headers: { 'content-type': picture.mime } });
};

const createApp = (state: State): Hono => {
  const { pathname } = new URL(state.options.base);
  const app = new Hono({ strict: false });
  const at = (path: string): string => `${pathname.replace(/\/$/, '')}${path}` || '/';
  app.get(at(''), (c) => c.html(accountPage(state)));
  app.get(at('/admin'), (c) => c.html(adminPage(state)));
  app.post(at('/__publish'), async (c) => {
    const isForm = !(c.req.header('content-type') ?? '').includes('json');
    pressPublish(state, isForm ? await c.req.parseBody() : await c.req.json());
    return isForm ? c.redirect(`${state.options.base}/admin`, 303) : c.json({ pressed: true });
  });
  app.post(at('/__hand'), async (c) => c.json({ changed: changeByHand(state, await c.req.json()) }));
  app.get(at('/s/:page'), (c) => showArticle(state, c.req.param('page') ?? ''));
  app.get(at('/s'), (c) => showArticle(state, c.req.query('tempkey') ?? '', Number(c.req.query('idx') ?? 1)));
  app.get(at('/mmbiz/:id/0'), (c) => showPicture(state, c.req.param('id') ?? ''));
  app.all(at('/cgi-bin/message/mass/:name'), (c) => answer(state, `message/mass/${c.req.param('name')}`, c.req.raw));
  app.all(at('/cgi-bin/openapi/quota/:name'), (c) => answer(state, `openapi/quota/${c.req.param('name')}`, c.req.raw));
  app.all(at('/datacube/:name'), (c) => answer(state, `datacube/${c.req.param('name')}`, c.req.raw));
  app.post(at('/__readers'), async (c) => {
    const readers = readersSchema.parse(await c.req.json());
    for (const each of readers) setReaders(state, each);
    return c.json({ set: readers.length });
  });
  app.all(at('/cgi-bin/:group/:name'), (c) =>
    answer(state, `${c.req.param('group')}/${c.req.param('name')}`, c.req.raw),
  );
  app.all(at('/cgi-bin/:name'), (c) => answer(state, c.req.param('name') ?? '', c.req.raw));
  app.post(at('/__faults'), async (c) => {
    const fault = withoutUndefined(faultSchema.parse(await c.req.json())) as Fault;
    state.faults.set(fault.call, fault);
    return c.json(fault);
  });
  app.post(at('/__switches'), async (c) => {
    state.setSwitches(await c.req.json<Partial<Switches>>());
    return c.json(state.switches());
  });
  return app;
};

/**
 * WeChat as its documentation and real answers describe it: the API, the callbacks, and the pages readers see.
 * `POST /__faults` lets calls fail, `POST /__readers` sets what a day's readers did, `POST /__switches` turns what the documentation leaves open, `POST /__publish` does
 * what an editor does with a draft, as the button on `/admin` does, `POST /__hand` what one does with an article: no push
 * tells of it.
 */
export const createWechatSandbox = (options: SandboxOptions): Sandbox => {
  const state = openState(options);
  const app = createApp(state);
  const { appId, secret, callbackToken, encodingAesKey } = state.account;
  return {
    fetch: (request) => app.fetch(request),
    settings: {
      appId,
      appSecret: secret,
      apiBase: options.base,
      callbackToken,
      encodingAesKey,
      origin: new URL(options.callbackUrl).origin,
    },
    effects: state.effects,
    tick: async () => {
      finishDue(state);
      finishMassesDue(state);
      await sendDue(state);
    },
    close: () => Promise.resolve(),
  };
};
