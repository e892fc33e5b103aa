import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Hono } from 'hono';
import type { ConsoleEnv } from './visit.ts';

interface Asset {
  readonly body: string;
  readonly type: string;
  /** Of the bytes: a new version is a new address, so that the old one may be kept for ever. */
  readonly mark: string;
}

const TYPES: Readonly<Record<string, string>> = {
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
};

const read = (name: string, from: URL | string): [string, Asset] => {
  const body = readFileSync(from, 'utf8');
  const mark = createHash('sha256').update(body).digest('base64url').slice(0, 10);
  return [name, { body, type: TYPES[name.split('.').at(-1) ?? ''] ?? 'text/plain', mark }];
};

const installed = createRequire(import.meta.url);

/** Everything a staff page loads; nothing comes from elsewhere. */
const ASSETS: ReadonlyMap<string, Asset> = new Map([
  read('console.css', new URL('./console.css', import.meta.url)),
  read('console.js', new URL('./console.js', import.meta.url)),
  read('copy.js', new URL('./findings/copy.js', import.meta.url)),
  read('icon.svg', new URL('./icon.svg', import.meta.url)),
  read('draft.js', new URL('./drafts/draft.js', import.meta.url)),
  read('body.js', new URL('./drafts/body.js', import.meta.url)),
  read('unsaved.js', new URL('./preview/unsaved.js', import.meta.url)),
  read('editor.js', installed.resolve('@wangeditor-next/editor')),
  read('editor.css', installed.resolve('@wangeditor-next/editor/dist/css/style.css')),
  read('htmx.js', installed.resolve('htmx.org/dist/htmx.min.js')),
]);

/** Where an asset lies. Throws for one that does not exist: a slip of the pen. */
export const asset = (name: string): string => {
  const found = ASSETS.get(name);
  if (!found) throw new Error(`No asset ${name}`);
  return `/console/assets/${name}?v=${found.mark}`;
};

export const addAssets = (app: Hono<ConsoleEnv>): void => {
  app.get('/console/assets/:name', (c) => {
    const found = ASSETS.get(c.req.param('name'));
    if (!found) return c.notFound();
    const headers = { 'content-type': found.type, 'cache-control': 'public, max-age=31536000, immutable' };
    return c.body(found.body, 200, headers);
  });
};
