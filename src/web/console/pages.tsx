import { getSignedCookie } from 'hono/cookie';
import { sessionCookie } from '../../accounts/auth.ts';
import { recordRefusal } from '../../accounts/refusals.ts';
import { findSession, type Session } from '../../accounts/sessions.ts';
import { permitAddress, readSettings } from '../../accounts/settings.ts';
import { proveIdentity } from '../../accounts/sign-in.ts';
import type { Context } from '../../context.ts';
import { AppError } from '../../core/errors.ts';
import { PERMISSION_NAMES, mayDo, type Permission } from '../../core/permissions.ts';
import { limitBody, type Limit } from '../body.ts';
import { addressOf } from '../middleware/address.ts';
import { demandSameOrigin } from '../middleware/same-origin.ts';
import { NO_FORM, readForm, type Form } from './form.ts';
import { ProofPage } from './proof-page.tsx';
import { isFormToken, type Visit } from './visit.ts';
import { visitOf, type Console, type Route } from './visits.tsx';
import { words } from './words.ts';

/** A form without files; a page that takes a document states its own limit. */
const FORM_LIMIT: Limit = { bytes: 256 * 1024, name: '256 KB' };

type Call = Visit<null>['c'];

const readSession = async (ctx: Context, c: Call, policy: Visit['settings']['policy']): Promise<Session | null> => {
  const token = await getSignedCookie(c, ctx.secret, sessionCookie(ctx.origin));
  return typeof token === 'string' ? findSession(ctx, token, policy) : null;
};

const actionsOf = ({ who }: Route): readonly Permission[] =>
  who === 'anyone' || who === 'person' ? [] : typeof who === 'string' ? [who] : who;

/** Fit to be followed after a sign-in: one of our own pages and nothing else. */
export const isOwnPath = (path: string): boolean =>
  /^\/console(?:[/?][\w\-./?=&%~]*)?$/.test(path) && !path.includes('//');

export type { Console, Route } from './visits.tsx';

const signInPath = (c: Call): string => {
  const url = new URL(c.req.url);
  const next = url.pathname + url.search;
  return isOwnPath(next) && next !== '/console'
    ? `/console/sign-in?${new URLSearchParams({ next }).toString()}`
    : '/console/sign-in';
};

/** Where one must go before anything else; null: nowhere. */
const firstDuty = ({ mustChangePassword, hasTotp }: Session, { policy }: Visit['settings']): string | null => {
  if (mustChangePassword) return '/console/account/password';
  return policy.requireTotp && !hasTotp ? '/console/account/totp' : null;
};

const demandToken = (ctx: Context, c: Call, session: Session, form: Form): void => {
  const given = form.get('_token') || (c.req.header('x-form-token') ?? '');
  if (c.req.method === 'POST' && !isFormToken(ctx.secret, session, given)) throw new AppError('stale-form');
};

const demandAction = (route: Route, { person }: Session): void => {
  const actions = actionsOf(route);
  const [first] = actions;
  if (first && !actions.some((action) => mayDo(person.roles, action)))
    throw new AppError('no-permission', { action: PERMISSION_NAMES[first] });
};

/** Null: proven. Otherwise the page that asks, with everything that was posted, so that nothing has to be done twice. */
const askProof = async (ctx: Context, visit: Visit, { secret }: Route): Promise<Response | null> => {
  const { session, form, settings, address, c } = visit;
  if (session.isProven) return null;
  const password = form.get('_password');
  let wrong: AppError | null = null;
  if (password !== '') {
    try {
      await proveIdentity(ctx, session, { password, address }, settings.policy);
      return null;
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      wrong = error;
    }
  }
  const fields = form.fields.filter(([name]) => name !== '_password' && name !== '_token');
  const minutes = settings.policy.proofMinutes;
  return visit.page(
    { title: words.proofTitle, status: wrong?.status ?? 403 },
    <ProofPage
      action={secret ? secret(visit) : c.req.path}
      method={secret ? 'GET' : c.req.method}
      fields={secret ? [] : fields}
      wrong={wrong?.message ?? null}
      minutes={minutes}
    />,
  );
};

/** A refusal of somebody signed in is an event; whoever is not signed in leaves a line in the access log only. */
const tellRefusal = async (ctx: Context, error: unknown, c: Call, session: Session, address: string): Promise<void> => {
  if (!(error instanceof AppError) || error.status !== 403) return;
  await recordRefusal(ctx, session.person, { code: error.code, method: c.req.method, path: c.req.path, address });
};

/** A page for whoever is signed in and may. */
export const addPage = (shell: Console, route: Route, answer: (visit: Visit) => Response | Promise<Response>): void => {
  const { ctx, app, routes } = shell;
  routes.push(route);
  app.on(route.method, route.path, limitBody(route.limit ?? FORM_LIMIT), async (c) => {
    const address = addressOf(c, ctx.proxies);
    const settings = await readSettings(ctx.db);
    const session = await readSession(ctx, c, settings.policy);
    if (!session) {
      if (c.req.method === 'GET') return c.redirect(signInPath(c), 303);
      throw new AppError('signed-out');
    }
    try {
      permitAddress(address, settings);
      demandSameOrigin(c, ctx.origin);
      const form = c.req.method === 'POST' ? await readForm(c) : NO_FORM;
      demandToken(ctx, c, session, form);
      const duty = route.early ? null : firstDuty(session, settings);
      if (duty) return c.redirect(duty, 303);
      demandAction(route, session);
      const visit = visitOf<Session>(shell, c, { session, settings, address, form });
      const asked = route.proof ? await askProof(ctx, visit, route) : null;
      return asked ?? (await answer(visit));
    } catch (error) {
      await tellRefusal(ctx, error, c, session, address);
      throw error;
    }
  });
};

/** A page that nobody need be signed in for: sign-in and set-up. */
export const addOpenPage = (
  shell: Console,
  route: Route & { readonly who: 'anyone' },
  answer: (visit: Visit<Session | null>) => Response | Promise<Response>,
): void => {
  const { ctx, app, routes } = shell;
  routes.push(route);
  app.on(route.method, route.path, limitBody(route.limit ?? FORM_LIMIT), async (c) => {
    const address = addressOf(c, ctx.proxies);
    const settings = await readSettings(ctx.db);
    permitAddress(address, settings);
    demandSameOrigin(c, ctx.origin);
    const form = c.req.method === 'POST' ? await readForm(c) : NO_FORM;
    const session = await readSession(ctx, c, settings.policy);
    return answer(visitOf(shell, c, { session, settings, address, form }));
  });
};

/** The frame for an error: with the navigation where somebody is signed in. */
export const errorVisit = async (shell: Console, c: Call): Promise<Visit<Session | null>> => {
  const settings = await readSettings(shell.ctx.db);
  const session = await readSession(shell.ctx, c, settings.policy);
  return visitOf(shell, c, { session, settings, address: addressOf(c, shell.ctx.proxies), form: NO_FORM });
};
