import type { OpenAPIHono } from '@hono/zod-openapi';
import type { Context as Call, MiddlewareHandler } from 'hono';
import type { z } from 'zod';
import { permit, type Actor } from '../accounts/actor.ts';
import { authenticate } from '../accounts/keys.ts';
import type { Context } from '../context.ts';
import type { ErrorCode } from '../core/errors.ts';
import type { Permission } from '../core/permissions.ts';
import { parse } from '../items/parse.ts';
import { ASSET_LIMIT, JSON_LIMIT, limitBody, readBytes, readJson } from './body.ts';
import { describeEndpoint } from './describe.ts';

type Examples = Readonly<Record<string, { readonly summary: string; readonly value: unknown }>>;

/** What an endpoint reads: a value parsed by its schema, JSON that its verb parses, or bytes. */
export type Body<B extends z.ZodType> =
  | { readonly kind: 'json'; readonly schema: B; readonly examples?: Examples }
  | { readonly kind: 'raw-json'; readonly schema: z.ZodType; readonly examples?: Examples }
  | { readonly kind: 'bytes' };

export interface Endpoint<Q extends z.ZodType = z.ZodType, B extends z.ZodType = z.ZodType> {
  readonly method: 'get' | 'post';
  /** As OpenAPI writes it: `/api/items/{id}`. */
  readonly path: string;
  readonly tag: string;
  readonly summary: string;
  readonly description?: string;
  /** What the key must be allowed to do; null: anybody may call. */
  readonly who: Permission | null;
  readonly query?: Q;
  readonly body?: Body<B>;
  readonly answers: Readonly<Record<number, { readonly description: string; readonly schema?: z.ZodType }>>;
  /** Beyond those that every endpoint of its kind can answer. */
  readonly errors?: readonly ErrorCode[];
}

export interface Env {
  Variables: { actor: Actor; requestId: string };
}

export interface Asked<Q extends z.ZodType, B extends z.ZodType> {
  readonly c: Call<Env>;
  readonly actor: Actor;
  readonly query: z.output<Q>;
  readonly body: z.output<B>;
  param(name: string): string;
}

/** Where endpoints are added: their declarations are also the API's description. */
export interface Api {
  readonly ctx: Context;
  readonly app: OpenAPIHono<Env>;
}

const NOBODY: Actor = { name: 'anonymous', permissions: [], unitIds: [] };

const authorize =
  (ctx: Context, who: Permission | null): MiddlewareHandler<Env> =>
  async (c, next) => {
    const actor = who ? await authenticate(ctx, c.req.header('authorization')) : NOBODY;
    if (who) permit(actor, who);
    c.set('actor', actor);
    await next();
  };

/** A parameter given twice stays two values, and its schema refuses it. */
const readQuery = (c: Call): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(c.req.queries()).map(([name, values]) => [name, values.length > 1 ? values : values[0]]),
  );

const readBody = async (c: Call, body: Body<z.ZodType> | undefined): Promise<unknown> => {
  if (!body) return undefined;
  if (body.kind === 'bytes') return readBytes(c);
  const value = await readJson(c);
  return body.kind === 'json' ? parse(body.schema, value) : value;
};

/**
 * Adds an endpoint: who may call, what it reads and what it answers stand in its declaration, and the API's description
 * is made from the same. The key is checked before anything of the body is read.
 */
export const addEndpoint = <Q extends z.ZodType = z.ZodType<undefined>, B extends z.ZodType = z.ZodType>(
  { ctx, app }: Api,
  endpoint: Endpoint<Q, B>,
  answer: (asked: Asked<Q, B>) => Promise<Response>,
): void => {
  const { method, path, who, query, body } = endpoint;
  app.openAPIRegistry.registerPath(describeEndpoint(endpoint));
  const limit = limitBody(body?.kind === 'bytes' ? ASSET_LIMIT : JSON_LIMIT);
  app.on(method, path.replaceAll(/\{(\w+)\}/g, ':$1'), authorize(ctx, who), limit, async (c) =>
    answer({
      c,
      actor: c.get('actor'),
      query: (query ? parse(query, readQuery(c)) : undefined) as z.output<Q>,
      body: (await readBody(c, body)) as z.output<B>,
      param: (name) => c.req.param(name) ?? '',
    }),
  );
};
