import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import type { Sandbox, SandboxOptions } from '../../contract.ts';
import { LOG, readLog } from '../folder/log.ts';
import { goneMark } from '../folder/notices.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.xml': 'application/xml; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.csv': 'text/csv; charset=utf-8',
  '.jpg': 'image/jpeg',
  '.png': 'image/png',
  '.gif': 'image/gif',
  '.webp': 'image/webp',
  '.pdf': 'application/pdf',
  '.mp3': 'audio/mpeg',
  '.mp4': 'video/mp4',
};

const answer = (data: Uint8Array, file: string, status: number): Response =>
  new Response(new Uint8Array(data), {
    status,
    headers: {
      'content-type': TYPES[extname(file)] ?? 'application/octet-stream',
      'x-content-type-options': 'nosniff',
    },
  });

/** Names that would leave the root, our books and our marks are nobody's business. */
const partsOf = (path: string): string[] | null => {
  try {
    const parts = decodeURIComponent(path).split('/').filter(Boolean);
    return parts.some((part) => part.startsWith('.') || part.endsWith('.gone') || /[\\\0]/.test(part)) ? null : parts;
  } catch {
    return null;
  }
};

const kindOf = async (path: string): Promise<'file' | 'folder' | null> => {
  if (!existsSync(path)) return null;
  return (await stat(path)).isDirectory() ? 'folder' : 'file';
};

const serve = async (root: string, prefix: string, request: Request): Promise<Response> => {
  if (request.method !== 'GET' && request.method !== 'HEAD') return new Response(null, { status: 405 });
  const { pathname, search } = new URL(request.url);
  const parts =
    pathname === prefix || pathname.startsWith(`${prefix}/`) ? partsOf(pathname.slice(prefix.length)) : null;
  const path = parts && join(root, ...parts);
  const kind = path === null ? null : await kindOf(path);
  if (kind === 'folder' && !pathname.endsWith('/'))
    return new Response(null, { status: 301, headers: { location: `${pathname}/${search}` } });
  const file = path !== null && kind === 'folder' ? join(path, 'index.html') : path;
  if (file !== null && (kind === 'file' || existsSync(file)))
    return answer(await readFile(file), file, existsSync(goneMark(file)) ? 410 : 200);
  const missing = join(root, '404.html');
  return existsSync(missing) ? answer(await readFile(missing), missing, 404) : new Response('404', { status: 404 });
};

/** A web server on a document root, as the county's is; what it saw happen is what the root itself has noted. */
export const createPortalSandbox = ({ base, folder }: SandboxOptions): Sandbox => {
  const home = folder ?? mkdtempSync(join(tmpdir(), 'yigao-portal-'));
  const root = join(home, 'htdocs');
  mkdirSync(root, { recursive: true });
  const prefix = new URL(base).pathname.replace(/\/+$/, '');
  const log = join(root, LOG);
  return {
    fetch: (request) => serve(root, prefix, request),
    settings: { documentRoot: root, baseUrl: base, siteIdCode: '0000000000' },
    effects: () =>
      existsSync(log)
        ? readLog(readFileSync(log, 'utf8')).map(({ effect, item, revision, generation }) => ({
            effect,
            key: `${item}@${revision}#${generation}`,
          }))
        : [],
    tick: () => Promise.resolve(),
    close: async () => {
      if (folder === null) rmSync(home, { recursive: true, force: true });
    },
  };
};
