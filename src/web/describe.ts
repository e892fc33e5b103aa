import type { RouteConfig } from '@hono/zod-openapi';
import { z } from 'zod';
import { ERRORS, type ErrorCode } from '../core/errors.ts';
import type { Body, Endpoint } from './endpoint.ts';
import { errorSchema } from './errors.ts';

const PARAMS: Readonly<Record<string, string>> = {
  id: '稿件或问题的编号（UUID），附件、图片则为其 SHA-256',
  hash: '页面的 SHA-256',
  channelId: '渠道编号',
};

const describeParams = (path: string) => {
  const names = Array.from(path.matchAll(/\{(\w+)\}/g), ([, name = '']) => name);
  const params = names.map((name) => [name, z.string().describe(PARAMS[name] ?? name)] as const);
  return names.length > 0 ? { params: z.object(Object.fromEntries(params)) } : {};
};

const describeBody = (body: Body<z.ZodType>) =>
  body.kind === 'bytes'
    ? { 'application/octet-stream': { schema: z.string().meta({ format: 'binary' }) } }
    : { 'application/json': { schema: body.schema, ...(body.examples ? { examples: body.examples } : {}) } };

const errorsOf = ({ who, query, body, errors = [] }: Endpoint): ErrorCode[] => [
  ...new Set<ErrorCode>([
    ...(who ? (['no-key', 'bad-key', 'no-permission'] as const) : []),
    ...(query || body ? (['invalid'] as const) : []),
    ...(body ? (['bad-request', 'too-large', 'unsupported-media'] as const) : []),
    ...errors,
    'unavailable',
    'internal',
  ]),
];

const describeErrors = (codes: readonly ErrorCode[]) =>
  [...new Set(codes.map((code) => ERRORS[code][0]))].map((status) => {
    const texts = codes.filter((code) => ERRORS[code][0] === status).map((code) => `\`${code}\`：${ERRORS[code][1]}`);
    return [status, { description: texts.join('\n\n'), content: { 'application/json': { schema: errorSchema } } }];
  });

const describeAnswers = ({ answers }: Endpoint) =>
  Object.entries(answers).map(([status, { description, schema }]) => [
    status,
    { description, ...(schema ? { content: { 'application/json': { schema } } } : {}) },
  ]);

/** What `/openapi.json` says of an endpoint. */
export const describeEndpoint = (endpoint: Endpoint): RouteConfig => {
  const { method, path, tag, summary, description, who, query, body } = endpoint;
  return {
    method,
    path,
    summary,
    tags: [tag],
    ...(description ? { description } : {}),
    security: who ? [{ key: [] }] : [],
    ...(who ? { 'x-permission': who } : {}),
    request: {
      ...describeParams(path),
      ...(query ? { query: query as z.ZodObject } : {}),
      ...(body ? { body: { required: true, content: describeBody(body) } } : {}),
    },
    responses: Object.fromEntries([...describeAnswers(endpoint), ...describeErrors(errorsOf(endpoint))]),
  };
};
