import { eq } from 'drizzle-orm';
import { users } from '../../db/schema/index.ts';
import { createUser, type NewUser } from '../../src/accounts/users.ts';
import type { Person } from '../../src/accounts/person.ts';
import type { Context } from '../../src/context.ts';
import type { Role } from '../../src/core/roles.ts';
import { createApp } from '../../src/web/app.ts';
import { createTestDatabase, type TestDatabase } from './database.ts';
import { fakeContext, type FakeContextOptions } from './fakes.ts';
import { seedBasics } from './seed.ts';

export const STAFF_ORIGIN = 'http://yigao.test';
export const PASSWORD = 'Luxi-9731-qiao';

type App = ReturnType<typeof createApp>;

export interface BrowserOptions {
  /** The address the request comes from. */
  readonly from?: string;
  readonly origin?: string;
}

export interface Shown {
  readonly status: number;
  readonly html: string;
  readonly headers: Headers;
  /** Where a redirect leads. */
  readonly to: string;
}

/** A browser without scripts: keeps cookies, names its origin, sends the token of the page it last saw. */
export const openStaffBrowser = (app: App, { from = '10.1.2.3', origin = STAFF_ORIGIN }: BrowserOptions = {}) => {
  const jar = new Map<string, string>();
  let token = '';
  const keep = (headers: Headers): void => {
    for (const cookie of headers.getSetCookie()) {
      const [pair = ''] = cookie.split(';');
      const [name, value] = [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)] as const;
      if (/Max-Age=0/i.test(cookie) || value === '') jar.delete(name);
      else jar.set(name, value);
    }
  };
  const cookies = (): string => Array.from(jar, ([name, value]) => `${name}=${value}`).join('; ');
  const send = async (method: string, path: string, init: RequestInit = {}): Promise<Shown> => {
    const headers = new Headers(init.headers);
    if (!headers.has('cookie') && jar.size > 0) headers.set('cookie', cookies());
    const request = new Request(`${origin}${path}`, { ...init, method, headers });
    const response = await app.fetch(request, { incoming: { socket: { remoteAddress: from } } });
    keep(response.headers);
    const html = await response.text();
    token = /name="_token" value="([^"]+)"/.exec(html)?.[1] ?? token;
    return { status: response.status, html, headers: response.headers, to: response.headers.get('location') ?? '' };
  };
  const get = (path: string): Promise<Shown> => send('GET', path);
  const post = (path: string, fields: Readonly<Record<string, string | readonly string[]>>, headers = {}) => {
    const body = new URLSearchParams({ _token: token });
    for (const [name, value] of Object.entries(fields))
      if (typeof value === 'string') body.set(name, value);
      else for (const each of value) body.append(name, each);
    return send('POST', path, { body, headers: { origin, 'sec-fetch-site': 'same-origin', ...headers } });
  };
  const signIn = async (name: string, password = PASSWORD): Promise<Shown> => {
    const answer = await post('/console/sign-in', { name, password });
    if (answer.to.startsWith('/console') && !answer.to.startsWith('/console/code')) await get('/console/account');
    return answer;
  };
  return { jar, cookies, send, get, post, signIn, token: () => token };
};
export type StaffBrowser = ReturnType<typeof openStaffBrowser>;

/** Users and browsers of one context. */
export interface Staff {
  readonly app: App;
  open(options?: BrowserOptions): StaffBrowser;
  /** A user with the usual password, already chosen by the person. */
  user(userName: string, roles: readonly Role[], more?: Partial<NewUser>): Promise<Person>;
}

export interface StaffWorld extends Staff {
  readonly ctx: Context;
  readonly database: TestDatabase;
  close(): Promise<void>;
}

export const staffOf = (ctx: Context): Staff => {
  const app = createApp(ctx, { origin: () => ctx.origin, mounts: [] });
  return {
    app,
    open: (browser) => openStaffBrowser(app, { origin: ctx.origin, ...browser }),
    user: async (userName, roles, more = {}) => {
      const made = {
        userName,
        name: `职员${userName}`,
        email: '' as const,
        roles: [...roles],
        unitIds: [],
        isStaff: true,
      };
      const { id } = await createUser(ctx, null, { ...made, ...more }, { password: PASSWORD });
      const [row] = await ctx.db.select().from(users).where(eq(users.id, id));
      if (!row) throw new Error('No user');
      return { ...row, userName: row.username };
    },
  };
};

export const openStaffWorld = async (options: FakeContextOptions = {}): Promise<StaffWorld> => {
  const database = await createTestDatabase();
  const ctx = fakeContext(database, { origin: STAFF_ORIGIN, ...options });
  await seedBasics(ctx.db, ctx.channels.values());
  return { ...staffOf(ctx), ctx, database, close: () => database.close() };
};
