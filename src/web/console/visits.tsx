import type { Hono } from 'hono';
import type { Session } from '../../accounts/sessions.ts';
import type { Context } from '../../context.ts';
import type { Permission } from '../../core/permissions.ts';
import type { Limit } from '../body.ts';
import { isPlainText } from './form.ts';
import { FormToken } from './form-parts.tsx';
import { Frame } from './frame.tsx';
import { entriesFor, NAVIGATION } from './navigation.ts';
import { formToken, type ConsoleEnv, type Visit } from './visit.ts';
import { isNotice } from './words.ts';

export interface Route {
  readonly method: 'get' | 'post';
  /** Below /console. */
  readonly path: string;
  /** What one must be allowed to do; `person`: anybody signed in; `anyone`: nobody need be. */
  readonly who: Permission | readonly Permission[] | 'person' | 'anyone';
  /** The password must have been shown lately: approving, withdrawing, bulk actions. */
  readonly proof?: boolean;
  /** What is posted holds secrets: while the password is asked for, nothing of it is kept, and the page of this path comes back. */
  readonly secret?: (visit: Pick<Visit, 'param'>) => string;
  readonly limit?: Limit;
  /** Open also to whoever must first change the password or enrol an authenticator. */
  readonly early?: boolean;
}

/** Where staff pages are added. `routes` is what the role × action test is made from. */
export interface Console {
  readonly ctx: Context;
  readonly app: Hono<ConsoleEnv>;
  readonly routes: Route[];
}

export const visitOf = <S extends Session | null>(
  { ctx, routes }: Console,
  c: Visit['c'],
  known: Pick<Visit<S>, 'session' | 'settings' | 'address' | 'form'>,
): Visit<S> => {
  const { session } = known;
  const exists = (path: string): boolean => routes.some((route) => route.method === 'get' && route.path === path);
  const plain = (text: string | undefined): string => (text !== undefined && isPlainText(text) ? text : '');
  const query = (name: string): string => plain(c.req.query(name));
  const page: Visit['page'] = ({ title, status = 200, section, bare = false }, content) => {
    const asked = query('notice');
    const frame = (
      <Frame
        title={title}
        bare={bare}
        nonce={c.get('secureHeadersNonce') ?? ''}
        session={session}
        token={session ? formToken(ctx.secret, session) : null}
        path={section ?? c.req.path}
        navigation={session ? entriesFor(NAVIGATION, session.person.roles, exists) : []}
        notice={isNotice(asked) ? asked : null}
      >
        {content}
      </Frame>
    );
    return Promise.resolve(c.html(`<!doctype html>${String(frame)}`, status));
  };
  return {
    ...known,
    c,
    param: (name) => plain(c.req.param(name)),
    query,
    page,
    part: (content, status = 200) => {
      const token = session ? formToken(ctx.secret, session) : '';
      const part = <FormToken.Provider value={token}>{content}</FormToken.Provider>;
      return Promise.resolve(c.html(String(part), status));
    },
    preview: (html) => {
      c.set('isPreview', true);
      return c.html(html);
    },
    go: (path, notice) => c.redirect(notice ? `${path}${path.includes('?') ? '&' : '?'}notice=${notice}` : path, 303),
  };
};
