import { createKey } from '../../src/accounts/keys.ts';
import { SCOPES, type Scope } from '../../src/core/scopes.ts';
import { createApp } from '../../src/web/app.ts';
import type { Context } from '../../src/context.ts';
import { createTestDatabase } from './database.ts';
import { fakeContext, type FakeContextOptions } from './fakes.ts';
import { seedBasics } from './seed.ts';

export const ORIGIN = 'http://yigao.test';

export interface CallOptions {
  readonly body?: unknown;
  readonly bytes?: BodyInit;
  readonly headers?: Readonly<Record<string, string>>;
  /** Null: none. */
  readonly key?: string | null;
}

export interface TestApp {
  readonly ctx: Context;
  /** A secret that may do everything. */
  readonly key: string;
  call(method: string, path: string, options?: CallOptions): Promise<Response>;
  keyFor(scopes: readonly Scope[], unitIds?: readonly string[]): Promise<string>;
  close(): Promise<void>;
}

/** The web layer on a database of its own, with one channel that is never run. */
export const openApp = async (options: FakeContextOptions & { demo?: boolean } = {}): Promise<TestApp> => {
  const database = await createTestDatabase();
  const ctx = fakeContext(database, options);
  await seedBasics(ctx.db, ctx.channels.values());
  const app = createApp(ctx, { origin: () => ORIGIN, mounts: [], demo: options.demo ?? false });
  const keyFor: TestApp['keyFor'] = async (scopes, unitIds = []) =>
    (await createKey(ctx, { name: '送稿系统', scopes, unitIds, actor: 'test' })).secret;
  const key = await keyFor(SCOPES);
  return {
    ctx,
    key,
    keyFor,
    call: async (method, path, { body, bytes, headers = {}, key: other = key } = {}) => {
      const sent = body === undefined ? bytes : JSON.stringify(body);
      return app.fetch(
        new Request(`${ORIGIN}${path}`, {
          method,
          headers: {
            ...(other === null ? {} : { authorization: `Bearer ${other}` }),
            ...(body === undefined ? {} : { 'content-type': 'application/json' }),
            ...headers,
          },
          body: sent ?? null,
        }),
      );
    },
    close: () => database.close(),
  };
};
