import type { Context as Call, MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { AppError } from '../core/errors.ts';
import { parseJson } from './json.ts';

/** A body of 2 million characters, escaped, with room; a platform's callback is some kilobytes. */
export const JSON_LIMIT = { bytes: 5 * 1024 * 1024, name: '5 MB' } as const;
export const ASSET_LIMIT = { bytes: 20 * 1024 * 1024, name: '20 MB' } as const;
export const CALLBACK_LIMIT = { bytes: 64 * 1024, name: '64 KB' } as const;

export interface Limit {
  readonly bytes: number;
  readonly name: string;
}

/** Answers 413 before a larger body is read into memory. */
export const limitBody = ({ bytes, name }: Limit): MiddlewareHandler =>
  bodyLimit({
    maxSize: bytes,
    onError: () => {
      throw new AppError('too-large', { max: name });
    },
  });

const JSON_TYPE = /^application\/json\s*(?:;\s*charset=(?:"utf-8"|utf-8)\s*)?$/i;

/** Nothing here unpacks, so a packed body would be stored as it is, or taken for broken text. */
const refusePacked = (c: Call): void => {
  const encoding = c.req.header('content-encoding') ?? 'identity';
  if (encoding.toLowerCase() !== 'identity') {
    throw new AppError('unsupported-media', { type: encoding.slice(0, 80), expected: '未压缩的内容' });
  }
};

export const readBytes = async (c: Call): Promise<Uint8Array> => {
  refusePacked(c);
  return new Uint8Array(await c.req.arrayBuffer());
};

/** UTF-8 or nothing: a replacement character would be a wrong character in a publication. */
export const readText = async (c: Call): Promise<string> => {
  const bytes = await readBytes(c);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new AppError('bad-request', { reason: '内容不是 UTF-8 编码' });
  }
};

export const readJson = async (c: Call): Promise<unknown> => {
  const type = c.req.header('content-type') ?? '';
  if (!JSON_TYPE.test(type)) {
    throw new AppError('unsupported-media', { type: type.slice(0, 80), expected: 'application/json（UTF-8）' });
  }
  return parseJson(await readText(c));
};
