import type { Context as Call } from 'hono';
import { AppError } from '../../core/errors.ts';

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/** The address the browser itself used: a page of ours, whatever name the office gave the machine. */
const ownOrigin = (c: Call): string => {
  const host = c.req.header('host') ?? new URL(c.req.url).host;
  return `${new URL(c.req.url).protocol}//${host}`;
};

/**
 * Every unsafe request that a cookie speaks for comes from a page of ours, whatever its content type: Hono's `csrf()`
 * lets JSON with a foreign Origin through. A browser always names one of the two; who names none is no browser.
 */
export const demandSameOrigin = (c: Call, origin: string): void => {
  if (SAFE.has(c.req.method)) return;
  const site = c.req.header('sec-fetch-site');
  const from = c.req.header('origin');
  const isForeign = (site !== undefined && site !== 'same-origin') || (from !== undefined && !isOurs(c, from, origin));
  if (isForeign || (site === undefined && from === undefined)) throw new AppError('foreign-request');
};

const isOurs = (c: Call, from: string, origin: string): boolean => from === origin || from === ownOrigin(c);
